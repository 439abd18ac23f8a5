/** @import { Deck } from '#deck/deck' */
import { query, queryAll, queryOptional } from '#lib/dom'
import { isoMoment } from '#lib/iso_moment'
import { combine, listen } from '#state/stage'

/**
 * The page's own printing, and links to what is for paper. A server has it in the language that is shown, and the map
 * at this moment.
 * @param {Deck} deck
 */
export const mountPrint = ({ stage, root }) => {
  const popover = queryOptional(root, '#deck-print', HTMLElement)
  if (!popover) return undefined
  const links = queryAll(popover, 'a', HTMLAnchorElement)
  const address = () => {
    for (const link of links) {
      const moment = link.pathname.endsWith('.svg') ? `&date=${isoMoment(stage.clock.now)}` : ''
      link.search = `?lang=${stage.language.current}${moment}`
    }
  }
  const print = () => {
    popover.hidePopover()
    window.print()
  }
  return combine(
    stage.presentation.offline ? undefined : listen(popover, 'beforetoggle', address),
    listen(query(popover, '[data-deck="print"]', HTMLElement), 'click', print)
  )
}
