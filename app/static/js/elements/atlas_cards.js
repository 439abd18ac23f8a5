import { listen, together } from '#stage'

/** A card lights its flights on the map; a flight or a name on the map leads to its card. */
export const mount = (stage) => {
  const cards = [...document.querySelectorAll('[data-exhibit]')]
  const light = (slug) => { stage.spotlight.now = slug }
  const choose = () => {
    const slug = stage.selection.now?.split(/[:/]/)[0]
    const card = cards.find(({ dataset }) => dataset.exhibit === slug)
    cards.forEach((other) => other.classList.toggle('chosen', other === card))
    if (!card) return
    card.scrollIntoView({ block: 'nearest', behavior: stage.isStill ? 'auto' : 'smooth' })
    card.querySelector('a').focus({ preventScroll: true })
  }
  return together(
    listen(stage.selection, 'change', choose),
    ...cards.flatMap((card) => [
      listen(card, 'pointerenter', () => light(card.dataset.exhibit)),
      listen(card, 'pointerleave', () => light(null)),
      listen(card, 'focusin', () => light(card.dataset.exhibit))
    ])
  )
}
