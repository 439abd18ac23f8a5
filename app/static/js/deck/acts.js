/** Seconds of the exhibit that pass in one second of playing. */
export const SPEEDS = [1, 10, 60, 300, 600, 3600]

/** How long an act should take to play, in seconds. */
const LENGTH = 70

/** How much room is left before and after an act, as a share of it, and at least so many seconds. */
const MARGIN = 0.025
const LEAST_MARGIN = 60

/** The number of the act that holds `seconds`, else of the nearest. An act is `{start, end}`. */
export const actAt = (acts, seconds) => {
  const distances = acts.map(({ start, end }) => Math.max(start - seconds, seconds - end, 0))
  return distances.indexOf(Math.min(...distances))
}

/** Whether an act is a single moment, to be looked at and not to be played. */
export const isInstant = ({ start, end }) => start === end

/** Whether anything of an act is on show: one of its layers, or where it names none, everything. */
export const isOnShow = ({ layers }, isVisible) => !layers?.length || layers.some(isVisible)

/** Whether what holds from `from` until `until` (null: always) holds at some time between two moments. */
export const holds = ({ from = null, until = null }, start, end = start) => (from === null || from <= end) && (until === null || until >= start)

/** The speed that plays an act in about a minute. */
export const paceOf = ({ start, end }) => {
  const wanted = Math.log(Math.max(1, (end - start) / LENGTH))
  return SPEEDS.reduce((best, speed) => Math.abs(Math.log(speed) - wanted) < Math.abs(Math.log(best) - wanted) ? speed : best)
}

/** What the time axis spans for an act: a little more than it; half an hour on either side of an instant. */
export const windowOf = (act) => {
  const margin = isInstant(act) ? 1800 : Math.max(LEAST_MARGIN, (act.end - act.start) * MARGIN)
  return { start: act.start - margin, end: act.end + margin }
}
