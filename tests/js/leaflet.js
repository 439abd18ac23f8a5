/** As much of Leaflet as a projection and a view need. */

/**
 * @param {number} x
 * @param {number} y
 */
export const point = (x, y) => ({
  x,
  y,
  multiplyBy: (/** @type {number} */ by) => point(x * by, y * by),
  divideBy: (/** @type {number} */ by) => point(x / by, y / by),
  add: (/** @type {{x: number, y: number}} */ other) => point(x + other.x, y + other.y)
})

export const coordinates = {
  CRS: { EPSG3857: {} },
  extend: Object.assign,
  point,
  bounds () {},
  transformation () {}
}
