/** @import { View } from '#map/canvas_layer' */
/** @import { Theme } from '#map/theme' */
/** @import { Pen } from '#world/pen' */
/** @import { Viewport } from '#world/viewport' */
import { worldX, worldY } from '#map/mercator'

/** Degrees between two lines, by zoom. */
const STEPS = [30, 30, 30, 20, 10, 10, 5, 5, 2, 1, 1, 0.5]
const LAST_LATITUDE = 84

/**
 * Meridians and parallels at round degrees, closer the closer one looks.
 * @param {Pen} pen
 * @param {View} view
 * @param {Viewport} viewport
 * @param {Pick<Theme, 'get' | 'line'>} theme
 */
export const paintGraticule = (pen, view, viewport, theme) => {
  const { context } = pen
  const step = STEPS[Math.min(STEPS.length - 1, Math.max(0, Math.floor(view.zoom)))]
  pen.stroke(theme.get('graticule'), theme.line('graticule').width, () => {
    const width = worldX(step) - worldX(0)
    for (let x = Math.ceil(viewport.west / width) * width; x <= viewport.east; x += width) {
      const at = x * view.scale - view.x
      context.moveTo(at, view.min.y)
      context.lineTo(at, view.max.y)
    }
    for (let lat = -Math.floor(LAST_LATITUDE / step) * step; lat <= LAST_LATITUDE; lat += step) {
      const y = worldY(lat)
      if (y < viewport.north || y > viewport.south) continue
      context.moveTo(view.min.x, y * view.scale - view.y)
      context.lineTo(view.max.x, y * view.scale - view.y)
    }
  })
}
