/** @import { Flight } from '#flight' */
/** @import { Plot } from '#deck/chart/plot' */
/** @import { Stage } from '#state/stage' */
import { dashOf } from '#deck/chart/curves'

const ALPHA_AHEAD = 0.45
/** The width of a row's line where rows are all there is, beside altitudes, and what is added where it is flown. */
const WIDTH = { tall: 2.4, flat: 1.6, flown: 0.6 }
const STOP = { radius: 3.2, width: 1.6 }
const NAME = { size: 12, weight: 700, above: 8, inset: 4 }
/** A name within its row, where the rows are too low for names above them. */
const INNER = { least: 9, beside: 8, around: 3, baseline: 0.36 }

/**
 * A flight without altitudes as a row: when it was under way, on what evidence, and its name where there is room.
 * @param {CanvasRenderingContext2D} context
 * @param {Plot} plot
 * @param {{flight: Flight, row: number}} placed
 * @param {boolean} isFlown
 * @param {Stage} stage
 */
export const paintRow = (context, plot, { flight, row }, isFlown, stage) => {
  const { track } = flight
  const y = plot.rowY(row)
  const isTall = !plot.hasAltitudes
  context.save()
  context.strokeStyle = plot.color(flight.color)
  context.lineCap = 'round'
  context.globalAlpha = isFlown ? 1 : ALPHA_AHEAD
  context.lineWidth = (isTall ? WIDTH.tall : WIDTH.flat) + (isFlown ? WIDTH.flown : 0)
  for (const { first, last, basis } of track.legs) {
    if (Number.isNaN(track.time[first] + track.time[last])) continue
    context.beginPath()
    context.moveTo(plot.xOf(track.time[first]), y)
    context.lineTo(plot.xOf(track.time[last]), y)
    context.setLineDash(dashOf(plot, flight.evidence(basis)))
    context.stroke()
  }
  context.setLineDash([])
  context.globalAlpha = 1
  if (isTall) paintStops(context, plot, flight, y)
  const name = stage.translate(flight.name)
  if (isTall && plot.rowHeight < plot.px(NAME.above + NAME.size)) paintInside(context, plot, name, flight, y)
  else if (isTall && !isFlown) paintName(context, plot, name, track.start, y)
  context.restore()
}

/**
 * The name between two stops of the row, where it has room; the line is interrupted there, also where it is flown.
 * @param {CanvasRenderingContext2D} context
 * @param {Plot} plot
 * @param {string} name
 * @param {Flight} flight
 * @param {number} y
 */
const paintInside = (context, plot, name, { track }, y) => {
  const size = Math.min(NAME.size, plot.rowHeight / plot.px(1))
  if (size < INNER.least) return
  context.font = plot.font(size, NAME.weight)
  context.textBaseline = 'alphabetic'
  context.textAlign = 'left'
  const { width } = context.measureText(name)
  const stops = [...track.fixes].filter((_, fix) => track.timed[fix]).map((vertex) => plot.xOf(track.time[vertex]))
  const x = gapFor(stops, width, plot.px(INNER.beside))
  if (x === null) return
  const around = plot.px(INNER.around)
  context.fillStyle = plot.color('paper')
  context.fillRect(x - around, y - plot.rowHeight / 2, width + 2 * around, plot.rowHeight)
  context.fillStyle = plot.color('ink')
  context.fillText(name, x, y + plot.px(size) * INNER.baseline)
}

/**
 * Where a name of some width begins, between the first two stops that leave it room; null where none do.
 * @param {number[]} stops in pixels, in order
 * @param {number} width
 * @param {number} beside what stays free between a stop and the name
 */
export const gapFor = (stops, width, beside) => {
  const index = stops.findIndex((stop, at) => at + 1 < stops.length && stops[at + 1] - stop >= width + 2 * beside)
  return index < 0 ? null : stops[index] + beside
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Plot} plot
 * @param {Flight} flight
 * @param {number} y
 */
const paintStops = (context, plot, { track, color }, y) => {
  for (const [fix, vertex] of track.fixes.entries()) {
    if (track.timed[fix]) plot.disc(context, plot.xOf(track.time[vertex]), y, { ...STOP, fill: 'paper', stroke: color })
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Plot} plot
 * @param {string} name
 * @param {number} start
 * @param {number} y
 */
const paintName = (context, plot, name, start, y) => {
  context.font = plot.font(NAME.size, NAME.weight)
  context.textBaseline = 'alphabetic'
  context.textAlign = 'left'
  const x = Math.min(plot.xOf(start), plot.right - context.measureText(name).width - plot.px(NAME.inset))
  context.fillStyle = plot.color('ink')
  context.fillText(name, x + plot.px(1), y - plot.px(NAME.above))
}
