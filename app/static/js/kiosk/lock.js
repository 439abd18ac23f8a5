import { listen, together } from '#listen'

const REFUSED = ['contextmenu', 'selectstart', 'dragstart', 'dragover', 'drop', 'copy', 'cut', 'paste', 'gesturestart', 'gesturechange', 'auxclick', 'submit']
const MOVES_ON = new Set(['Tab', 'Enter', ' ', 'Escape', 'ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End', 'PageUp', 'PageDown', 'Backspace', 'Delete', 'Shift'])

/**
 * Shut every way out of a page: menus, drag and drop, selection, the clipboard, page zoom, history, links, and the
 * browser's own keys. Gestures are shut by `touch-action` in `kiosk.css`; what leads about the page stays.
 *
 * @param {Document} page
 * @returns {function} the way out, for those who may have it
 */
export const lock = (page) => {
  const refuse = (event) => event.preventDefault()
  const firmly = { capture: true, passive: false }
  return together(
    ...REFUSED.map((type) => listen(page, type, refuse, firmly)),
    ...['mousedown', 'mouseup'].map((type) => listen(page, type, (event) => { if (event.button > 0) refuse(event) }, firmly)),
    listen(page, 'wheel', (event) => { if (event.ctrlKey) refuse(event) }, firmly),
    listen(page, 'keydown', (event) => { if (!isHarmless(event)) refuse(event) }, firmly),
    listen(page, 'click', (event) => { if (leadsAway(event.target.closest?.('a, area'))) refuse(event) }, firmly)
  )
}

/** Keys that move about the page or write into it; with Ctrl, Alt or Meta every key is the browser's. */
export const isHarmless = ({ key, ctrlKey, altKey, metaKey }) =>
  !ctrlKey && !altKey && !metaKey && (MOVES_ON.has(key) || key.length === 1)

/** Only links within the page lead nowhere else. */
export const leadsAway = (anchor) => Boolean(anchor) && !anchor.getAttribute('href')?.startsWith('#')
