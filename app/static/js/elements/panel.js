import { closest, queryAll, takeFocus } from '#lib/dom'
import { combine, listen } from '#state/stage'

/** @type {Record<string, number>} */
const STEPS = { ArrowRight: 1, ArrowLeft: -1 }

/**
 * The panel beside the map: its tabs (story, places, sources), and the list in step with the map.
 * @param {import('#state/stage').Stage} stage
 */
export const mount = (stage) => {
  const tabs = queryAll(document, '[role=tab]', HTMLElement)
  const panels = queryAll(document, '[role=tabpanel]', HTMLElement)
  /** @param {number} index */
  const show = (index, { focus = false } = {}) => {
    tabs.forEach((tab, other) => {
      tab.setAttribute('aria-selected', String(other === index))
      tab.tabIndex = other === index ? 0 : -1
      panels[other].hidden = other !== index
    })
    if (focus) tabs[index].focus()
  }
  /** @param {Node} node */
  const panelOf = (node) => panels.findIndex((panel) => panel.contains(node))

  const rows = queryAll(document, '[data-feature]', HTMLElement)
  const tables = queryAll(document, 'table[data-layer]', HTMLElement)
  const mark = () => rows.forEach((row) => {
    row.classList.toggle('chosen', row.dataset.feature === stage.selection.value)
  })
  const filter = () => tables.forEach((table) => {
    table.classList.toggle('off', !stage.layers.isVisible(table.dataset.layer ?? ''))
  })

  /** @param {MouseEvent} event */
  const follow = (event) => {
    const anchor = touchedNote(event) ?? closest(event, 'a[href^="#"]')
    const target = anchor && document.getElementById(decodeURIComponent(anchor.getAttribute('href')?.slice(1) ?? ''))
    if (!target || panelOf(target) < 0) return
    event.preventDefault()
    const chapter = target.closest('[data-chapter]')
    if (chapter instanceof HTMLElement) stage.chapter.value = chapter.dataset.chapter || null
    show(panelOf(target))
    target.scrollIntoView({ block: 'center' })
    takeFocus(target)
  }

  show(0)
  filter()
  return combine(
    ...tabs.map((tab, index) => listen(tab, 'click', () => show(index))),
    ...tabs.map((tab, index) => listen(tab, 'keydown', ({ key }) => {
      if (STEPS[key]) show((index + STEPS[key] + tabs.length) % tabs.length, { focus: true })
    })),
    ...rows.flatMap((row) => queryAll(row, '.name button', HTMLElement).map((button) => listen(button, 'click', () => {
      const key = row.dataset.feature ?? null
      stage.selection.value = stage.selection.value === key ? null : key
      if (stage.selection.value) stage.map.getContainer().scrollIntoView({ block: 'nearest' })
    }))),
    listen(document, 'click', follow),
    listen(stage.selection, 'change', mark),
    listen(stage.layers, 'change', filter),
    listen(stage, 'reset', () => {
      show(0)
      for (const panel of panels) panel.scrollTop = 0
    })
  )
}

/**
 * The note that a finger means: the touch targets of neighbouring notes overlap, and the nearest number counts. Null
 * away from notes and for a key, which is on one note already.
 * @param {MouseEvent} event
 * @returns {HTMLElement | null}
 */
const touchedNote = (event) => {
  const touched = event.detail ? closest(event, '.note a') : null
  const notes = queryAll(touched?.closest('.prose') ?? document.createDocumentFragment(), '.note a', HTMLElement)
  return notes.reduce((nearest, note) => !nearest || isNearer(event, note, nearest) ? note : nearest, touched)
}

/**
 * @param {MouseEvent} event
 * @param {HTMLElement} one
 * @param {HTMLElement} other
 */
const isNearer = (event, one, other) => distance(event, one) < distance(event, other)

/**
 * How far from the click a node's lines of text are, in pixels.
 * @param {MouseEvent} event
 * @param {HTMLElement} node
 */
const distance = ({ clientX, clientY }, node) => {
  const lines = [...node.getClientRects()]
  return Math.min(...lines.map(({ left, right, top, bottom }) =>
    Math.hypot(Math.max(left - clientX, 0, clientX - right), Math.max(top - clientY, 0, clientY - bottom))))
}
