import { boxOf, project, unpack } from '#world/topology'

const LAKES_FROM = 2
const RIVERS_FROM = 4.2
const SPECK = 3

/** Lakes and rivers; unpacked at once, they are few. */
export class Water {
  /** @param {{quantum: number, lakes: string[][], rivers: string[]}} document */
  constructor ({ quantum, lakes, rivers }) {
    const shape = (text) => project(unpack(text), quantum)
    this.lakes = lakes.map(([since, ...rings]) => ({ since, rings: rings.map(shape) })).map((lake) => ({ ...lake, box: boxOf(lake.rings[0]) }))
    this.shown = this.lakes
    this.rivers = rivers.map(shape).map((line) => ({ line, box: boxOf(line) }))
  }

  /** Leave out the reservoirs that fill later. */
  set day (day) { this.shown = this.lakes.filter(({ since }) => since <= day) }

  paint (pen, window_, colors) {
    const { zoom } = pen.view
    if (zoom >= RIVERS_FROM) pen.stroke(colors.river, zoom < 6 ? 0.7 : zoom < 8 ? 1 : 1.5, () => this.#rivers(pen, window_))
    if (zoom >= LAKES_FROM) {
      pen.fill(colors.lake, () => this.#lakes(pen, window_))
      pen.stroke(colors.shore, 0.6, () => this.#lakes(pen, window_))
    }
  }

  #rivers (pen, window_) {
    for (const { line, box } of this.rivers) for (const shift of window_.copies(box)) pen.trace(line, shift)
  }

  #lakes (pen, window_) {
    for (const { rings, box } of this.shown) {
      if (window_.isSpeck(box, SPECK)) continue
      for (const shift of window_.copies(box)) for (const ring of rings) pen.trace(ring, shift)
    }
  }
}
