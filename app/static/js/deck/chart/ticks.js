import { DAY } from '#lib/local_time'

const MINUTE = 60
const HOUR = 3600
const MEAN_MONTH = 30.44 * DAY
const STEPS = [
  10, 30, MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 15 * MINUTE, 30 * MINUTE,
  HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 5 * DAY, 10 * DAY
]
/** Steps in months. */
const MONTHS = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600]

/**
 * Round moments between two, at most `count` of them. `step` is in seconds, or Infinity where the ticks are first days
 * of months or years.
 * @param {number} start
 * @param {number} end
 * @param {number} count
 */
export const timeTicks = (start, end, count) => {
  const step = STEPS.find((each) => (end - start) / each <= count)
  if (!step) return { step: Infinity, ticks: monthTicks(start, end, count) }
  const ticks = []
  for (let tick = Math.ceil(start / step) * step; tick <= end; tick += step) ticks.push(tick)
  return { step, ticks }
}

/**
 * @param {number} start
 * @param {number} end
 * @param {number} count
 */
const monthTicks = (start, end, count) => {
  const months = (end - start) / MEAN_MONTH
  const step = MONTHS.find((each) => months / each <= count) ?? MONTHS[MONTHS.length - 1]
  const first = new Date(start * 1000)
  const ticks = []
  for (let month = Math.ceil((first.getUTCFullYear() * 12 + first.getUTCMonth()) / step) * step; ; month += step) {
    const date = new Date(0)
    date.setUTCFullYear(Math.floor(month / 12), month % 12, 1)
    const tick = date.getTime() / 1000
    if (tick > end) return ticks
    if (tick >= start) ticks.push(tick)
  }
}

/**
 * Round altitudes in metres above 0 and up to `top`, at most `count` of them.
 * @param {number} top
 * @param {number} count
 */
export const altitudeTicks = (top, count) => {
  const power = 10 ** Math.floor(Math.log10(top / count))
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((each) => top / each <= count) ?? top
  const ticks = []
  for (let tick = step; tick <= top; tick += step) ticks.push(tick)
  return ticks
}
