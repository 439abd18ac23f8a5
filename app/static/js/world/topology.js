/** @import { Ring, TopologyDocument } from '#world/document' */
/** @import { Viewport, WorldBox } from '#world/viewport' */
import { worldX, worldY } from '#map/mercator'

/** How near the frame an arc must run, in the world's pixels, to be the frame itself. */
const NEAR = 1e-6

/** @typedef {{atom: number, rings: Ring[], box: WorldBox}} Polygon */
/** @typedef {'coarse' | 'fine'} Level */

/**
 * The shapes of the world: arcs that neighbours share, and the polygons that they enclose. Positions are in the world's
 * pixels; an arc is unpacked when it is first drawn.
 */
export class Topology {
  /** @type {Record<Level, Float64Array[]>} */
  #arcs = { coarse: [], fine: [] }
  #quanta
  #packed

  /** @param {TopologyDocument} document */
  constructor ({ quantum, coarseQuantum = quantum, frame, coarse, fine, polygons, atoms }) {
    this.#quanta = { coarse: coarseQuantum, fine: quantum }
    this.#packed = { coarse, fine }
    const frameBox = boxOf(project(frame.map((degrees) => degrees / quantum), quantum))
    this.boxes = coarse.map((_, index) => boxOf(this.arc(index, false) ?? this.arc(index, true) ?? []))
    this.isFrame = this.boxes.map((box) => runsAlong(box, frameBox))
    /** @type {Polygon[]} */
    this.polygons = polygons.flatMap((ofAtom, index) =>
      ofAtom.map((rings) => ({ atom: atoms?.[index] ?? index, rings, box: boxAround(rings[0], this.boxes) })))
    this.sides = sidesOf(this.polygons, coarse.length)
  }

  /**
   * The positions of an arc, `[x, y, x, y, …]`: the fine ones if they are wanted and there, else the coarse. Null for
   * what is left out at that level.
   * @param {number} index
   * @param {boolean} isFine
   */
  arc (index, isFine) {
    return (isFine ? this.#unpacked('fine', index) : null) ?? this.#unpacked('coarse', index)
  }

  /**
   * Whether some of a polygon is in a viewport: a piece of its outline, or else what lies in the viewport's middle.
   * @param {Viewport} viewport
   * @param {Polygon} polygon
   */
  isIn (viewport, { rings, box }) {
    const shifts = viewport.copies(box)
    if (!shifts.length) return false
    if (rings[0].some((reference) => viewport.copies(this.boxes[numberOf(reference)]).length)) return true
    const [x, y] = [(viewport.west + viewport.east) / 2, (viewport.north + viewport.south) / 2]
    return shifts.some((shift) => this.#contains(rings, x - shift, y))
  }

  /**
   * A function to the atom at a place of a viewport, by the coarse lines; null at sea.
   * @param {Viewport} viewport
   * @returns {(x: number, y: number) => number | null}
   */
  atomIn (viewport) {
    const near = this.polygons.flatMap((polygon) =>
      viewport.copies(polygon.box).map((shift) => ({ ...polygon, shift })))
    return (x, y) => near.find(({ rings, box: [left, top, right, bottom], shift }) => {
      const own = x - shift
      return own > left && own < right && y > top && y < bottom && this.#contains(rings, own, y)
    })?.atom ?? null
  }

  /**
   * @param {Ring[]} rings
   * @param {number} x
   * @param {number} y
   */
  #contains (rings, x, y) {
    let isInside = false
    for (const reference of rings.flat()) {
      const number = numberOf(reference)
      const [, top, right, bottom] = this.boxes[number]
      if (x > right || y < top || y > bottom) continue
      const arc = this.arc(number, false) ?? this.arc(number, true) ?? []
      for (let i = 2; i < arc.length; i += 2) {
        const [beforeX, beforeY, afterX, afterY] = [arc[i - 2], arc[i - 1], arc[i], arc[i + 1]]
        const crosses = beforeY > y !== afterY > y
        if (crosses && x < beforeX + (y - beforeY) / (afterY - beforeY) * (afterX - beforeX)) isInside = !isInside
      }
    }
    return isInside
  }

  /**
   * @param {Level} level
   * @param {number} index
   */
  #unpacked (level, index) {
    const packed = this.#packed[level][index]
    return packed ? (this.#arcs[level][index] ??= project(unpackPolyline(packed), this.#quanta[level])) : null
  }
}

/**
 * The integers of a text in the Encoded Polyline Algorithm Format, deltas summed: `[x, y, x, y, …]`.
 * @param {string} text
 */
export const unpackPolyline = (text) => {
  /** @type {number[]} */
  const numbers = []
  const last = [0, 0]
  let value = 0
  let shift = 0
  for (let i = 0; i < text.length; i++) {
    const bits = text.charCodeAt(i) - 63
    value |= (bits & 31) << shift
    shift += 5
    if (bits < 32) {
      const axis = numbers.length & 1
      last[axis] += value & 1 ? ~(value >> 1) : value >> 1
      numbers.push(last[axis])
      value = shift = 0
    }
  }
  return numbers
}

/**
 * The world's pixels from integers in units of `quantum` degrees.
 * @param {number[]} numbers
 * @param {number} quantum
 */
export const project = (numbers, quantum) => {
  const positions = new Float64Array(numbers.length)
  for (let i = 0; i < numbers.length; i += 2) {
    positions[i] = worldX(numbers[i] * quantum)
    positions[i + 1] = worldY(numbers[i + 1] * quantum)
  }
  return positions
}

/**
 * The number of the arc that a ring refers to, forwards or backwards.
 * @param {number} reference
 */
export const numberOf = (reference) => reference < 0 ? ~reference : reference

/**
 * The box of positions.
 * @param {ArrayLike<number>} positions
 */
export const boxOf = (positions) => {
  /** @type {WorldBox} */
  const box = [Infinity, Infinity, -Infinity, -Infinity]
  for (let i = 0; i < positions.length; i += 2) {
    box[0] = Math.min(box[0], positions[i])
    box[1] = Math.min(box[1], positions[i + 1])
    box[2] = Math.max(box[2], positions[i])
    box[3] = Math.max(box[3], positions[i + 1])
  }
  return box
}

/**
 * For each arc the atoms on its two sides: `[atom]` at a coast, `[atom, atom]` at a border.
 * @param {Polygon[]} polygons
 * @param {number} count
 */
const sidesOf = (polygons, count) => {
  /** @type {number[][]} */
  const sides = Array.from({ length: count }, () => [])
  for (const { atom, rings } of polygons) for (const reference of rings.flat()) sides[numberOf(reference)].push(atom)
  return sides
}

/**
 * @param {Ring} ring
 * @param {WorldBox[]} boxes
 */
const boxAround = (ring, boxes) => ring.map((reference) => boxes[numberOf(reference)])
  .reduce((all, box) => [
    Math.min(all[0], box[0]), Math.min(all[1], box[1]), Math.max(all[2], box[2]), Math.max(all[3], box[3])
  ])

/**
 * Whether a box lies along one of the frame's sides.
 * @param {WorldBox} box
 * @param {WorldBox} frame
 */
const runsAlong = (box, frame) => [0, 1].some((axis) => [axis, axis + 2].some((side) =>
  Math.abs(box[axis] - frame[side]) < NEAR && Math.abs(box[axis + 2] - frame[side]) < NEAR))
