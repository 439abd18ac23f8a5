const MINUTE = 60
const HOUR = 3600
const DAY = 86400
const STEPS = [10, 30, MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 5 * DAY, 10 * DAY]
const MONTHS = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600]

/**
 * Round moments between two, at most `count` of them.
 * @returns {{step: number, ticks: number[]}} `step` in seconds, or Infinity where the ticks are first days of months or years
 */
export const timeTicks = (start, end, count) => {
  const step = STEPS.find((each) => (end - start) / each <= count)
  if (!step) return { step: Infinity, ticks: monthTicks(start, end, count) }
  const ticks = []
  for (let tick = Math.ceil(start / step) * step; tick <= end; tick += step) ticks.push(tick)
  return { step, ticks }
}

const monthTicks = (start, end, count) => {
  const months = (end - start) / (30.44 * DAY)
  const step = MONTHS.find((each) => months / each <= count) ?? MONTHS.at(-1)
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

/** Round heights in metres above 0 and up to `top`, at most `count` of them. */
export const heightTicks = (top, count) => {
  const power = 10 ** Math.floor(Math.log10(top / count))
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((each) => top / each <= count)
  const ticks = []
  for (let tick = step; tick <= top; tick += step) ticks.push(tick)
  return ticks
}

/** A figure with a thin space between thousands, as an atlas prints it. */
export const figure = (value) => String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, '\u202f')

/** A ceiling's height in words: `20 000 m`, or `22–25 km` for a band; `word` gives the interface's words. */
export const heightRange = (low, high, word) => {
  if (high === null) return word('metres_of', { n: figure(low) })
  return low >= 1000 ? word('km_of', { n: [low, high].map((height) => decimal(height / 1000, word)).join('–') }) : word('metres_of', { n: `${figure(low)}–${figure(high)}` })
}

/** A height on the axis: `20 km` or `500 m`. */
export const heightLabel = (metres, word) => metres >= 1000 && metres % 1000 === 0
  ? word('km_of', { n: figure(metres / 1000) })
  : word('metres_of', { n: figure(metres) })

/** A number of a few decimals with the decimal mark of the language. */
export const decimal = (value, word) => String(value).replace('.', word('decimal_mark'))
