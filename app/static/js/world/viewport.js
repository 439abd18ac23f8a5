/** @import { Extent } from '#map/canvas_layer' */
import { WORLD, mercator } from '#map/mercator'

/** @typedef {[number, number, number, number]} WorldBox left, top, right, bottom in the world's pixels */

/**
 * What part of the world a view shows, in the world's pixels. The world continues to both sides: `copies(box)` gives
 * the shifts at which a box is seen, none where it is out of sight.
 */
export class Viewport {
  #isRepeated

  /** @param {Extent & {zoom?: number}} view */
  constructor ({ scale, x, y, min, max, zoom = Math.log2(scale), projection = mercator }) {
    this.scale = scale
    this.zoom = zoom
    this.#isRepeated = projection.copies.length > 1
    this.west = (min.x + x) / scale
    this.east = (max.x + x) / scale
    this.north = (min.y + y) / scale
    this.south = (max.y + y) / scale
  }

  /**
   * How far a point is off the middle, as a share of the viewport.
   * @param {{x: number, y: number}} point
   */
  offMiddle ({ x, y }) {
    const { west, east, north, south } = this
    return Math.hypot((2 * x - west - east) / (east - west), (2 * y - north - south) / (south - north))
  }

  /** @param {WorldBox} box */
  copies ([left, top, right, bottom]) {
    /** @type {number[]} */
    const shifts = []
    if (bottom < this.north || top > this.south) return shifts
    if (!this.#isRepeated) return right < this.west || left > this.east ? shifts : [0]
    const first = Math.ceil((this.west - right) / WORLD)
    for (let turn = first; turn * WORLD + left <= this.east; turn++) shifts.push(turn * WORLD)
    return shifts
  }

  /**
   * Whether a box is too small to be seen.
   * @param {WorldBox} box
   * @param {number} pixels
   */
  isTooSmall ([left, top, right, bottom], pixels) {
    return Math.max(right - left, bottom - top) * this.scale < pixels
  }
}
