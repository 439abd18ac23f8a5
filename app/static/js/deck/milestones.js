import { heightOf, positionOf, readoutOf } from '#deck/readout'
import { wallClock } from '#deck/zones'
import { listen, together } from '#stage'

/** At most one milestone in so many milliseconds. */
const PACE = 1000

/** A live region that tells what the clock comes to: "05:53 UTC, S-75 detonation, 56.66° N, 61.08° E, 21 340 m". */
export const mountMilestones = ({ stage, root, player, moments, flights }) => {
  const region = root.querySelector('[data-deck="milestones"]')
  let before = stage.clock.now
  let waiting = null
  let timer = 0
  let told = -Infinity

  const passed = (now) => {
    const named = (moment) => stage.say(moment.name)
    if (player.isPlaying && now > before) return moments.passed(before, now).findLast(named)
    return moments.near(now, 0.5, named)
  }
  const tick = () => {
    const { now } = stage.clock
    waiting = passed(now) ?? waiting
    before = now
    if (waiting) timer ||= setTimeout(tell, Math.max(0, told + PACE - performance.now()))
  }
  const tell = () => {
    timer = 0
    told = performance.now()
    region.textContent = sentence(waiting)
    waiting = null
  }
  const sentence = ({ at, key, name }) => {
    const parts = [`${wallClock(at).time} UTC`, stage.say(name)]
    const own = flights.find(({ flight }) => key.startsWith(`${flight.id}/`))
    if (own) {
      const readout = readoutOf(own.flight, own.track, at)
      parts.push(positionOf(readout, (word, values) => stage.word(word, values)))
      if (readout.isStated) parts.push(heightOf(readout, (word, values) => stage.word(word, values)))
    }
    return parts.join(', ')
  }

  return together(listen(stage.clock, 'tick', tick), () => clearTimeout(timer))
}
