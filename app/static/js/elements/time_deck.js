/** @import { TimeDeckPayload } from '#payloads' */
import { mountAccounts } from '#deck/account_list'
import { mountClocks } from '#deck/clocks'
import { Deck } from '#deck/deck'
import { mountFold } from '#deck/fold'
import { mountMilestones } from '#deck/milestones'
import { mountPrint } from '#deck/print'
import { mountReadouts } from '#deck/readouts'
import { mountScrubber } from '#deck/scrubber'
import { mountShare } from '#deck/share'
import { mountTransport } from '#deck/transport'
import { closest, query, queryAll, zoomOf } from '#lib/dom'
import { combine, listen } from '#state/stage'

/**
 * The flight deck: transport, local times, readouts, and the altitude profile that is the time scrubber.
 * @param {import('#state/stage').Stage} stage
 * @param {TimeDeckPayload} payload
 */
export const mount = (stage, payload) => {
  const root = query(document, '.deck', HTMLElement)
  const deck = new Deck(stage, root, payload)
  const popovers = queryAll(root, '[popover]', HTMLElement)
  const close = () => popovers.forEach((popover) => popover.hidePopover())
  const measure = () => {
    const below = (innerHeight - root.getBoundingClientRect().top) / zoomOf(root)
    root.style.setProperty('--below', `${below}px`)
  }
  return combine(
    listen(stage, 'reset', () => deck.player.reset()),
    listen(stage, 'reset', close),
    listen(root, 'click', (event) => { if (closest(event, 'a')) close() }),
    ...popovers.map((popover) => listen(popover, 'beforetoggle', measure)),
    mountFold(deck),
    mountReadouts(deck),
    mountTransport(deck),
    mountClocks(deck),
    mountAccounts(deck),
    mountScrubber(deck),
    mountMilestones(deck),
    mountShare(deck),
    mountPrint(deck),
    () => deck.destroy()
  )
}
