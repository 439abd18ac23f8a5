import { zoomOf } from '#lib/dom'

/** @typedef {{left: number, right: number, top: number, bottom: number}} Box */
/** @typedef {{width: number, height: number}} Size */
/** @typedef {{frame: Box, covered: Box[]}} Area what is free for text: the frame without what is covered */

/**
 * The box of a text on the side `[dx, dy]` of a point.
 * @param {number} x
 * @param {number} y
 * @param {Size} size
 * @param {[number, number]} side
 * @param {number} gap
 * @returns {Box}
 */
export const boxAt = (x, y, { width, height }, [dx, dy], gap) => {
  const middleX = x + Math.sign(dx) * (Math.abs(dx) * gap + width / 2)
  const middleY = y + Math.sign(dy) * (Math.abs(dy) * gap + height / 2)
  return {
    left: middleX - width / 2,
    right: middleX + width / 2,
    top: middleY - height / 2,
    bottom: middleY + height / 2
  }
}

/**
 * @param {Box} a
 * @param {Box} b
 */
export const overlaps = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom

/**
 * @param {Box} box
 * @param {Box} frame
 */
export const isWithin = (box, { left, right, top, bottom }) =>
  box.left >= left && box.right <= right && box.top >= top && box.bottom <= bottom

/**
 * What two boxes have in common, null where that is nothing.
 * @param {Box} a
 * @param {Box} b
 * @returns {Box | null}
 */
export const intersection = (a, b) => overlaps(a, b)
  ? {
      left: Math.max(a.left, b.left),
      right: Math.min(a.right, b.right),
      top: Math.max(a.top, b.top),
      bottom: Math.min(a.bottom, b.bottom)
    }
  : null

/**
 * A box widened to the lines of a grid.
 * @param {Box} box
 * @param {{x: number, y: number}} origin of the grid
 * @param {number} step
 * @returns {Box}
 */
export const aligned = ({ left, right, top, bottom }, { x, y }, step) => ({
  left: x + Math.floor((left - x) / step) * step,
  right: x + Math.ceil((right - x) / step) * step,
  top: y + Math.floor((top - y) / step) * step,
  bottom: y + Math.ceil((bottom - y) / step) * step
})

/**
 * The smallest box about others; null about none.
 * @param {Iterable<Box>} boxes
 * @returns {Box | null}
 */
export const boxAbout = (boxes) => {
  const box = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity }
  for (const { left, right, top, bottom } of boxes) {
    box.left = Math.min(box.left, left)
    box.right = Math.max(box.right, right)
    box.top = Math.min(box.top, top)
    box.bottom = Math.max(box.bottom, bottom)
  }
  return box.left <= box.right ? box : null
}

/**
 * A box that reaches further on every side.
 * @param {Box} box
 * @param {number} by
 * @returns {Box}
 */
export const widened = ({ left, right, top, bottom }, by) =>
  ({ left: left - by, right: right + by, top: top - by, bottom: bottom + by })

/**
 * The box that reaches so far from a point.
 * @param {{x: number, y: number}} point
 * @param {number} reach
 * @returns {Box}
 */
export const boxAround = ({ x, y }, reach) => widened({ left: x, right: x, top: y, bottom: y }, reach)

/**
 * @param {Box} box
 * @param {{x: number, y: number}} by
 * @returns {Box}
 */
export const moved = ({ left, right, top, bottom }, { x, y }) =>
  ({ left: left + x, right: right + x, top: top + y, bottom: bottom + y })

/**
 * @param {Box} box
 * @param {number} by
 * @returns {Box}
 */
const scaled = ({ left, right, top, bottom }, by) =>
  ({ left: left * by, right: right * by, top: top * by, bottom: bottom * by })

/**
 * An area moved to other units, such as from the map's container to a canvas layer.
 * @param {Area} area
 * @param {{x: number, y: number}} by
 * @returns {Area}
 */
export const movedArea = ({ frame, covered }, by) =>
  ({ frame: moved(frame, by), covered: covered.map((box) => moved(box, by)) })

/**
 * What is seen of a map, and what lies over it (buttons, legend, scale), in its container's own pixels.
 * @param {HTMLElement} container
 * @returns {Area}
 */
export const visibleArea = (container) => {
  const { left, top } = container.getBoundingClientRect()
  const zoom = zoomOf(container)
  const over = [...document.querySelectorAll('.stage > .corner:not(.keys), .key')]
    .filter((node) => !node.contains(container))
  return {
    frame: { left: 0, right: container.offsetWidth, top: 0, bottom: container.offsetHeight },
    covered: over.map((node) => node.getBoundingClientRect()).filter((box) => box.width)
      .map((box) => scaled(moved(box, { x: -left, y: -top }), 1 / zoom))
  }
}
