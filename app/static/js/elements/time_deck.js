import { isOnShow } from '#deck/acts'
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
  const ends = flights.filter(({ flight }) => flight.status !== 'planned').flatMap(({ track }) => [track.start, track.end])
  const moments = new Moments(payload.moments, ends)
  const player = new Player(stage.clock, { acts: payload.acts, moments }, {
    isStill: () => stage.isStill,
    isShown: (act) => isOnShow(act, (layer) => stage.layers.isVisible(layer)),
    request: (callback) => requestAnimationFrame(callback),
    cancel: (frame) => cancelAnimationFrame(frame)
  })
  const deck = { stage, root, player, moments, flights, payload }
  const sheets = [...root.querySelectorAll('[popover]')]
  const close = () => sheets.forEach((sheet) => sheet.hidePopover())
  const measure = () => root.style.setProperty('--below', `${innerHeight - root.getBoundingClientRect().top}px`)
  return together(
    listen(stage, 'reset', () => player.rest()),
    listen(stage, 'reset', close),
    listen(root, 'click', ({ target }) => { if (target.closest('a')) close() }),
    ...sheets.map((sheet) => listen(sheet, 'beforetoggle', measure)),
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
