/** @import { Words } from '#payloads' */

/** The moment that the whole page shows, in seconds since 1970-01-01T00:00Z, negative before it. Event: `tick`. */
export class Clock extends EventTarget {
  #now
  #span

  /**
   * @param {{now: number, start: number, end: number, span?: Words | null}} setting the moment shown first, what the
   *   exhibit spans, and what the first moment is only the beginning of
   */
  constructor ({ now, start, end, span = null }) {
    super()
    this.#now = now
    this.initial = now
    this.start = start
    this.end = end
    this.#span = span
  }

  /** What the moment is only the beginning of, such as a year; null where it is a moment of its own. */
  get span () { return this.#now === this.initial ? this.#span : null }

  get now () { return this.#now }

  set now (moment) {
    if (moment === this.#now || !Number.isFinite(moment)) return
    this.#now = moment
    this.dispatchEvent(new Event('tick'))
  }

  /** The moment as a `Date`, which is right before 1970 too. */
  get date () { return new Date(this.#now * 1000) }
}
