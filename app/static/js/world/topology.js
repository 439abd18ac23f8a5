import { worldX, worldY } from '#sheet'

const NOWHERE = new Float64Array(0)
/** Where the world is cut: arcs along it are no coast. */
const EDGE = 179.999

/**
 * The shapes of the world: arcs that neighbours share, and the polygons that they close.
 * Positions are pixels of the world at zoom 0; an arc is unpacked when it is first drawn.
 */
export class Topology {
  #arcs = { coarse: [], fine: [] }

  /** @param {{quantum: number, coarse: string[], fine: string[], polygons: number[][][][]}} document */
  constructor ({ quantum, coarse, fine, polygons }) {
    this.quantum = quantum
    this.packed = { coarse, fine }
    this.sides = sidesOf(polygons, coarse.length)
    this.boxes = coarse.map((arc, index) => boxOf(this.#arc('coarse', index) ?? this.#arc('fine', index) ?? NOWHERE))
    this.isEdge = coarse.map((arc, index) => isAlongEdge(this.#arc('coarse', index) ?? NOWHERE))
    this.polygons = polygons.flatMap((rings, atom) => rings.map((polygon) => ({ atom, rings: polygon, box: around(polygon[0], this.boxes) })))
  }

  get length () { return this.packed.coarse.length }

  /**
   * The positions of an arc, `[x, y, x, y, …]`: the fine ones if they are wanted and there, else the coarse.
   * Null for what is left out at that level.
   */
  arc (index, isFine) {
    return (isFine ? this.#arc('fine', index) : null) ?? this.#arc('coarse', index)
  }

  #arc (level, index) {
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

const project = (numbers, quantum) => {
  const positions = new Float64Array(numbers.length)
  for (let i = 0; i < numbers.length; i += 2) {
    positions[i] = worldX(numbers[i] * quantum)
    positions[i + 1] = worldY(numbers[i + 1] * quantum)
  }
  return positions
}

/** For each arc the atoms on its two sides: `[atom]` at a coast, `[atom, atom]` at a border. */
const sidesOf = (polygons, count) => {
  const sides = Array.from({ length: count }, () => [])
  polygons.forEach((rings, atom) => rings.flat(2).forEach((reference) => sides[numberOf(reference)].push(atom)))
  return sides
}

/** The number of the arc that a ring refers to, forwards or backwards. */
export const numberOf = (reference) => reference < 0 ? ~reference : reference

const boxOf = (positions) => {
  const box = [Infinity, Infinity, -Infinity, -Infinity]
  for (let i = 0; i < positions.length; i += 2) {
    box[0] = Math.min(box[0], positions[i])
    box[1] = Math.min(box[1], positions[i + 1])
    box[2] = Math.max(box[2], positions[i])
    box[3] = Math.max(box[3], positions[i + 1])
  }
  return box
}

const around = (ring, boxes) => ring.map((reference) => boxes[numberOf(reference)]).reduce((all, box) => [
  Math.min(all[0], box[0]), Math.min(all[1], box[1]), Math.max(all[2], box[2]), Math.max(all[3], box[3])])

const isAlongEdge = (positions) => {
  const west = worldX(-EDGE)
  const east = worldX(EDGE)
  const south = worldY(-90)
  const everyPair = (test) => positions.every((value, i) => i % 2 ? true : test(value, positions[i + 1]))
  return positions.length > 0 && (everyPair((x) => x <= west) || everyPair((x) => x >= east) || everyPair((x, y) => y >= south))
}
