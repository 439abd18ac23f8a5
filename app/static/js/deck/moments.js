/** @import { Flight } from '#flight' */
/** @import { MomentsPayload, Words } from '#payloads' */
/** @import { Basis } from '#track' */
import { fixKey } from '#lib/keys'
import { BASES, unpackColumn } from '#track'

/**
 * A fix or an event in time: from when until when, in seconds since 1970, its key and name, and how many sources it
 * cites.
 * @typedef {{at: number, until: number, key: string, name: Words, basis: Basis, sources: number}} Moment
 */

/** Moments cross in milliseconds. */
const SECOND = 1000

/**
 * The moments that Python packed, in order of time.
 * @param {MomentsPayload} packed
 * @param {Pick<Flight, 'id'>[]} flights of the page, in the order in which they cross
 * @returns {Moment[]}
 */
export const momentsOf = ({ at, lasts, flight, number, basis, sources, events, names }, flights) => {
  const [starts, lengths] = [at, lasts].map((column) => unpackColumn(column, SECOND))
  const [owners, numbers, bases, counts] = [flight, number, basis, sources].map((column) => unpackColumn(column))
  return Array.from(starts, (start, index) => ({
    at: start,
    until: start + lengths[index],
    key: Number.isNaN(owners[index]) ? events[numbers[index] - 1] : fixKey(flights[owners[index]].id, numbers[index]),
    name: names[index] ?? '',
    basis: BASES[bases[index]],
    sources: counts[index]
  }))
}

/**
 * The moments of an exhibit in order of time. A visitor can step to those that a source gives; an interpolated one is
 * skipped.
 */
export class Moments {
  /**
   * @param {Moment[]} moments in order of `at`
   * @param {number[]} [ends] further steps: where flights begin and end
   */
  constructor (moments, ends = []) {
    this.all = moments
    const sourced = moments.filter(({ basis }) => basis !== 'interpolated').map(({ at }) => at)
    this.steps = [...new Set([...sourced, ...ends])].sort((a, b) => a - b)
  }

  /**
   * The last step before a moment, or null.
   * @param {number} seconds
   */
  before (seconds) { return this.steps.findLast((step) => step < seconds) ?? null }

  /**
   * The first step after a moment, or null.
   * @param {number} seconds
   */
  after (seconds) { return this.steps.find((step) => step > seconds) ?? null }

  /**
   * The moments that are passed on the way from `from` (not included) to `to` (included).
   * @param {number} from
   * @param {number} to
   */
  passed (from, to) { return this.all.filter(({ at }) => at > from && at <= to) }

  /**
   * The wanted moment nearest to another within `reach` seconds, or null.
   * @param {number} seconds
   * @param {number} reach
   * @param {(moment: Moment) => boolean} isWanted
   * @returns {Moment | null}
   */
  near (seconds, reach, isWanted = () => true) {
    let best = null
    let least = Infinity
    for (const moment of this.all) {
      const distance = Math.abs(moment.at - seconds)
      if (distance > reach || distance >= least || !isWanted(moment)) continue
      best = moment
      least = distance
    }
    return best
  }
}
