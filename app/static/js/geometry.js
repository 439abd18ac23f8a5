import { greatest, least } from '#extremes'
import { worldX, worldY } from '#sheet'

/** Whole worlds to the left and right in which a thing may also be seen. */
const COPIES = [-256, 0, 256]

/** A line or ring of degrees as world pixels with its box, so that drawing is one multiplication a vertex. */
export const worldLine = (lons, lats) => {
  const x = Float64Array.from(lons, worldX)
  const y = Float64Array.from(lats, worldY)
  return { x, y, left: least(x), right: greatest(x), top: least(y), bottom: greatest(y) }
}

/** The shifts, in world pixels, at which `box` is in sight. */
export const copiesInSight = ({ left, right, top, bottom }, { scale, x, y, min, max }, margin = 40) => COPIES.filter((copy) =>
  (right + copy) * scale - x > min.x - margin && (left + copy) * scale - x < max.x + margin &&
  bottom * scale - y > min.y - margin && top * scale - y < max.y + margin)

/** Put vertices `first`…`last` of a world line into the context's path, less those that lie within half a pixel of the one before. */
export const trace = (context, line, view, copy = 0, first = 0, last = line.x.length - 1) => {
  let [penX, penY] = [Infinity, Infinity]
  for (let index = first; index <= last; index++) {
    const x = (line.x[index] + copy) * view.scale - view.x
    const y = line.y[index] * view.scale - view.y
    if (index > first && index < last && Math.abs(x - penX) + Math.abs(y - penY) < 0.5) continue
    index === first ? context.moveTo(x, y) : context.lineTo(x, y)
    penX = x
    penY = y
  }
}

/** Distance in pixels from a point to a stretch between two others. */
export const distanceToSegment = (px, py, ax, ay, bx, by) => {
  const dx = bx - ax
  const dy = by - ay
  const along = dx || dy ? Math.max(0, Math.min(1, ((px - ax) * dx + (py - ay) * dy) / (dx * dx + dy * dy))) : 0
  return Math.hypot(px - ax - along * dx, py - ay - along * dy)
}

/** Whether a point lies inside a ring of world pixels (even-odd rule). */
export const isInside = (ring, px, py) => {
  let inside = false
  for (let i = 0, j = ring.x.length - 1; i < ring.x.length; j = i++) {
    const crosses = (ring.y[i] > py) !== (ring.y[j] > py)
    if (crosses && px < (ring.x[j] - ring.x[i]) * (py - ring.y[i]) / (ring.y[j] - ring.y[i]) + ring.x[i]) inside = !inside
  }
  return inside
}

/** A point of the map's container in world pixels, and how many of them one CSS pixel is. */
export const inWorld = (map, point) => {
  const scale = 2 ** map.getZoom()
  const { x, y } = map.containerPointToLayerPoint(point).add(map.getPixelOrigin())
  return { x: x / scale, y: y / scale, pixel: 1 / scale }
}
