import { parseMoment } from '#lib/iso_moment'

/** Seconds. */
export const DAY = 86400

/**
 * Minutes east of UTC at a moment.
 * @param {[number, number][]} offsets moments in order of time, and the minutes from then on
 * @param {number} seconds
 */
export const offsetAt = (offsets, seconds) => (offsets.findLast(([from]) => from <= seconds) ?? offsets[0])[1]

/**
 * What a clock on the wall shows; `day` counts from 1970-01-01, `time` is `08:53` or, on request, `08:53:10`.
 * @param {number} seconds
 * @param {number} minutes east of UTC
 */
export const localTime = (seconds, minutes = 0, { withSeconds = false } = {}) => {
  const local = Math.floor(seconds + 1e-6) + minutes * 60
  const day = Math.floor(local / DAY)
  const text = new Date((local - day * DAY) * 1000).toISOString().slice(11, 19)
  return { day, time: withSeconds ? text : text.slice(0, 5) }
}

/**
 * An offset as it is written: `UTC+5` or `UTC−4:30`.
 * @param {number} minutes
 */
export const formatOffset = (minutes) => {
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60]
  return `UTC${minutes < 0 ? '−' : '+'}${hours}${rest ? `:${String(rest).padStart(2, '0')}` : ''}`
}

/** @type {Intl.DateTimeFormatOptions} */
const WHOLE_DATE = { day: 'numeric', month: 'long', year: 'numeric' }

/**
 * A day as a language writes it, such as `1 May 1960`.
 * @param {number} day counted from 1970-01-01
 * @param {string} language
 * @param {Intl.DateTimeFormatOptions} [style]
 */
export const formatDay = (day, language, style = WHOLE_DATE) =>
  formatter(language, style).format(new Date(day * DAY * 1000))

/**
 * The locale whose dates are written for a language: English ones the British way.
 * @param {string} language
 */
export const localeOf = (language) => language === 'en' ? 'en-GB' : language

/**
 * A moment by the clock of this computer, with its date, such as `29 Nov 2026, 16:15`.
 * @param {string} iso
 * @param {string} language
 */
export const formatMoment = (iso, language) =>
  new Date(iso).toLocaleString(localeOf(language), { dateStyle: 'medium', timeStyle: 'short' })

const TIME = /^(\d{1,2})[:.]?(\d\d)(?:[:.](\d\d))?$/

/**
 * The moment that was typed: a time of the UTC day of `now` such as `5:53` or `05:53:10`, or a whole ISO moment; else
 * null.
 * @param {string} text
 * @param {number} now
 */
export const parseTyped = (text, now) => {
  const trimmed = text.trim()
  const time = TIME.exec(trimmed)
  if (time) {
    const [hours, minutes, seconds] = [time[1], time[2], time[3] ?? 0].map(Number)
    if (hours > 23 || minutes > 59 || seconds > 59) return null
    return Math.floor(now / DAY) * DAY + hours * 3600 + minutes * 60 + seconds
  }
  const whole = trimmed.replace(' ', 'T')
  return parseMoment(/T.*(Z|[+-]\d\d:\d\d)$/.test(whole) || !whole.includes('T') ? whole : `${whole}Z`)
}

/** @type {Map<string, Intl.DateTimeFormat>} */
const formatters = new Map()

/**
 * @param {string} language
 * @param {Intl.DateTimeFormatOptions} style
 */
const formatter = (language, style) => {
  const key = `${language}${JSON.stringify(style)}`
  const known = formatters.get(key)
  if (known) return known
  const made = new Intl.DateTimeFormat(localeOf(language), { ...style, timeZone: 'UTC' })
  formatters.set(key, made)
  return made
}
