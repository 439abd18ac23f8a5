/** @import { Plot } from '#deck/chart/plot' */

/** A plot that ends lower than so many metres has no ground: the grid is too coarse for it. */
const LOWEST = 3000
const ALPHA = { fill: 0.4, edge: 0.9 }

/**
 * The ground below the first flight of the plot that was flown: the floor above which its altitudes are seen.
 * @param {CanvasRenderingContext2D} context
 * @param {Plot} plot
 */
export const paintGround = (context, plot) => {
  if (plot.highest < LOWEST) return
  const pieces = plot.profiled.find(({ flight }) => !flight.isPlanned)?.ground ?? []
  context.save()
  context.fillStyle = context.strokeStyle = plot.color('border')
  for (const { times, altitudes } of pieces) {
    const trace = () => times.forEach((time, index) =>
      context.lineTo(plot.xOf(time), plot.yOf(Math.min(plot.highest, altitudes[index]))))
    context.beginPath()
    context.moveTo(plot.xOf(times[0]), plot.bottom)
    trace()
    context.lineTo(plot.xOf(times[times.length - 1]), plot.bottom)
    context.globalAlpha = ALPHA.fill
    context.fill()
    context.beginPath()
    trace()
    context.globalAlpha = ALPHA.edge
    context.stroke()
  }
  context.restore()
}
