/** The moment that the whole page is showing: seconds since 1970-01-01T00:00Z, negative before it. */
export class Clock extends EventTarget {
  #now

  /** @param {{now: number, start: number, end: number}} setting the moment shown first, and what the exhibit spans */
  constructor ({ now, start, end }) {
    super()
    this.#now = now
    this.opening = now
    this.start = start
    this.end = end
  }

  get now () { return this.#now }

  set now (moment) {
    if (moment === this.#now || !Number.isFinite(moment)) return
    this.#now = moment
    this.dispatchEvent(new Event('tick'))
  }

  /** The moment as a `Date`, which is right before 1970 too. */
  get date () { return new Date(this.#now * 1000) }
}

/** `1960-05-01T05:53Z`; seconds are written only where they are not zero. */
export const isoMoment = (seconds) => {
  const text = new Date(Math.round(seconds) * 1000).toISOString()
  return text.slice(17, 19) === '00' ? `${text.slice(0, 16)}Z` : `${text.slice(0, 19)}Z`
}

/** Seconds since 1970 from an ISO instant or day in UTC, or null where the text is neither. */
export const parseMoment = (text) => {
  if (!/^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/.test(text ?? '')) return null
  const milliseconds = Date.parse(text)
  return Number.isNaN(milliseconds) ? null : milliseconds / 1000
}
