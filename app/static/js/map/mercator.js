/** @import { Projection } from '#map/projection' */

/** The width of the world in its pixels. */
export const WORLD = 256
/** The equator in kilometres (WGS84). */
const EQUATOR_KM = 40075.016686
/** The least that a kilometre is on a map, in the world's pixels. */
export const PIXELS_PER_KM = WORLD / EQUATOR_KM
const LIMIT = 85.0511287798

/** @param {number} lon */
export const worldX = (lon) => (lon + 180) / 360 * WORLD

/** @param {number} lat */
export const worldY = (lat) => {
  const sine = Math.sin(Math.max(-LIMIT, Math.min(LIMIT, lat)) * Math.PI / 180)
  return WORLD / 2 - Math.log((1 + sine) / (1 - sine)) * WORLD / 4 / Math.PI
}

/**
 * Web Mercator: the whole world is a square, which is seen again to the left and right.
 * @type {Projection}
 */
export const mercator = {
  point: (lon, lat) => ({ x: worldX(lon), y: worldY(lat) }),
  position: (x, y) => ({
    lon: x / WORLD * 360 - 180,
    lat: Math.atan(Math.sinh(Math.PI * (1 - 2 * y / WORLD))) * 180 / Math.PI
  }),
  pixelsPerKm: (lon, lat) => PIXELS_PER_KM / Math.cos(lat * Math.PI / 180),
  north: () => 0,
  copies: [-WORLD, 0, WORLD],
  copyNear: (x, other) => Math.round((other - x) / WORLD) * WORLD,
  step: Infinity,
  limit: null,
  centre: null,
  crs: () => L.CRS.EPSG3857
}

/**
 * A longitude by whole turns, so that it is nearest to another.
 * @param {number} lon
 * @param {number} other
 */
export const nearestLon = (lon, other) => lon + Math.round((other - lon) / 360) * 360
