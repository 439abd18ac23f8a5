/** @import { Deck } from '#deck/deck' */
/** @import { Moment } from '#deck/moments' */
import { altitudeText, positionText } from '#deck/readout_text'
import { query } from '#lib/dom'
import { featureOf, isFix } from '#lib/keys'
import { localTime } from '#lib/local_time'
import { combine, listen } from '#state/stage'

/** At most one milestone in so many milliseconds. */
const PACE = 1000
/** How near a moment counts as reached, in seconds. */
const REACH = 0.5

/**
 * A live region for screen readers: "05:53 UTC, S-75 detonation, 56.66° N, 61.08° E, 21 340 m".
 * @param {Deck} deck
 */
export const mountMilestones = ({ stage, root, player, moments, flights }) => {
  const region = query(root, '[data-deck="milestones"]', HTMLElement)
  let before = stage.clock.now
  /** @type {Moment | null} */
  let waiting = null
  let timer = 0
  let announced = -Infinity

  /** @param {number} now */
  const reached = (now) => {
    /** @param {Moment} moment */
    const isNamed = (moment) => Boolean(stage.translate(moment.name))
    if (player.isPlaying && now > before) return moments.passed(before, now).findLast(isNamed)
    return moments.near(now, REACH, isNamed)
  }
  const tick = () => {
    const { now } = stage.clock
    waiting = reached(now) ?? waiting
    before = now
    if (waiting) timer ||= setTimeout(announce, Math.max(0, announced + PACE - performance.now()))
  }
  const announce = () => {
    timer = 0
    announced = performance.now()
    region.textContent = waiting && sentence(waiting)
    waiting = null
  }
  /** @param {Moment} moment */
  const sentence = ({ at, key, name }) => {
    const own = isFix(key) ? flights.find(({ id }) => id === featureOf(key)) : undefined
    const readout = own?.readoutAt(at)
    return [
      `${localTime(at).time} UTC`,
      stage.translate(name),
      readout && positionText(readout, stage.message),
      readout?.isStated && altitudeText(readout, stage.message)
    ].filter(Boolean).join(', ')
  }

  return combine(listen(stage.clock, 'tick', tick), () => clearTimeout(timer))
}
