import { worldX, worldY } from '#sheet'

/** How near the frame an arc must run, in pixels of the world at zoom 0, to be the frame itself. */
const NEAR = 1e-6

/**
 * The shapes of the world: arcs that neighbours share, and the polygons that they close.
 * Positions are pixels of the world at zoom 0; an arc is unpacked when it is first drawn.
 */
export class Topology {
  #arcs = { coarse: [], fine: [] }

  /** @param {{quantum: number, frame: number[], coarse: string[], fine: string[], polygons: number[][][][], atoms: number[]?}} document */
  constructor ({ quantum, frame, coarse, fine, polygons, atoms }) {
    this.quantum = quantum
    this.packed = { coarse, fine }
    this.frame = boxOf(project(frame.map((degrees) => degrees / quantum), quantum))
    this.boxes = coarse.map((_, index) => boxOf(this.arc(index, false) ?? this.arc(index, true) ?? []))
    this.isFrame = this.boxes.map((box) => runsAlong(box, this.frame))
    this.polygons = polygons.flatMap((ofAtom, index) => ofAtom.map((rings) => ({ atom: atoms?.[index] ?? index, rings, box: around(rings[0], this.boxes) })))
    this.sides = sidesOf(this.polygons, coarse.length)
  }

  /**
   * The positions of an arc, `[x, y, x, y, …]`: the fine ones if they are wanted and there, else the coarse.
   * Null for what is left out at that level.
   */
  arc (index, isFine) {
    return (isFine ? this.#unpacked('fine', index) : null) ?? this.#unpacked('coarse', index)
  }

  /** Whether some of a polygon is in a window: a piece of its outline, or else what lies in the window's middle. */
  isIn (window_, { rings, box }) {
    const shifts = window_.copies(box)
    if (!shifts.length) return false
    if (rings[0].some((reference) => window_.copies(this.boxes[numberOf(reference)]).length)) return true
    return shifts.some((shift) => this.#contains(rings, (window_.west + window_.east) / 2 - shift, (window_.north + window_.south) / 2))
  }

  /** Tells for a place in a window the atom that it lies in, by the coarse lines; null at sea. */
  atomIn (window_) {
    const near = this.polygons.flatMap((polygon) => window_.copies(polygon.box).map((shift) => ({ ...polygon, shift })))
    return (x, y) => near.find(({ rings, box: [left, top, right, bottom], shift }) =>
      x - shift > left && x - shift < right && y > top && y < bottom && this.#contains(rings, x - shift, y))?.atom ?? null
  }

  #contains (rings, x, y) {
    let isInside = false
    for (const reference of rings.flat()) {
      const number = numberOf(reference)
      const [, top, right, bottom] = this.boxes[number]
      if (x > right || y < top || y > bottom) continue
      const arc = this.arc(number, false) ?? this.arc(number, true) ?? []
      for (let i = 2; i < arc.length; i += 2) {
        const [beforeX, beforeY, afterX, afterY] = [arc[i - 2], arc[i - 1], arc[i], arc[i + 1]]
        if (beforeY > y !== afterY > y && x < beforeX + (y - beforeY) / (afterY - beforeY) * (afterX - beforeX)) isInside = !isInside
      }
    }
    return isInside
  }

  #unpacked (level, index) {
    const packed = this.packed[level][index]
    return packed ? (this.#arcs[level][index] ??= project(unpack(packed), this.quantum)) : null
  }
}

/** The integers of a text in the Encoded Polyline Algorithm Format, deltas summed: `[x, y, x, y, …]`. */
export const unpack = (text) => {
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

/** Pixels of the world at zoom 0 from integers in units of `quantum` degrees. */
export const project = (numbers, quantum) => {
  const positions = new Float64Array(numbers.length)
  for (let i = 0; i < numbers.length; i += 2) {
    positions[i] = worldX(numbers[i] * quantum)
    positions[i + 1] = worldY(numbers[i + 1] * quantum)
  }
  return positions
}

/** The number of the arc that a ring refers to, forwards or backwards. */
export const numberOf = (reference) => reference < 0 ? ~reference : reference

/** Left, top, right, bottom of positions. */
export const boxOf = (positions) => {
  const box = [Infinity, Infinity, -Infinity, -Infinity]
  for (let i = 0; i < positions.length; i += 2) {
    box[0] = Math.min(box[0], positions[i])
    box[1] = Math.min(box[1], positions[i + 1])
    box[2] = Math.max(box[2], positions[i])
    box[3] = Math.max(box[3], positions[i + 1])
  }
  return box
}

/** For each arc the atoms on its two sides: `[atom]` at a coast, `[atom, atom]` at a border. */
const sidesOf = (polygons, count) => {
  const sides = Array.from({ length: count }, () => [])
  for (const { atom, rings } of polygons) for (const reference of rings.flat()) sides[numberOf(reference)].push(atom)
  return sides
}

const around = (ring, boxes) => ring.map((reference) => boxes[numberOf(reference)]).reduce((all, box) => [
  Math.min(all[0], box[0]), Math.min(all[1], box[1]), Math.max(all[2], box[2]), Math.max(all[3], box[3])])

const runsAlong = (box, frame) => [0, 1].some((axis) => [axis, axis + 2].some((side) =>
  Math.abs(box[axis] - frame[side]) < NEAR && Math.abs(box[axis + 2] - frame[side]) < NEAR))
