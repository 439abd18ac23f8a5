/** @import { Plot } from '#deck/chart/plot' */
/** @import { Stage } from '#state/stage' */
import { altitudeTicks, timeTicks } from '#deck/chart/ticks'
import { formatTick } from '#lib/format'
import { DAY, formatDay, localTime } from '#lib/local_time'

const TEXT = 11.5
/** Pixels that a label of the time axis takes; a plot higher than `TALL` has three ticks of altitude, else two. */
const LABEL_WIDTH = 84
const TALL = 70
/** The lengths of ticks, and the distances of labels from their axes, in pixels. */
const TICK = 4
const BELOW = 15.5
const BESIDE = 8
/** @type {Intl.DateTimeFormatOptions} */
const MONTH = { month: 'short', year: 'numeric' }
/** @type {Intl.DateTimeFormatOptions} */
const DATE = { day: 'numeric', month: 'short' }

/**
 * The ground of the plot, and its altitudes.
 * @param {CanvasRenderingContext2D} context
 * @param {Plot} plot
 * @param {Stage} stage
 */
export const paintAltitudeAxis = (context, plot, stage) => {
  const { left, right, top, bottom, foot, strip } = plot
  context.fillStyle = plot.color('paper')
  context.fillRect(left, top, right - left, foot - strip - top)
  if (!plot.hasAltitudes) return
  context.font = plot.font(TEXT)
  context.textAlign = 'right'
  context.textBaseline = 'middle'
  for (const tick of altitudeTicks(plot.highest, bottom - top > TALL ? 3 : 2)) {
    const y = plot.yOf(tick)
    context.fillStyle = plot.color('quiet')
    context.fillText(formatTick(tick, stage.message), left - plot.px(BESIDE), y)
    plot.across(context, y, { color: 'hairline', width: 1 })
  }
  plot.across(context, bottom, { color: 'hairline', width: 1 })
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Plot} plot
 * @param {Stage} stage
 */
export const paintTimeAxis = (context, plot, stage) => {
  const { left, right, foot } = plot
  const count = Math.max(2, (right - left) / plot.px(LABEL_WIDTH))
  const { step, ticks } = timeTicks(plot.start, plot.end, count)
  plot.across(context, foot, { color: 'ink', width: 1 })
  context.font = plot.font(TEXT)
  context.textBaseline = 'alphabetic'
  context.textAlign = 'center'
  for (const tick of ticks) {
    const x = plot.xOf(tick)
    const label = tickLabel(tick, step, stage.language.current)
    const half = context.measureText(label).width / 2
    plot.line(context, [x, foot], [x, foot + plot.px(TICK)], { color: 'quiet', width: 1 })
    context.fillStyle = plot.color('quiet')
    context.fillText(label, Math.max(half, Math.min(plot.width - half, x)), foot + plot.px(BELOW))
  }
}

/**
 * @param {number} seconds
 * @param {number} step
 * @param {string} language
 */
const tickLabel = (seconds, step, language) => {
  const { day, time } = localTime(seconds, 0, { withSeconds: step < 60 })
  if (step < DAY && seconds % DAY) return time
  return formatDay(day, language, step === Infinity ? MONTH : DATE)
}
