import { closest } from '#lib/dom'
import { combine, listen } from '#state/listen'

const REFUSED = [
  'contextmenu', 'selectstart', 'dragstart', 'dragover', 'drop', 'copy', 'cut', 'paste',
  'gesturestart', 'gesturechange', 'auxclick', 'submit'
]
const HARMLESS = new Set([
  'Tab', 'Enter', ' ', 'Escape', 'ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown',
  'Home', 'End', 'PageUp', 'PageDown', 'Backspace', 'Delete', 'Shift'
])

/**
 * Block everything that leaves a page: menus, drag and drop, selection, the clipboard, page zoom, history, links, and
 * the browser's own keys. Gestures are blocked by `touch-action` in `kiosk.css`; what moves about the page still works.
 * @param {Document} page
 */
export const lock = (page) => {
  /** @param {Event} event */
  const refuse = (event) => event.preventDefault()
  /** @param {MouseEvent} event */
  const refuseSideButton = (event) => { if (event.button > 0) refuse(event) }
  const options = { capture: true, passive: false }
  return combine(
    ...REFUSED.map((type) => listen(page, type, refuse, options)),
    listen(page, 'mousedown', refuseSideButton, options),
    listen(page, 'mouseup', refuseSideButton, options),
    listen(page, 'wheel', (event) => { if (event.ctrlKey) refuse(event) }, options),
    listen(page, 'keydown', (event) => { if (!isHarmless(event)) refuse(event) }, options),
    listen(page, 'click', (event) => { if (leavesPage(closest(event, 'a, area'))) refuse(event) }, options)
  )
}

/**
 * Whether a key moves about the page or writes into it; with Ctrl, Alt or Meta every key is the browser's.
 * @param {{key: string, ctrlKey?: boolean, altKey?: boolean, metaKey?: boolean}} event
 */
export const isHarmless = ({ key, ctrlKey, altKey, metaKey }) =>
  !ctrlKey && !altKey && !metaKey && (HARMLESS.has(key) || key.length === 1)

/**
 * Whether a link leaves the page.
 * @param {Pick<Element, 'getAttribute'> | null} anchor
 */
export const leavesPage = (anchor) => anchor !== null && !anchor.getAttribute('href')?.startsWith('#')
