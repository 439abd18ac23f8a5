import { worldLine } from '#map/geometry'
import { projectionOf } from '#map/projection'

/** Into how many pieces each side of a box is cut, as on most maps it is bent. */
const PIECES = 32

/**
 * The view that shows a box as large as a map has room for beside what covers it, in steps of the map's zoom: its
 * middle and zoom level.
 * @param {L.Map} map
 * @param {[[number, number], [number, number]]} bounds the south-west and north-east corners, latitude first
 * @param {{left: number, right: number, top: number, bottom: number}} padding in pixels
 */
export const fitted = (map, [[south, west], [north, east]], padding) => {
  const sides = Array.from({ length: PIECES + 1 }, (_, piece) => {
    const [lon, lat] = [west + (east - west) * piece / PIECES, south + (north - south) * piece / PIECES]
    return [[lon, south], [lon, north], [west, lat], [east, lat]]
  }).flat()
  const box = worldLine(sides.map(([lon]) => lon), sides.map(([, lat]) => lat), projectionOf(map))
  const { x: width, y: height } = map.getSize()
  const scale = Math.min(
    (width - padding.left - padding.right) / (box.right - box.left),
    (height - padding.top - padding.bottom) / (box.bottom - box.top))
  const zoom = steppedZoom(map, Math.log2(Math.max(scale, Number.MIN_VALUE)))
  const middle = L.point((box.left + box.right) / 2, (box.top + box.bottom) / 2).multiplyBy(2 ** zoom)
  const offset = L.point(padding.right - padding.left, padding.bottom - padding.top).divideBy(2)
  return { center: map.unproject(middle.add(offset), zoom), zoom }
}

/**
 * The next lower step of a map's zoom, within its limits; what is lacking a hundredth of a step is not lower.
 * @param {L.Map} map
 * @param {number} zoom
 */
const steppedZoom = (map, zoom) => {
  const step = map.options.zoomSnap || 1
  const rounded = Math.round(zoom / step * 100) / 100
  return Math.max(map.getMinZoom(), Math.min(map.getMaxZoom(), Math.floor(rounded) * step))
}
