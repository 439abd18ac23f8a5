import { worldX, worldY } from '#sheet'

const STEPS = [30, 30, 30, 20, 10, 10, 5, 5, 2, 1, 1, 0.5]
const LIMIT = 84

/** Meridians and parallels at round degrees, closer the closer one looks. */
export const paintGraticule = (pen, window_, color) => {
  const { view, context } = pen
  const step = STEPS[Math.min(STEPS.length - 1, Math.max(0, Math.floor(view.zoom)))]
  pen.stroke(color, 0.6, () => {
    const width = worldX(step) - worldX(0)
    for (let x = Math.ceil(window_.west / width) * width; x <= window_.east; x += width) {
      const at = x * view.scale - view.x
      context.moveTo(at, view.min.y)
      context.lineTo(at, view.max.y)
    }
    for (let lat = -Math.floor(LIMIT / step) * step; lat <= LIMIT; lat += step) {
      const y = worldY(lat)
      if (y < window_.north || y > window_.south) continue
      context.moveTo(view.min.x, y * view.scale - view.y)
      context.lineTo(view.max.x, y * view.scale - view.y)
    }
  })
}
