/** @import { Projection } from '#map/projection' */
/** @import { Ring, TopologyDocument } from '#world/document' */
/** @import { Viewport, WorldBox } from '#world/viewport' */
import { mercator } from '#map/mercator'

/** How near the frame an arc must run, in degrees, to be the frame itself. */
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
  #projection

  /**
   * @param {TopologyDocument} document
   * @param {Projection} [projection]
   */
  constructor ({ quantum, coarseQuantum = quantum, frame, coarse, fine, polygons, atoms }, projection = mercator) {
    this.#projection = projection
    this.#quanta = { coarse: coarseQuantum, fine: quantum }
    this.#packed = { coarse, fine }
    const shapes = coarse.map((_, index) => this.arc(index, false) ?? this.arc(index, true) ?? new Float64Array())
    this.boxes = shapes.map(boxOf)
    this.isFrame = coarse.map((_, index) => runsAlong(boxOf(this.#degrees(index)), frame))
    const isNear = shapes.map((shape) => reaches(shape, projection))
    /** @type {Polygon[]} */
    this.polygons = polygons.flatMap((ofAtom, index) =>
      ofAtom.map((rings) => ({ atom: atoms?.[index] ?? index, rings, box: boxAround(rings[0], this.boxes) })))
      .filter(({ rings }) => rings[0].some((reference) => isNear[numberOf(reference)]))
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
   * An arc as it was packed.
   * @param {number} index
   */
  #degrees (index) {
    const level = this.#packed.coarse[index] ? 'coarse' : 'fine'
    return unpackPolyline(this.#packed[level][index]).map((number) => number * this.#quanta[level])
  }

  /**
   * @param {Level} level
   * @param {number} index
   */
  #unpacked (level, index) {
    const packed = this.#packed[level][index]
    if (!packed) return null
    return this.#arcs[level][index] ??= projected(unpackPolyline(packed), this.#quanta[level], this.#projection)
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
 * @param {Projection} projection
 */
export const projected = (numbers, quantum, projection) => {
  const dense = densified(numbers, projection.step / quantum)
  const positions = new Float64Array(dense.length)
  for (let i = 0; i < dense.length; i += 2) {
    const { x, y } = projection.point(dense[i] * quantum, dense[i + 1] * quantum)
    positions[i] = x
    positions[i + 1] = y
  }
  return positions
}

/**
 * A line with further positions, so that no two neighbours are farther apart than `step`: what is straight in degrees,
 * as a border along a parallel, is bent on the map.
 * @param {number[]} numbers
 * @param {number} step
 */
export const densified = (numbers, step) => {
  if (step === Infinity) return numbers
  const dense = numbers.slice(0, 2)
  for (let i = 2; i < numbers.length; i += 2) {
    const [x, y] = [numbers[i - 2], numbers[i - 1]]
    const [dx, dy] = [numbers[i] - x, numbers[i + 1] - y]
    const pieces = Math.max(1, Math.ceil(Math.max(Math.abs(dx), Math.abs(dy)) / step))
    for (let piece = 1; piece <= pieces; piece++) dense.push(x + dx * piece / pieces, y + dy * piece / pieces)
  }
  return dense
}

/**
 * Whether some of a line is within the limit of a map.
 * @param {ArrayLike<number>} positions
 * @param {Projection} projection
 */
const reaches = (positions, { limit }) => {
  if (!limit) return true
  for (let i = 0; i < positions.length; i += 2) {
    if (Math.hypot(positions[i] - limit.x, positions[i + 1] - limit.y) < limit.radius) return true
  }
  return false
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
 * Whether a box in degrees lies along one of the frame's sides.
 * @param {number[]} box
 * @param {number[]} frame
 */
const runsAlong = (box, frame) => [0, 1].some((axis) => [axis, axis + 2].some((side) =>
  Math.abs(box[axis] - frame[side]) < NEAR && Math.abs(box[axis + 2] - frame[side]) < NEAR))
