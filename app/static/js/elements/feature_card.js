import { listen, together } from '#stage'

/** The card of the selected feature: its words are copied from the reading, or told by the map where the reading does not list it. */
export const mount = (stage, { anchors, layers }) => {
  const rows = new Map([...document.querySelectorAll('[data-feature]')].map((row) => [row.dataset.feature, row]))
  let popup = null
  let origin = null

  const close = () => {
    const closing = popup
    popup = null
    closing?.remove()
  }

  const find = (id) => anchors[id] ? { lat: anchors[id][0], lon: anchors[id][1], layer: layers[id] } : stage.targets.tell(id)

  const open = (id) => {
    const row = rows.get(id)
    const found = find(id)
    if (!found || !(row || found.name)) return
    if (!stage.layers.isVisible(found.layer)) stage.layers.show(found.layer, true)
    popup = L.popup({ className: 'feature-popup', maxWidth: cardWidth(stage.map), minWidth: 200, maxHeight: cardHeight(stage.map), ...room(stage), offset: [0, -4], closeButton: false, autoClose: false, closeOnClick: false })
      .setLatLng(nearestCopy(stage.map, found))
      .setContent(framed(row ? copied(row) : told(found, stage), stage, () => { stage.selection.now = null }))
      .openOn(stage.map)
    popup.getElement()?.querySelector('h3').focus({ preventScroll: true })
  }

  const change = () => {
    const id = stage.selection.now
    if (id && !origin) origin = document.activeElement
    close()
    if (id) open(id)
    else if (origin) {
      if (origin.isConnected) origin.focus({ preventScroll: true })
      origin = null
    }
  }

  return together(
    listen(stage.selection, 'change', change),
    listen(stage.language, 'change', change),
    listen(document, 'keydown', (event) => {
      if (event.key === 'Escape' && stage.selection.now) stage.selection.now = null
    }),
    close
  )
}

/** Where a card may lie: beside the buttons and the legend, not under them. */
const room = (stage) => {
  const { left, right } = stage.margins()
  return { autoPanPaddingTopLeft: [left, 16], autoPanPaddingBottomRight: [right, 16] }
}

/** Of its words: a card's own margins come on top. */
const cardWidth = (map) => Math.min(340, map.getSize().x - 70)

const cardHeight = (map) => Math.max(160, Math.min(420, map.getSize().y * 0.6))

/** The world copy of a place that is nearest to what the map shows. */
const nearestCopy = (map, { lat, lon }) => [lat, lon + Math.round((map.getCenter().lng - lon) / 360) * 360]

/** Heading, time and words of a row of the reading. */
const copied = (row) => {
  const card = row.querySelector('.card').cloneNode(true)
  for (const anchored of card.querySelectorAll('[id]')) anchored.removeAttribute('id')
  return { name: [...row.querySelector('.name button').cloneNode(true).childNodes], when: [row.querySelector('time').cloneNode(true)], card }
}

/** The same of a feature that has no row. */
const told = ({ name, when = '', description = '' }, stage) => {
  const card = document.createElement('div')
  card.className = 'card'
  card.append(stage.say(description))
  return { name: [stage.say(name)], when: [when], card }
}

const framed = ({ name, when, card }, stage, onClose) => {
  const heading = document.createElement('h3')
  heading.tabIndex = -1
  heading.append(...name)
  const time = document.createElement('p')
  time.className = 'when'
  time.append(...when)
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'close'
  button.setAttribute('aria-label', stage.word('close'))
  button.textContent = '×'
  button.addEventListener('click', onClose)
  const whole = document.createElement('div')
  whole.className = 'feature-card'
  whole.setAttribute('role', 'dialog')
  whole.setAttribute('aria-label', heading.textContent.trim())
  whole.append(button, heading, ...(time.textContent.trim() ? [time] : []), card)
  return whole
}
