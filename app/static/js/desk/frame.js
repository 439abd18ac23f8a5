import { currentStage, refreshed } from '#editing/refresh'
import { listen } from '#state/listen'

/** @type {Promise<void>} */
let last = Promise.resolve()
/** @type {Promise<void> | null} */
let next = null

/** @type {Hear | null} */
let heard = null

/** Hear what is selected on what is shown now. */
const watch = async () => {
  const { selection } = await currentStage()
  listen(selection, 'change', () => { if (selection.value) heard?.(selection.value) })
}

/**
 * What the desk asks of the page in its frame, as the global `desk_page`.
 * @typedef {(key: string) => void} Hear
 * @typedef {object} DeskPage
 * @property {() => Promise<void>} refresh shows the latest version, at the same view and moment
 * @property {() => Promise<string>} address the part of the address with the view and the moment, as they are now
 * @property {(hear: Hear | null) => void} onSelect hears the keys that are selected
 */

/** @type {DeskPage} */
const deskPage = {
  refresh: () => {
    next ??= last.then(() => {
      next = null
      return refreshed()
    }).then(watch).catch(() => {}) // without an answer it stays as it is
    last = next
    return next
  },
  address: async () => {
    await last
    const stage = await currentStage()
    stage.dispatchEvent(new Event('leave'))
    return location.hash
  },
  onSelect: async (hear) => {
    heard = null
    if (hear) (await currentStage()).selection.value = null // so that what is selected can be chosen too
    heard = hear
  }
}
Reflect.set(globalThis, 'desk_page', deskPage)
watch().catch(() => {}) // a page without an exhibit

/** Open in another tab what is not this page: the frame is for the exhibit. */
listen(document, 'click', ({ target }) => {
  const link = target instanceof Element ? target.closest('a') : null
  if (link && link.href.split('#')[0] !== location.href.split('#')[0]) {
    link.target = '_blank'
    link.rel = 'noopener'
  }
}, { capture: true })
