import { combine, listen } from '#state/listen'

/** A finger that moves so many pixels across, and less along, drags; one that moves less taps. */
const DRAG = 8

/**
 * Follow the pointer over a slider. A mouse drags from where it is pressed. A finger drags once it has moved across;
 * one that moves along scrolls the page.
 * @param {HTMLElement} host
 * @param {(event: PointerEvent, isDragged: boolean) => void} point is called wherever the pointer is
 * @param {() => void} leave is called when it is gone
 */
export const mountDrag = (host, point, leave) => {
  /** @type {{ x: number, y: number, isDrag: boolean } | null} */
  let pressed = null
  /** @param {PointerEvent} event */
  const down = (event) => {
    if (event.button || !event.isPrimary) return
    pressed = { x: event.clientX, y: event.clientY, isDrag: event.pointerType !== 'touch' }
    host.setPointerCapture(event.pointerId)
    if (pressed.isDrag) point(event, true)
  }
  /** @param {PointerEvent} event */
  const move = (event) => {
    if (pressed && !pressed.isDrag) {
      const across = Math.abs(event.clientX - pressed.x)
      pressed.isDrag = across > DRAG && across > Math.abs(event.clientY - pressed.y)
      if (!pressed.isDrag) return
    }
    point(event, Boolean(pressed))
  }
  /** @param {PointerEvent} event */
  const up = (event) => {
    if (pressed && Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) <= DRAG) point(event, true)
    pressed = null
    if (event.pointerType === 'touch') leave()
  }
  return combine(
    listen(host, 'pointerdown', down),
    listen(host, 'pointermove', move),
    listen(host, 'pointerup', up),
    listen(host, 'pointercancel', () => {
      pressed = null
      leave()
    }),
    listen(host, 'pointerleave', leave)
  )
}
