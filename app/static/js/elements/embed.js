import { query } from '#lib/dom'
import { combine, listen } from '#state/stage'

/**
 * In a frame on another site the wheel scrolls the page around it, and zooms with Ctrl or Command only; the link to the
 * exhibit's own page opens it at the moment that is shown.
 * @param {import('#state/stage').Stage} stage
 */
export const mount = ({ map }) => {
  const link = query(document, 'a[data-whole]', HTMLAnchorElement)
  const carry = () => { link.hash = location.hash }
  /** @param {WheelEvent} event */
  const leave = (event) => { if (!event.ctrlKey && !event.metaKey) event.stopPropagation() }
  return combine(
    listen(map.getContainer(), 'wheel', leave, { capture: true }),
    listen(link, 'pointerdown', carry),
    listen(link, 'focus', carry)
  )
}
