/** @import { Box } from '#map/boxes' */
/** @import { Extent } from '#map/canvas_layer' */
/** @import { Point, Projection } from '#map/projection' */
import { maxOf, minOf } from '#lib/min_max'
import { mercator } from '#map/mercator'
import { projectionOf } from '#map/projection'

/** @typedef {{x: ArrayLike<number>, y: ArrayLike<number>}} Line vertices in the world's pixels */
/** @typedef {Line & Box} WorldLine a line with its box */

/**
 * A line or ring of degrees in the world's pixels, so that drawing is one multiplication a vertex.
 * @param {ArrayLike<number>} lons
 * @param {ArrayLike<number>} lats
 * @param {Projection} projection
 */
export const worldLine = (lons, lats, projection) => {
  const [x, y] = [new Float64Array(lons.length), new Float64Array(lons.length)]
  for (let index = 0; index < lons.length; index++) {
    const point = projection.point(lons[index], lats[index])
    x[index] = point.x
    y[index] = point.y
  }
  return { x, y, left: minOf(x), right: maxOf(x), top: minOf(y), bottom: maxOf(y) }
}

/**
 * The shifts, in the world's pixels, at which `box` is in sight.
 * @param {Box} box
 * @param {Extent} view
 */
export const copiesInSight = (box, { scale, x, y, min, max, projection = mercator }, margin = 40) => {
  const { left, right, top, bottom } = box
  return projection.copies.filter((copy) =>
    (right + copy) * scale - x > min.x - margin && (left + copy) * scale - x < max.x + margin &&
    bottom * scale - y > min.y - margin && top * scale - y < max.y + margin)
}

/**
 * Where a box of the world is in sight, in the units of the map's layer and wider by a margin.
 * @param {Box} box
 * @param {Extent} view
 * @param {number} margin
 * @returns {Box[]}
 */
export const boxesInSight = (box, view, margin) => copiesInSight(box, view, margin).map((copy) => ({
  left: (box.left + copy) * view.scale - view.x - margin,
  right: (box.right + copy) * view.scale - view.x + margin,
  top: box.top * view.scale - view.y - margin,
  bottom: box.bottom * view.scale - view.y + margin
}))

/**
 * Put vertices `first`…`last` of a line into the context's path, less those within half a pixel of the one before.
 * @param {CanvasRenderingContext2D} context
 * @param {Line} line
 * @param {Extent} view
 */
export const trace = (context, line, view, copy = 0, first = 0, last = line.x.length - 1) => {
  let [penX, penY] = [Infinity, Infinity]
  for (let index = first; index <= last; index++) {
    const x = (line.x[index] + copy) * view.scale - view.x
    const y = line.y[index] * view.scale - view.y
    if (index > first && index < last && Math.abs(x - penX) + Math.abs(y - penY) < 0.5) continue
    if (index === first) context.moveTo(x, y)
    else context.lineTo(x, y)
    penX = x
    penY = y
  }
}

/**
 * The distance from a point to segment `index` of a line, from that vertex to the next.
 * @param {Point} point
 * @param {Line} line
 * @param {number} index
 */
export const distanceToSegment = ({ x, y }, line, index) => {
  const [ax, ay] = [line.x[index], line.y[index]]
  const [dx, dy] = [line.x[index + 1] - ax, line.y[index + 1] - ay]
  const length = dx * dx + dy * dy
  const along = length ? Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length)) : 0
  return Math.hypot(x - ax - along * dx, y - ay - along * dy)
}

/**
 * Whether a point lies inside a ring (even-odd rule).
 * @param {Line} ring
 * @param {Point} point
 */
export const isInside = (ring, { x, y }) => {
  let inside = false
  for (let i = 0, j = ring.x.length - 1; i < ring.x.length; j = i++) {
    const crosses = (ring.y[i] > y) !== (ring.y[j] > y)
    if (crosses && x < (ring.x[j] - ring.x[i]) * (y - ring.y[i]) / (ring.y[j] - ring.y[i]) + ring.x[i]) inside = !inside
  }
  return inside
}

/**
 * Whether a ring holds the whole of a view.
 * @param {Line} ring
 * @param {Extent} view
 */
export const covers = (ring, { scale, x, y, min, max }) => {
  const [left, right] = [(min.x + x) / scale, (max.x + x) / scale]
  const [top, bottom] = [(min.y + y) / scale, (max.y + y) / scale]
  for (let index = 0; index < ring.x.length; index++) {
    const isBeside = ring.x[index] <= left || ring.x[index] >= right || ring.y[index] <= top || ring.y[index] >= bottom
    if (!isBeside) return false
  }
  return [left, right].every((cornerX) => [top, bottom].every((cornerY) => isInside(ring, { x: cornerX, y: cornerY })))
}

/**
 * A point of the map's container in the world's pixels, how many of them one CSS pixel is, and the projection.
 * @param {L.Map} map
 * @param {Point} point
 */
export const inWorld = (map, point) => {
  const scale = 2 ** map.getZoom()
  const { x, y } = map.containerPointToLayerPoint(L.point(point.x, point.y)).add(map.getPixelOrigin())
  return { x: x / scale, y: y / scale, pixel: 1 / scale, projection: projectionOf(map) }
}
