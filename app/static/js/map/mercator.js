/** Web Mercator, with the whole world as a square of 256 pixels at zoom 0: the world's pixels. */

/** The width of the world in its pixels. */
export const WORLD = 256
/** The equator in kilometres (WGS84). */
const EQUATOR_KM = 40075.016686
/** The shifts, in the world's pixels, at which a thing may be seen again to the left and right. */
export const COPIES = [-WORLD, 0, WORLD]
const LIMIT = 85.0511287798

/** @param {number} lon */
export const worldX = (lon) => (lon + 180) / 360 * WORLD

/** @param {number} lat */
export const worldY = (lat) => {
  const sine = Math.sin(Math.max(-LIMIT, Math.min(LIMIT, lat)) * Math.PI / 180)
  return WORLD / 2 - Math.log((1 + sine) / (1 - sine)) * WORLD / 4 / Math.PI
}

/**
 * How many of the world's pixels a kilometre is at a latitude.
 * @param {number} lat
 */
export const pixelsPerKm = (lat) => WORLD / (EQUATOR_KM * Math.cos(lat * Math.PI / 180))

/**
 * A longitude by whole turns, so that it is nearest to another.
 * @param {number} lon
 * @param {number} other
 */
export const nearestLon = (lon, other) => lon + Math.round((other - lon) / 360) * 360

/**
 * A difference of the world's pixels, the short way round.
 * @param {number} dx
 */
export const shortWay = (dx) => dx - Math.round(dx / WORLD) * WORLD
