const WORLD = 256

/**
 * What part of the world a view shows, in pixels of the world at zoom 0. The world goes on to both sides:
 * `copies(box)` gives the shifts at which a box is seen, none where it is out of sight.
 */
export class Window {
  constructor ({ scale, x, y, min, max }) {
    this.scale = scale
    this.west = (min.x + x) / scale
    this.east = (max.x + x) / scale
    this.north = (min.y + y) / scale
    this.south = (max.y + y) / scale
  }

  get zoom () { return Math.log2(this.scale) }

  /** How far a point is off the middle, as a share of the window. */
  offMiddle ({ x, y }) {
    const { west, east, north, south } = this
    return Math.hypot((2 * x - west - east) / (east - west), (2 * y - north - south) / (south - north))
  }

  copies ([left, top, right, bottom]) {
    const shifts = []
    if (bottom < this.north || top > this.south) return shifts
    for (let turn = Math.ceil((this.west - right) / WORLD); turn * WORLD + left <= this.east; turn++) shifts.push(turn * WORLD)
    return shifts
  }

  /** Whether a box is too small to be seen. */
  isSpeck ([left, top, right, bottom], pixels) { return Math.max(right - left, bottom - top) * this.scale < pixels }
}
