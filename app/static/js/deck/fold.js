/** @import { Deck } from '#deck/deck' */
import { query } from '#lib/dom'
import { combine, listen } from '#state/stage'

/**
 * While nothing is under way, folds the deck to a line that says so: without the profile, and without Play. The map has
 * the room.
 * @param {Deck} deck
 */
export const mountFold = (deck) => {
  const { stage, root, player } = deck
  const play = query(root, '[data-deck="play"]', HTMLButtonElement)
  const speed = query(root, '[data-deck="speed"]', HTMLSelectElement)
  const idle = query(root, '.idle', HTMLElement)
  const profile = query(root, '.profile', HTMLElement)

  const show = () => {
    const { isIdle } = deck
    if (idle.hidden !== isIdle) return
    idle.hidden = !isIdle
    profile.hidden = play.hidden = speed.hidden = isIdle
    stage.map.invalidateSize({ animate: false, pan: false })
  }

  show()
  return combine(
    listen(stage.clock, 'tick', show),
    listen(stage.layers, 'change', show),
    listen(player, 'change', show)
  )
}
