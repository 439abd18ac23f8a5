import { Moments } from '#deck/moments'
import { Player } from '#deck/player'
import { mountAccounts } from '#deck/accounts'
import { mountClocks } from '#deck/clocks'
import { mountMilestones } from '#deck/milestones'
import { mountReadouts } from '#deck/readouts'
import { mountScrubber } from '#deck/scrubber'
import { mountShare } from '#deck/share'
import { mountTransport } from '#deck/transport'
import { listen, together } from '#stage'

/** The flight deck: transport, clocks of the day, readouts, and the altitude profile that is the time scrubber. */
export const mount = (stage, payload) => {
  const root = document.querySelector('.deck')
  const flights = payload.flights.map((flight) => ({ flight, track: stage.tracks.get(flight.id) }))
  const moments = new Moments(payload.moments, flights.flatMap(({ track }) => [track.start, track.end]))
  const player = new Player(stage.clock, { acts: payload.acts, moments }, {
    isStill: () => stage.isStill,
    request: (callback) => requestAnimationFrame(callback),
    cancel: (frame) => cancelAnimationFrame(frame)
  })
  const deck = { stage, root, player, moments, flights, payload }
  return together(
    listen(stage, 'reset', () => player.pause()),
    mountReadouts(deck),
    mountTransport(deck),
    mountClocks(deck),
    mountAccounts(deck),
    mountScrubber(deck),
    mountMilestones(deck),
    mountShare(deck),
    () => player.leave()
  )
}
