/** @import { Description } from '#map/hit_tester' */
/** @import { FeatureCardPayload } from '#payloads' */
/** @import { Stage } from '#state/stage' */
import { query, queryAll, takeFocus, zoomOf } from '#lib/dom'
import { nearestLon } from '#map/mercator'
import { combine, listen } from '#state/stage'

/** The text of a card: heading, time and what it says. */
/** @typedef {{name: (Node | string)[], when: (Node | string)[], card: HTMLElement}} CardText */

/** The text's width and height in pixels, and as shares of the map's; a card's own margins come on top. */
const WIDTH = { most: 340, least: 200, margin: 70 }
const HEIGHT = { most: 420, least: 90, share: 0.6 }
/** Pixels kept free above and below a card. */
const CLEAR = 16

/**
 * The card of the selected feature: its text is copied from the list, or comes from the map where the list does not
 * have it.
 * @param {Stage} stage
 * @param {FeatureCardPayload} payload
 */
export const mount = (stage, { anchors, layers }) => {
  const rows = new Map(queryAll(document, '[data-feature]', HTMLElement).map((row) => [row.dataset.feature, row]))
  /** @type {L.Popup | null} */
  let popup = null
  /** @type {Element | null} */
  let origin = null

  const close = () => {
    const closing = popup
    popup = null
    closing?.remove()
  }

  /**
   * @param {string} id
   * @returns {Description | null}
   */
  const find = (id) => {
    if (!anchors[id]) return stage.hitTester.describe(id)
    const [lat, lon] = anchors[id]
    return { lat, lon, layer: layers[id] }
  }

  /** @param {string} id */
  const open = (id) => {
    const row = rows.get(id)
    const found = find(id)
    if (!found || !(row || found.name)) return
    if (!stage.layers.isVisible(found.layer)) stage.layers.show(found.layer, true)
    const text = row ? copied(row) : described(found, stage)
    const place = L.latLng(found.lat, nearestLon(found.lon, stage.map.getCenter().lng))
    popup = L.popup(optionsOf(stage))
      .setLatLng(place)
      .setContent(framed(text, pile(id, place), stage, () => { stage.selection.value = null }))
      .openOn(stage.map)
    takeFocus(popup.getElement()?.querySelector('h3'))
  }

  /**
   * The other things that are drawn at the place of one, each to be chosen.
   * @param {string} id
   * @param {L.LatLng} place
   */
  const pile = (id, place) => {
    const others = stage.hitTester.pile(stage.map.latLngToContainerPoint(place)).flatMap((hit) => {
      const name = hit.id === id ? null : nameOf(hit.id)
      return name ? [choiceOf(name, () => { stage.selection.value = hit.id })] : []
    })
    if (!others.length) return []
    return [folded(stage.message('also_here', { n: others.length }), others, () => popup?.update())]
  }

  /**
   * @param {string} id
   * @returns {(Node | string)[] | null}
   */
  const nameOf = (id) => {
    const row = rows.get(id)
    if (row) return copied(row).name
    const name = stage.hitTester.describe(id)?.name
    return name ? [stage.translate(name)] : null
  }

  const change = () => {
    const id = stage.selection.value
    if (id) origin ??= document.activeElement
    close()
    if (id) open(id)
    else {
      if (origin instanceof HTMLElement && origin.isConnected) takeFocus(origin)
      origin = null
    }
  }

  /** Where the map can go no further north, a card is made lower, so that its heading stays in sight. */
  const fitBelowLimit = () => {
    const card = popup?.getElement()
    const limits = stage.map.options.maxBounds
    if (!popup || !card || !(limits instanceof L.LatLngBounds)) return
    const edge = stage.map.latLngToContainerPoint(limits.getNorthWest()).y
    const above = stage.map.getContainer().getBoundingClientRect().top - card.getBoundingClientRect().top
    const hidden = CLEAR + above / zoomOf(card)
    if (edge < -CLEAR || hidden <= 0) return
    const { offsetHeight } = query(card, '.leaflet-popup-content', HTMLElement)
    popup.options.maxHeight = Math.max(HEIGHT.least, offsetHeight - hidden)
    popup.update()
  }
  stage.map.on('moveend', fitBelowLimit)

  return combine(
    listen(stage.selection, 'change', change),
    listen(stage.language, 'change', change),
    listen(document, 'keydown', ({ key }) => {
      if (key === 'Escape' && stage.selection.value) stage.selection.value = null
    }),
    () => stage.map.off('moveend', fitBelowLimit),
    close
  )
}

/**
 * A card lies beside the map's buttons and legend, not under them.
 * @param {Stage} stage
 * @returns {L.PopupOptions}
 */
const optionsOf = (stage) => {
  const { x: width, y: height } = stage.map.getSize()
  const { left, right } = stage.mapPadding()
  return {
    className: 'feature-popup',
    maxWidth: Math.min(WIDTH.most, width - WIDTH.margin),
    minWidth: WIDTH.least,
    maxHeight: Math.max(HEIGHT.least, Math.min(HEIGHT.most, height * HEIGHT.share)),
    autoPanPaddingTopLeft: [left, CLEAR],
    autoPanPaddingBottomRight: [right, CLEAR],
    offset: [0, -4],
    closeButton: false,
    autoClose: false,
    closeOnClick: false
  }
}

/**
 * Heading, time and text of a row of the list.
 * @param {HTMLElement} row
 * @returns {CardText}
 */
const copied = (row) => {
  const card = copyOf(query(row, '.card', HTMLElement))
  for (const anchored of card.querySelectorAll('[id]')) anchored.removeAttribute('id')
  return {
    name: [...copyOf(query(row, '.name button', HTMLElement)).childNodes],
    when: [...copyOf(query(row, '.when', HTMLElement)).childNodes],
    card
  }
}

/**
 * @template {Node} T
 * @param {T} node
 */
const copyOf = (node) => /** @type {T} */ (node.cloneNode(true))

/**
 * The same of a feature that has no row.
 * @param {Description} description
 * @param {Stage} stage
 * @returns {CardText}
 */
const described = ({ name = '', when = '', description = '' }, stage) => {
  const card = document.createElement('div')
  card.className = 'card'
  card.append(stage.translate(description))
  return { name: [stage.translate(name)], when: [when], card }
}

/**
 * @param {CardText} text
 * @param {HTMLElement[]} pile
 * @param {Stage} stage
 * @param {() => void} onClose
 */
const framed = ({ name, when, card }, pile, stage, onClose) => {
  const heading = document.createElement('h3')
  heading.tabIndex = -1
  heading.append(...name)
  const time = document.createElement('p')
  time.className = 'when'
  time.append(...when)
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'close'
  button.setAttribute('aria-label', stage.message('close'))
  button.textContent = '×'
  button.addEventListener('click', onClose)
  const whole = document.createElement('div')
  whole.className = 'feature-card'
  whole.setAttribute('role', 'dialog')
  whole.setAttribute('aria-label', heading.textContent.trim())
  whole.append(button, heading, ...(time.textContent.trim() ? [time] : []), ...pile, card)
  return whole
}

/**
 * @param {(Node | string)[]} name
 * @param {() => void} onChoice
 */
const choiceOf = (name, onChoice) => {
  const button = document.createElement('button')
  button.type = 'button'
  button.append(...name)
  button.addEventListener('click', onChoice)
  return button
}

/**
 * @param {string} title
 * @param {HTMLElement[]} items
 * @param {() => void} onToggle
 */
const folded = (title, items, onToggle) => {
  const summary = document.createElement('summary')
  summary.textContent = title
  const list = document.createElement('ul')
  list.append(...items.map((item) => {
    const entry = document.createElement('li')
    entry.append(item)
    return entry
  }))
  const whole = document.createElement('details')
  whole.className = 'pile'
  whole.append(summary, list)
  whole.addEventListener('toggle', () => {
    onToggle()
    summary.focus({ preventScroll: true }) // the popup has taken it out and in again
  })
  return whole
}
