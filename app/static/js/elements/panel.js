import { listen, together } from '#stage'

/** The panel beside the map: its leaves (story, places, sources), and the list in step with the map. */
export const mount = (stage) => {
  const tabs = [...document.querySelectorAll('[role=tab]')]
  const leaves = tabs.map((tab) => document.getElementById(tab.getAttribute('aria-controls')))
  const turnTo = (index, { focus = false } = {}) => {
    tabs.forEach((tab, other) => {
      tab.setAttribute('aria-selected', String(other === index))
      tab.tabIndex = other === index ? 0 : -1
      leaves[other].hidden = other !== index
    })
    if (focus) tabs[index].focus()
  }
  const leafOf = (node) => leaves.findIndex((leaf) => leaf.contains(node))

  const rows = [...document.querySelectorAll('[data-feature]')]
  const mark = () => rows.forEach((row) => row.classList.toggle('chosen', row.dataset.feature === stage.selection.now))
  const filter = () => document.querySelectorAll('table[data-layer]').forEach((table) => table.classList.toggle('off', !stage.layers.isVisible(table.dataset.layer)))

  turnTo(0)
  filter()
  return together(
    ...tabs.map((tab, index) => listen(tab, 'click', () => turnTo(index))),
    ...tabs.map((tab, index) => listen(tab, 'keydown', ({ key }) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[key]
      if (step) turnTo((index + step + tabs.length) % tabs.length, { focus: true })
    })),
    ...rows.map((row) => listen(row.querySelector('button'), 'click', () => {
      stage.selection.now = stage.selection.now === row.dataset.feature ? null : row.dataset.feature
    })),
    listen(document, 'click', (event) => {
      const anchor = event.target.closest?.('a[href^="#"]')
      const target = anchor && document.getElementById(decodeURIComponent(anchor.hash.slice(1)))
      if (!target || leafOf(target) < 0) return
      event.preventDefault()
      const chapter = target.closest('[data-chapter]')
      if (chapter) stage.chapter.now = chapter.dataset.chapter
      turnTo(leafOf(target))
      target.scrollIntoView({ block: 'center' })
      target.focus({ preventScroll: true })
    }),
    listen(stage.selection, 'change', mark),
    listen(stage.layers, 'change', filter),
    listen(stage, 'reset', () => {
      turnTo(0)
      leaves.forEach((leaf) => { leaf.scrollTop = 0 })
    })
  )
}
