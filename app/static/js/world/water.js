/** @import { Projection } from '#map/projection' */
/** @import { WaterDocument } from '#world/document' */
/** @import { Pen } from '#world/pen' */
/** @import { Viewport } from '#world/viewport' */
/** @import { Theme } from '#map/theme' */
import { boxOf, projected, unpackPolyline } from '#world/topology'

/** The zooms from which lakes and rivers are drawn, and the pixels from which a lake is large enough. */
const LAKES_FROM = 2
const RIVERS_FROM = 4.2
const SMALLEST = 3

/** Lakes and rivers; unpacked at once, they are few. */
export class Water {
  /**
   * @param {WaterDocument} document
   * @param {Projection} projection
   */
  constructor ({ quantum, lakes, rivers }, projection) {
    /** @param {string} text */
    const shape = (text) => projected(unpackPolyline(text), quantum, projection)
    this.lakes = lakes.map(([since, ...rings]) => {
      const shapes = rings.map(shape)
      return { since, rings: shapes, box: boxOf(shapes[0]) }
    })
    this.shown = this.lakes
    this.rivers = rivers.map(shape).map((line) => ({ line, box: boxOf(line) }))
  }

  /**
   * Leave out the reservoirs that fill later.
   * @param {string} day
   */
  set day (day) { this.shown = this.lakes.filter(({ since }) => since <= day) }

  /**
   * @param {Pen} pen
   * @param {Viewport} viewport
   * @param {Pick<Theme, 'get' | 'line'>} theme
   */
  paint (pen, viewport, theme) {
    const { zoom } = viewport
    const width = zoom < 6 ? 0.7 : zoom < 8 ? 1 : 1.5
    if (zoom >= RIVERS_FROM) pen.stroke(theme.get('river'), width, () => this.#traceRivers(pen, viewport))
    if (zoom < LAKES_FROM) return
    pen.fill(theme.get('lake'), () => this.#traceLakes(pen, viewport))
    pen.stroke(theme.get('shore'), theme.line('shore').width, () => this.#traceLakes(pen, viewport))
  }

  /**
   * @param {Pen} pen
   * @param {Viewport} viewport
   */
  #traceRivers (pen, viewport) {
    for (const { line, box } of this.rivers) for (const shift of viewport.copies(box)) pen.trace(line, shift)
  }

  /**
   * @param {Pen} pen
   * @param {Viewport} viewport
   */
  #traceLakes (pen, viewport) {
    for (const { rings, box } of this.shown) {
      if (viewport.isTooSmall(box, SMALLEST)) continue
      for (const shift of viewport.copies(box)) for (const ring of rings) pen.trace(ring, shift)
    }
  }
}
