/**
 * The moments of an exhibit in order of time: `{at, until, key, name, basis, sources}`.
 * One may be stepped to where a source bears witness to it; what was only placed by arithmetic may not.
 */
export class Moments {
  /**
   * @param {object[]} moments sorted by `at`
   * @param {number[]} [ends] further steps: where flights begin and end
   */
  constructor (moments, ends = []) {
    this.all = moments
    const witnessed = moments.filter(({ basis }) => basis !== 'interpolated').map(({ at }) => at)
    this.steps = [...new Set([...witnessed, ...ends])].sort((a, b) => a - b)
  }

  /** The last step before `seconds`, or null. */
  before (seconds) { return this.steps.findLast((step) => step < seconds) ?? null }

  /** The first step after `seconds`, or null. */
  after (seconds) { return this.steps.find((step) => step > seconds) ?? null }

  /** The named moments that are passed on the way from `from` (not included) to `to` (included). */
  passed (from, to) { return this.all.filter(({ at }) => at > from && at <= to) }

  /** The moment nearest to `seconds` within `reach` seconds that `isWanted`, or null. */
  near (seconds, reach, isWanted = () => true) {
    let best = null
    for (const moment of this.all) {
      const distance = Math.abs(moment.at - seconds)
      if (distance <= reach && distance < (best?.distance ?? Infinity) && isWanted(moment)) best = { moment, distance }
    }
    return best?.moment ?? null
  }
}
