import { parseMoment } from '#clock'

const DAY = 86400

/** Minutes east of UTC at `seconds`, from `[from, minutes]` in order of time. */
export const offsetAt = (offsets, seconds) => (offsets.findLast(([from]) => from <= seconds) ?? offsets[0])[1]

/** What a clock on the wall shows: `{day, time}`; `day` counts from 1970-01-01, `time` is `08:53` or, on request, `08:53:10`. */
export const wallClock = (seconds, minutes = 0, { withSeconds = false } = {}) => {
  const local = Math.floor(seconds + 1e-6) + minutes * 60
  const day = Math.floor(local / DAY)
  const text = new Date((local - day * DAY) * 1000).toISOString().slice(11, 19)
  return { day, time: withSeconds ? text : text.slice(0, 5) }
}

/** An offset as it is written: `UTC+5` or `UTC−4:30`. */
export const offsetInWords = (minutes) => {
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60]
  return `UTC${minutes < 0 ? '−' : '+'}${hours}${rest ? `:${String(rest).padStart(2, '0')}` : ''}`
}

/** A day counted from 1970-01-01 in words of a language, such as `1 May 1960`; `style` is that of `Intl.DateTimeFormat`. */
export const dayInWords = (day, language, style = { day: 'numeric', month: 'long', year: 'numeric' }) =>
  formatter(language, style).format(new Date(day * DAY * 1000))

/** The moment that was typed: a time of the UTC day of `now` such as `5:53` or `05:53:10`, or a whole ISO moment; else null. */
export const typedMoment = (text, now) => {
  const trimmed = text.trim()
  const time = /^(\d{1,2})[:.]?(\d\d)(?:[:.](\d\d))?$/.exec(trimmed)
  if (time) {
    const [hours, minutes, seconds] = [time[1], time[2], time[3] ?? 0].map(Number)
    return hours < 24 && minutes < 60 && seconds < 60 ? Math.floor(now / DAY) * DAY + hours * 3600 + minutes * 60 + seconds : null
  }
  const whole = trimmed.replace(' ', 'T')
  return parseMoment(/T.*(Z|[+-]\d\d:\d\d)$/.test(whole) || !whole.includes('T') ? whole : `${whole}Z`)
}

const known = new Map()

const formatter = (language, style) => {
  const key = `${language}${JSON.stringify(style)}`
  if (!known.has(key)) known.set(key, new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, { ...style, timeZone: 'UTC' }))
  return known.get(key)
}
