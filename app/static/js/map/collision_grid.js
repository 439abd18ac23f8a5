/** @import { Area, Box, Size } from '#map/boxes' */
/** @import { View } from '#map/canvas_layer' */
/** @import { Line } from '#map/geometry' */
import { append } from '#lib/group_by'
import { boxAt, isWithin, overlaps } from '#map/boxes'

/** @typedef {keyof typeof PLACEMENTS} Side */

/**
 * The sides of a point on which a label may be.
 * @satisfies {Record<string, [number, number]>}
 */
const PLACEMENTS = {
  right: [1, 0],
  left: [-1, 0],
  'top-right': [0.8, -0.9],
  'bottom-right': [0.8, 0.9],
  'top-left': [-0.8, -0.9],
  'bottom-left': [-0.8, 0.9],
  top: [0, -1],
  bottom: [0, 1],
  center: [0, 0]
}

/** Pixels kept free between two names on a line. */
const PADDING = 5
/** Pixels between the points of a line that are remembered. */
const STEP = 5
/** The size of a cell, in pixels. */
const CELL = 64
/** So many placements is it worth to cross one point of a line less. */
const CROSSING_COST = 3

/** The boxes already taken, in cells of a coarse grid, and the points of lines that should not be covered. */
export class CollisionGrid {
  /** @type {Map<string, Box[]>} */
  #boxes = new Map()
  /** @type {Map<string, [number, number][]>} */
  #points = new Map()

  /**
   * @param {View} view
   * @param {Line[]} lines
   * @param {Area} area
   * @param {(Box & {marker?: boolean})[]} reserved
   */
  constructor (view, lines, { frame, covered }, reserved) {
    this.frame = frame
    this.markers = reserved.filter(({ marker }) => marker)
    for (const box of [...covered, ...reserved]) this.#take(box)
    for (const line of lines) this.#addLine(line, view)
  }

  /**
   * Remember where a line runs in sight, at most every few pixels.
   * @param {Line} line
   * @param {View} view
   */
  #addLine ({ x: xs, y: ys }, { scale, x: left, y: top, min, max }) {
    let [lastX, lastY] = [Infinity, Infinity]
    for (let index = 0; index < xs.length; index++) {
      const x = xs[index] * scale - left
      const y = ys[index] * scale - top
      if (x < min.x || x > max.x || y < min.y || y > max.y) continue
      if (Math.abs(x - lastX) + Math.abs(y - lastY) < STEP) continue
      lastX = x
      lastY = y
      append(this.#points, cellOf(x, y), [x, y])
    }
  }

  /**
   * The best free box for a label at `x`, `y`, now taken; or null.
   * @param {number} x
   * @param {number} y
   * @param {Size} size
   * @param {{placements: Side[], gap: number}} label
   */
  place (x, y, size, { placements, gap }) {
    /** @type {Box | null} */
    let best = null
    let least = Infinity
    const distance = Math.max(gap, ...this.markers.map((box) => distanceToClear(box, x, y)))
    for (const [index, name] of placements.entries()) {
      const box = boxAt(x, y, size, PLACEMENTS[name], distance)
      if (this.#collides(box) || this.#isCut(x, y, box)) continue
      const cost = this.#crossings(box) * CROSSING_COST + index
      if (cost < least) [best, least] = [box, cost]
      if (cost === 0) break
    }
    if (best) this.#take(best)
    return best
  }

  /** @param {Box} box */
  #take (box) { for (const key of cellsOf(box)) append(this.#boxes, key, box) }

  /**
   * @param {number} x
   * @param {number} y
   */
  isSeen (x, y) {
    const { left, right, top, bottom } = this.frame
    return x > left && x < right && y > top && y < bottom
  }

  /**
   * Whether a box would be cut by the edge of what is seen, or would lie beyond it though its point does not.
   * @param {number} x
   * @param {number} y
   * @param {Box} box
   */
  #isCut (x, y, box) { return !isWithin(box, this.frame) && (this.isSeen(x, y) || overlaps(box, this.frame)) }

  /** @param {Box} box */
  #collides (box) {
    const wide = { ...box, right: box.right + PADDING, left: box.left - PADDING }
    return cellsOf(box).some((key) => this.#boxes.get(key)?.some((other) => overlaps(wide, other)))
  }

  /** @param {Box} box */
  #crossings (box) {
    const points = cellsOf(box).flatMap((key) => this.#points.get(key) ?? [])
    return points.filter(([x, y]) => x > box.left && x < box.right && y > box.top && y < box.bottom).length
  }
}

/**
 * How far a name must be from a point to clear a box in which the point lies, wherever in it; 0 for a point outside.
 * @param {Box} box
 * @param {number} x
 * @param {number} y
 */
const distanceToClear = ({ left, right, top, bottom }, x, y) =>
  x > left && x < right && y > top && y < bottom ? Math.max(x - left, right - x, y - top, bottom - y) + PADDING : 0

/**
 * @param {number} x
 * @param {number} y
 */
const cellOf = (x, y) => `${Math.floor(x / CELL)},${Math.floor(y / CELL)}`

/** @param {Box} box */
const cellsOf = ({ left, top, right, bottom }) => {
  const keys = []
  for (let x = Math.floor(left / CELL); x <= Math.floor(right / CELL); x++) {
    for (let y = Math.floor(top / CELL); y <= Math.floor(bottom / CELL); y++) keys.push(`${x},${y}`)
  }
  return keys
}
