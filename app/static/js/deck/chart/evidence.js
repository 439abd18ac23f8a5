/** @import { Plot } from '#deck/chart/plot' */
/** @import { Moment } from '#deck/moments' */
import { densityOf } from '#deck/chart/series'
import { isFix } from '#lib/keys'
import { maxOf } from '#lib/min_max'

/** A bar's width in pixels, and how dark the bars are. */
const BAR = 10
const BAR_ALPHA = 0.24
const FEWEST_BARS = 10
/** How high a fix's tick is beside an event's, and how wide both are in pixels. */
const FIX_SHARE = 0.55
const FIX_WIDTH = 1.2
const EVENT_WIDTH = 2

/**
 * Where evidence is dense: bars as high as there are sources; over them a tick for each fix and event.
 * @param {CanvasRenderingContext2D} context
 * @param {Plot} plot
 * @param {Moment[]} moments
 */
export const paintEvidence = (context, plot, moments) => {
  const { left, right, foot, strip } = plot
  const count = Math.max(FEWEST_BARS, Math.round((right - left) / plot.px(BAR)))
  const bins = densityOf(moments, plot.start, plot.end, count)
  const most = maxOf(bins, 1)
  const width = (right - left) / count
  context.fillStyle = plot.color('ink')
  context.globalAlpha = BAR_ALPHA
  for (const [bin, sources] of bins.entries()) {
    const height = sources / most * strip
    context.fillRect(left + bin * width, foot - height, width - 1, height)
  }
  context.globalAlpha = 1
  for (const moment of moments) if (moment.at >= plot.start && moment.at <= plot.end) paintTick(context, plot, moment)
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Plot} plot
 * @param {Moment} moment
 */
const paintTick = (context, plot, { at, until, key }) => {
  const { foot, strip, right } = plot
  const [width, height] = isFix(key) ? [FIX_WIDTH, strip * FIX_SHARE] : [EVENT_WIDTH, strip]
  const x = plot.xOf(at)
  if (until > at) context.fillRect(x, foot - 2, Math.min(plot.xOf(until), right) - x, 2)
  context.fillRect(x - width / 2, foot - height, width, height)
}
