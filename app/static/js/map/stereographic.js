/** @import { Projection } from '#map/projection' */
import { PIXELS_PER_KM, WORLD } from '#map/mercator'

/** The radius of the globe in the world's pixels, and the middle of the map. */
const RADIUS = WORLD / 2 / Math.PI
const MIDDLE = WORLD / 2
const DEGREE = Math.PI / 180
/** Degrees from its centre at which the map ends, as a printed one, and at which what lies farther is put. */
const NEAR = 110
const FARTHEST = 150
/** A short way to the north, in degrees, by which its direction is found. */
const STEP = 0.01

/**
 * The stereographic projection of the sphere about a position (Snyder 1987, Map Projections: A Working Manual,
 * eq. 20-14, 20-15, 21-4 and 21-15): angles and circles stay as they are.
 * @param {number} lon0
 * @param {number} lat0
 * @returns {Projection}
 */
export const stereographic = (lon0, lat0) => {
  const [sin0, cos0] = [Math.sin(lat0 * DEGREE), Math.cos(lat0 * DEGREE)]
  const [sinFar, cosFar] = [Math.sin(FARTHEST * DEGREE), Math.cos(FARTHEST * DEGREE)]

  /**
   * The direction to a position: its parts to the east and north of that to the centre, and the cosine of the angle.
   * @param {number} lon
   * @param {number} lat
   */
  const direction = (lon, lat) => {
    const [phi, lambda] = [lat * DEGREE, (lon - lon0) * DEGREE]
    const [sin, cos, cosLambda] = [Math.sin(phi), Math.cos(phi), Math.cos(lambda)]
    const [east, north] = [cos * Math.sin(lambda), cos0 * sin - sin0 * cos * cosLambda]
    const cosine = sin0 * sin + cos0 * cos * cosLambda
    if (cosine >= cosFar) return { east, north, cosine }
    const length = Math.hypot(east, north) || 1
    return { east: east / length * sinFar, north: north / length * sinFar, cosine: cosFar }
  }
  /** @type {Projection['point']} */
  const point = (lon, lat) => {
    const { east, north, cosine } = direction(lon, lat)
    const scale = 2 * RADIUS / (1 + cosine)
    return { x: MIDDLE + scale * east, y: MIDDLE - scale * north }
  }
  /** @type {Projection['position']} */
  const position = (x, y) => {
    const [east, north] = [(x - MIDDLE) / RADIUS, (MIDDLE - y) / RADIUS]
    const rho = Math.max(1e-12, Math.hypot(east, north))
    const angle = 2 * Math.atan(rho / 2)
    const [sin, cos] = [Math.sin(angle), Math.cos(angle)]
    const lat = Math.asin(Math.max(-1, Math.min(1, cos * sin0 + north * sin * cos0 / rho)))
    const lambda = Math.atan2(east * sin, rho * cos0 * cos - north * sin0 * sin)
    return { lon: lon0 + lambda / DEGREE, lat: lat / DEGREE }
  }
  return {
    point,
    position,
    pixelsPerKm: (lon, lat) => PIXELS_PER_KM * 2 / (1 + direction(lon, lat).cosine),
    north: (lon, lat) => {
      const [here, beyond] = [point(lon, lat - STEP), point(lon, lat)]
      return Math.atan2(beyond.x - here.x, here.y - beyond.y) / DEGREE
    },
    copies: [0],
    copyNear: () => 0,
    step: 1,
    limit: { x: MIDDLE, y: MIDDLE, radius: 2 * RADIUS * Math.tan(NEAR / 2 * DEGREE) },
    centre: [lat0, lon0],
    crs: () => L.extend({}, L.CRS.EPSG3857, {
      code: '',
      projection: {
        project: (/** @type {L.LatLng} */ { lng, lat }) => {
          const { x, y } = point(lng, lat)
          return L.point(x, y)
        },
        unproject: (/** @type {L.Point} */ { x, y }) => {
          const { lon, lat } = position(x, y)
          return L.latLng(lat, lon)
        },
        bounds: L.bounds([[0, 0], [WORLD, WORLD]])
      },
      transformation: L.transformation(1 / WORLD, 0, 1 / WORLD, 0)
    })
  }
}
