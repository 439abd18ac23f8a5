/** @typedef {{x: number, y: number}} Point */

/** How a flight weighs zooming against panning: the ρ of Leaflet's `flyTo`. */
const RHO = 1.42
/** Seconds for one unit of the path's length, and the shortest and the longest flight. */
const PACE = 0.55
const SHORTEST = 0.6
const LONGEST = 2.6

/**
 * How many seconds a flight of the map takes: the longer its path through places and scales, the longer, within bounds.
 * The length is that of van Wijk and Nuij (2003), Smooth and efficient zooming and panning, as in Leaflet's `flyTo`.
 * @param {number} width the larger side of the map, in pixels
 * @param {number} distance between both middles, in pixels at the first zoom
 * @param {number} zooms from the first zoom to the last
 */
export const flightSeconds = (width, distance, zooms) => {
  const last = width / 2 ** zooms
  const way = Math.max(1, distance)
  /**
   * @param {number} sign
   * @param {number} own the width of the view at that end
   */
  const end = (sign, own) => {
    const b = (last ** 2 - width ** 2 + sign * RHO ** 4 * way ** 2) / (2 * own * RHO ** 2 * way)
    return Math.asinh(-b)
  }
  const length = Math.abs(end(-1, last) - end(1, width)) / RHO
  return Math.min(LONGEST, Math.max(SHORTEST, length * PACE))
}
