/** @import { View } from '#map/canvas_layer' */
/** @import { Theme } from '#map/theme' */
/** @import { Projection } from '#map/projection' */
/** @import { Pen } from '#world/pen' */
/** @import { Viewport, WorldBox } from '#world/viewport' */
import { boxOf, projected } from '#world/topology'

/** Degrees between two lines, by zoom. */
const STEPS = [30, 30, 30, 20, 10, 10, 5, 5, 2, 1, 1, 0.5]
/** The latitude at which meridians end, but for every thirtieth. */
const LAST_LATITUDE = 84
const THIRTIETH = 30
/** The length of the pieces in which lines are kept. */
const PIECE = 30

/** Meridians and parallels at round degrees, closer the closer one looks. */
export class Graticule {
  /** @type {Map<number, {line: Float64Array, box: WorldBox}[]>} */
  #lines = new Map()
  #projection

  /** @param {Projection} projection */
  constructor (projection) { this.#projection = projection }

  /**
   * @param {Pen} pen
   * @param {View} view
   * @param {Viewport} viewport
   * @param {Pick<Theme, 'get' | 'line'>} theme
   */
  paint (pen, view, viewport, theme) {
    const step = STEPS[Math.min(STEPS.length - 1, Math.max(0, Math.floor(view.zoom)))]
    pen.stroke(theme.get('graticule'), theme.line('graticule').width, () => {
      for (const { line, box } of this.#at(step)) for (const shift of viewport.copies(box)) pen.trace(line, shift)
    })
  }

  /** @param {number} step */
  #at (step) {
    const lines = this.#lines.get(step) ?? linesOf(step).map((degrees) => {
      const line = projected(degrees, 1, this.#projection)
      return { line, box: boxOf(line) }
    })
    this.#lines.set(step, lines)
    return lines
  }
}

/**
 * The lines of the whole globe in pieces, in degrees: `[lon, lat, lon, lat]`.
 * @param {number} step
 */
const linesOf = (step) => {
  const lines = []
  for (let lon = -180; lon < 180; lon += step) {
    const end = lon % THIRTIETH ? LAST_LATITUDE : 90
    for (let lat = -90; lat < 90; lat += PIECE) lines.push([lon, Math.max(-end, lat), lon, Math.min(end, lat + PIECE)])
  }
  for (let lat = -Math.floor(LAST_LATITUDE / step) * step; lat <= LAST_LATITUDE; lat += step) {
    for (let lon = -180; lon < 180; lon += PIECE) lines.push([lon, lat, lon + PIECE, lat])
  }
  return lines
}
