import { mercator } from '#map/mercator'

/**
 * @typedef {{x: number, y: number}} Point
 */

/**
 * How the globe is laid flat. Positions on the map are in the world's pixels, of which the equator has 256 where it is
 * as long as on the globe.
 *
 * `point` is where a position is, `position` what is at a point, `pixelsPerKm` the scale at a position, `north` the
 * direction of north there, in degrees clockwise from the top of the map. `copies` are the shifts at which a thing is
 * seen again, `copyNear(x, other)` that at which `x` is nearest to `other`. A straight line between positions up to
 * `step` degrees apart is as good as exact. `limit` is the circle in which the map ends, and `centre` the latitude and
 * longitude of its middle; null where it ends nowhere. `crs` makes Leaflet's coordinate system.
 * @typedef {{
 *   point: (lon: number, lat: number) => Point,
 *   position: (x: number, y: number) => {lon: number, lat: number},
 *   pixelsPerKm: (lon: number, lat: number) => number,
 *   north: (lon: number, lat: number) => number,
 *   copies: number[],
 *   copyNear: (x: number, other: number) => number,
 *   step: number,
 *   limit: (Point & {radius: number}) | null,
 *   centre: [number, number] | null,
 *   crs: () => L.CRS
 * }} Projection
 */

/** @type {WeakMap<L.Map, Projection>} */
const shown = new WeakMap()

/**
 * The projection of a map: Mercator's, until it is given another.
 * @param {L.Map} map
 */
export const projectionOf = (map) => shown.get(map) ?? mercator

/**
 * Give a map another projection; what is drawn is right from its next view on.
 * @param {L.Map} map
 * @param {Projection} projection
 */
export const setProjection = (map, projection) => {
  shown.set(map, projection)
  map.options.crs = projection.crs()
}

/**
 * The zoom level at which Mercator's map would show the middle of a map as large.
 * @param {L.Map} map
 */
export const mercatorZoom = (map) => {
  const projection = projectionOf(map)
  if (projection === mercator) return map.getZoom()
  const { lng, lat } = map.getCenter()
  const ratio = projection.pixelsPerKm(lng, lat) / mercator.pixelsPerKm(lng, Math.min(POLAR, Math.abs(lat)))
  return map.getZoom() + Math.log2(ratio)
}

/** Nearer to the pole Mercator's map is so large that it is no measure. */
const POLAR = 75
