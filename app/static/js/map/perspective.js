/** @import { Point } from '#map/projection' */

/**
 * The CSS `matrix3d` that puts a picture of that size, its upper left at the origin, between four points, clockwise
 * from the upper left: the only perspective that does (Heckbert 1989, Fundamentals of texture mapping).
 *
 * @param {number} width
 * @param {number} height
 * @param {Point[]} corners
 */
export const perspective = (width, height, [a, b, c, d]) => {
  const [bx, by, dx, dy] = [b.x - c.x, b.y - c.y, d.x - c.x, d.y - c.y]
  const [sx, sy] = [a.x - b.x + c.x - d.x, a.y - b.y + c.y - d.y]
  const area = bx * dy - dx * by
  const g = (sx * dy - dx * sy) / area
  const h = (bx * sy - sx * by) / area
  return [
    (b.x - a.x + g * b.x) / width, (b.y - a.y + g * b.y) / width, 0, g / width,
    (d.x - a.x + h * d.x) / height, (d.y - a.y + h * d.y) / height, 0, h / height,
    0, 0, 1, 0,
    a.x, a.y, 0, 1
  ]
}
