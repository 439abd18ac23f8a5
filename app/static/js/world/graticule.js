/** @import { View } from '#map/canvas_layer' */
/** @import { Projection } from '#map/projection' */
/** @import { Theme } from '#map/theme' */
/** @import { Pen } from '#world/pen' */
/** @import { Viewport } from '#world/viewport' */
import { projected } from '#world/topology'

/** Degrees between two lines, by zoom. */
const STEPS = [30, 30, 30, 20, 10, 10, 5, 5, 2, 1, 1, 0.5]
/** The latitude at which meridians end, but for every thirtieth. */
const LAST_LATITUDE = 84
const THIRTIETH = 30
/** Into how many pieces each side of a viewport is cut, to find what it shows. */
const PIECES = 12

/**
 * Meridians and parallels at round degrees, closer the closer one looks.
 * @param {Pen} pen
 * @param {View} view
 * @param {Viewport} viewport
 * @param {Pick<Theme, 'get' | 'line'>} theme
 * @param {Projection} projection
 */
export const paintGraticule = (pen, view, viewport, theme, projection) => {
  const step = STEPS[Math.min(STEPS.length - 1, Math.max(0, Math.floor(view.zoom)))]
  pen.stroke(theme.get('graticule'), theme.line('graticule').width, () => {
    for (const line of linesIn(shownIn(viewport, projection), step)) pen.trace(projected(line, 1, projection), 0)
  })
}

/** @typedef {{west: number, south: number, east: number, north: number}} Degrees */

/**
 * What a viewport shows, in degrees; longitudes may exceed ±180.
 * @param {Viewport} viewport
 * @param {Projection} projection
 * @returns {Degrees}
 */
export const shownIn = ({ west, south, east, north }, projection) => {
  const shares = Array.from({ length: PIECES + 1 }, (_, piece) => piece / PIECES)
  const edge = shares.flatMap((share) => {
    const [x, y] = [west + (east - west) * share, north + (south - north) * share]
    return [[x, north], [x, south], [west, y], [east, y]]
  }).map(([x, y]) => projection.position(x, y))
  const [lons, lats] = [edge.map(({ lon }) => lon), edge.map(({ lat }) => lat)]
  const poles = projection.limit ? [90, -90].filter((lat) => {
    const { x, y } = projection.point(0, lat)
    return x > west && x < east && y > north && y < south
  }) : []
  return {
    west: poles.length ? -180 : Math.min(...lons),
    east: poles.length ? 180 : Math.max(...lons),
    south: Math.min(...lats, ...poles),
    north: Math.max(...lats, ...poles)
  }
}

/**
 * The lines in an area: `[lon, lat, lon, lat]`.
 * @param {Degrees} area
 * @param {number} step
 */
const linesIn = ({ west, south, east, north }, step) => {
  const lines = []
  for (let lon = Math.ceil(west / step) * step; lon <= east; lon += step) {
    const end = lon % THIRTIETH ? LAST_LATITUDE : 90
    lines.push([lon, Math.max(-end, south), lon, Math.min(end, north)])
  }
  const last = Math.floor(Math.min(LAST_LATITUDE, north) / step) * step
  for (let lat = Math.ceil(Math.max(-LAST_LATITUDE, south) / step) * step; lat <= last; lat += step) {
    lines.push([west, lat, east, lat])
  }
  return lines
}
