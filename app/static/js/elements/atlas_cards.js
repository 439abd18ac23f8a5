import { query, queryAll } from '#lib/dom'
import { exhibitOf } from '#lib/keys'
import { combine, listen } from '#state/stage'

/**
 * A card highlights its flights on the map; a flight or a name on the map leads to its card.
 * @param {import('#state/stage').Stage} stage
 */
export const mount = (stage) => {
  const cards = queryAll(document, '[data-exhibit]', HTMLElement)
  /** @param {string | null} slug */
  const highlight = (slug) => { stage.spotlight.value = slug }
  const choose = () => {
    const slug = stage.selection.value && exhibitOf(stage.selection.value)
    const card = cards.find(({ dataset }) => dataset.exhibit === slug)
    for (const other of cards) other.classList.toggle('chosen', other === card)
    if (!card) return
    card.scrollIntoView({ block: 'nearest', behavior: stage.reducedMotion ? 'auto' : 'smooth' })
    query(card, 'a', HTMLElement).focus({ preventScroll: true })
  }
  return combine(
    listen(stage.selection, 'change', choose),
    ...cards.flatMap((card) => [
      listen(card, 'pointerenter', () => highlight(card.dataset.exhibit ?? null)),
      listen(card, 'pointerleave', () => highlight(null)),
      listen(card, 'focusin', () => highlight(card.dataset.exhibit ?? null))
    ])
  )
}
