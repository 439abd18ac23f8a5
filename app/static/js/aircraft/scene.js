/** @import { Flight, Readout } from '#flight' */
/** @import { Box } from '#map/boxes' */
/** @import { View } from '#map/canvas_layer' */
/** @import { TrackPosition } from '#track' */
import { mercator } from '#map/mercator'

/** Half the length of each shape, in pixels. */
export const SIZES = { airframe: 14, hull: 9, dot: 6 }

/**
 * A flight under way: where it is in the world's pixels (`at`) and in the units of the canvas (`point`), its heading on
 * the map in degrees from the top, half its length, and its name, as far as there is room for one.
 * @typedef {{flight: Flight, readout: Readout, at: Point, point: Point, heading: number, size: number,
 *   nameBox: Box | null, nameLines: NameLine[]}} Craft
 * @typedef {{text: string, font: string, color: string}} NameLine
 * @typedef {{x: number, y: number}} Point
 */

/** Where things are on the canvas, in the copy of the world nearest to the middle of the view. */
export class Scene {
  #copy
  #view

  /**
   * @param {View} view
   * @param {TrackPosition | null} first the position by which the copy is chosen
   * @param {number} unit
   */
  constructor (view, first, unit) {
    const { min, max, x, scale, projection = mercator } = view
    const middle = ((min.x + max.x) / 2 + x) / scale
    this.#view = view
    this.projection = projection
    this.#copy = first ? projection.copyNear(projection.point(first.lon, first.lat).x, middle) : 0
    this.unit = unit
  }

  get scale () { return this.#view.scale }

  /**
   * A position in the world's pixels.
   * @param {{lon: number, lat: number}} position
   */
  inWorld ({ lon, lat }) {
    const { x, y } = this.projection.point(lon, lat)
    return { x: x + this.#copy, y }
  }

  /**
   * A position on the canvas.
   * @param {{lon: number, lat: number}} position
   */
  pointOf (position) {
    const { x, y } = this.inWorld(position)
    return { x: x * this.#view.scale - this.#view.x, y: y * this.#view.scale - this.#view.y }
  }

  /**
   * @param {Flight} flight
   * @returns {Craft}
   */
  craft (flight) {
    const { readout } = flight
    return {
      flight,
      readout,
      at: this.inWorld(readout),
      point: this.pointOf(readout),
      heading: (readout.bearing ?? 0) + this.projection.north(readout.lon, readout.lat),
      size: SIZES[flight.shape] * this.unit,
      nameBox: null,
      nameLines: []
    }
  }
}
