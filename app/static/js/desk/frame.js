import { currentStage, refreshed } from '#editing/refresh'
import { listen } from '#state/listen'

/** @type {Promise<void>} */
let last = Promise.resolve()
/** @type {Promise<void> | null} */
let next = null

/**
 * What the desk asks of the page in its frame, as the global `desk_page`.
 * @typedef {{ refresh: () => Promise<void>, address: () => Promise<string> }} DeskPage
 * @type {DeskPage}
 */
const deskPage = {
  /** Show the latest version, at the same view and moment. */
  refresh: () => {
    next ??= last.then(() => {
      next = null
      return refreshed()
    }).catch(() => {}) // without an answer it stays as it is
    last = next
    return next
  },
  /** The part of the address with the view and the moment, as they are now. */
  address: async () => {
    await last
    const stage = await currentStage()
    stage.dispatchEvent(new Event('leave'))
    return location.hash
  }
}
Reflect.set(globalThis, 'desk_page', deskPage)

/** Open in another tab what is not this page: the frame is for the exhibit. */
listen(document, 'click', ({ target }) => {
  const link = target instanceof Element ? target.closest('a') : null
  if (link && link.href.split('#')[0] !== location.href.split('#')[0]) {
    link.target = '_blank'
    link.rel = 'noopener'
  }
}, { capture: true })
