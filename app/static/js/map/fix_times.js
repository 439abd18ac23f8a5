/** @import { Flight } from '#flight' */
/** @import { Message } from '#state/stage' */
import { DAY, formatDay, localTime } from '#lib/local_time'

/**
 * How exactly a time on the map names its day: not where all are of one day, with the year where they are of several.
 * @typedef {'none' | 'day' | 'year'} DayStyle
 */

/** @type {Record<'day' | 'year', Intl.DateTimeFormatOptions>} */
const STYLES = {
  day: { day: 'numeric', month: 'short' },
  year: { day: 'numeric', month: 'short', year: 'numeric' }
}

/** A time that may be off by so many seconds is only that of a day. */
const WHOLE_DAY = DAY / 4

/** @param {number} seconds */
const dayOf = (seconds) => Math.floor(seconds / DAY)

/**
 * How the times of some flights have to name their days, so that none is taken for a time of another day.
 * @param {Flight[]} flights those of which times are written
 * @returns {DayStyle}
 */
export const dayStyleOf = (flights) => {
  const times = flights.flatMap(({ fixes }) => fixes.flatMap(({ named }) => named?.time ?? []))
  if (new Set(times.map((time) => time.slice(0, 4))).size > 1) return 'year'
  return new Set(times.map((time) => time.slice(0, 10))).size > 1 ? 'day' : 'none'
}

/**
 * A time as the map writes it: `06:26 · 01:26 UTC`, the clocks of the place first, each with its day where that is
 * needed or the two are of different days; where it may be off by hours, only the day.
 * @param {{seconds: number, offset: number | null, uncertainty: number}} time with the minutes that the place is east
 *   of UTC, null where its zone is not known, and the seconds by which the time may be off, NaN where nobody says
 * @param {DayStyle} style
 * @param {string} language
 * @param {Message} message
 */
export const fixTimeText = ({ seconds, offset, uncertainty }, style, language, message) => {
  const [utc, local] = [localTime(seconds), localTime(seconds, offset ?? 0)]
  const isOtherDay = utc.day !== local.day
  /** @param {number} day */
  const named = (day) => formatDay(day, language, STYLES[style === 'year' ? 'year' : 'day'])
  if (uncertainty >= WHOLE_DAY) return named(local.day)
  /** @param {{day: number, time: string}} moment */
  const dated = ({ day, time }) => `${named(day)}, ${time}`
  const first = style !== 'none' || isOtherDay ? dated(local) : local.time
  const second = isOtherDay ? dated(utc) : utc.time
  return offset ? `${first} · ${second} ${message('utc')}` : `${first} ${message('utc')}`
}

/**
 * The flights that are of other days than a moment, where any is of that day; one without times is of none.
 * @param {Flight[]} flights
 * @param {number} seconds
 * @returns {Set<Flight>}
 */
export const flightsOfOtherDays = (flights, seconds) => {
  const today = dayOf(seconds)
  const timed = flights.filter(({ isTimed }) => isTimed)
  const others = timed.filter(({ track }) => today < dayOf(track.start) || today > dayOf(track.end))
  return new Set(others.length < timed.length ? others : [])
}
