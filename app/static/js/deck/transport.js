/** @import { ActPayload } from '#payloads' */
/** @import { Deck } from '#deck/deck' */
import { isActVisible } from '#deck/acts'
import { closest, query, queryOptional } from '#lib/dom'
import { DAY, formatDay } from '#lib/local_time'
import { combine, listen } from '#state/stage'

const FIELDS = 'input, select, textarea, [contenteditable]'
const PRESSED = 'button, a, summary, [role=tab]'

/**
 * Buttons and keys of the player, its speed, and the way to the acts before and after.
 * @param {Deck} deck
 */
export const mountTransport = ({ stage, root, player }) => {
  /** @param {string} name */
  const button = (name) => query(root, `[data-deck="${name}"]`, HTMLButtonElement)
  const play = button('play')
  const speed = query(root, '[data-deck="speed"]', HTMLSelectElement)
  const turns = [{ name: 'earlier', way: -1 }, { name: 'later', way: 1 }].flatMap(({ name, way }) => {
    const node = queryOptional(root, `[data-deck="${name}"]`, HTMLButtonElement)
    return node ? [{ name, way, node }] : []
  })

  const show = () => {
    play.setAttribute('aria-label', stage.message(player.isPlaying ? 'pause' : 'play'))
    play.classList.toggle('playing', player.isPlaying)
    speed.value = String(player.speed)
    for (const each of turns) showTurn(each, player.acts[player.actNumber + each.way])
  }
  /**
   * @param {{name: string, node: HTMLButtonElement}} turn
   * @param {ActPayload | undefined} act
   */
  const showTurn = ({ name, node }, act) => {
    /** @param {Intl.DateTimeFormatOptions} [style] */
    const date = (style) => act ? formatDay(Math.floor(act.start / DAY), stage.language.current, style) : ''
    node.disabled = !act
    query(node, 'span', HTMLElement).textContent = date({ day: 'numeric', month: 'short' })
    query(node, 'small', HTMLElement).textContent = date({ year: 'numeric' })
    node.setAttribute('aria-label', act ? stage.message(name, { date: date() }) : stage.message('no_more_acts'))
  }

  /**
   * To the act that lies `way` acts further; where nothing of it is visible, by the chapter that shows it.
   * @param {number} way
   */
  const turn = (way) => {
    const act = player.acts[player.actNumber + way]
    const isVisible = act && isActVisible(act, (layer) => stage.layers.isVisible(layer))
    if (act?.chapter && act.chapter !== stage.chapter.value && !isVisible) stage.chapter.value = act.chapter
    else player.turn(way)
  }

  /** @type {Record<string, () => void>} */
  const actions = {
    ' ': () => player.toggle(),
    ArrowLeft: () => player.step(-1),
    ArrowRight: () => player.step(1),
    Home: () => player.seek(player.act.start),
    End: () => player.seek(player.act.end),
    '<': () => player.slower(),
    '>': () => player.faster()
  }
  /** @param {KeyboardEvent} event */
  const press = (event) => {
    const action = actions[event.key]
    const isModified = event.ctrlKey || event.altKey || event.metaKey
    if (!action || event.defaultPrevented || isModified || isTaken(event, stage.map)) return
    event.preventDefault()
    action()
  }

  show()
  return combine(
    listen(play, 'click', () => player.toggle()),
    listen(button('previous'), 'click', () => player.step(-1)),
    listen(button('next'), 'click', () => player.step(1)),
    listen(speed, 'change', () => { player.speed = Number(speed.value) }),
    ...turns.map(({ node, way }) => listen(node, 'click', () => turn(way))),
    listen(document, 'keydown', press),
    listen(player, 'change', show),
    listen(stage.language, 'change', show)
  )
}

/**
 * Whether what has the focus makes its own use of a key: fields of all, buttons of Space, tabs and the map of arrows.
 * @param {KeyboardEvent} event
 * @param {L.Map} map
 */
const isTaken = (event, map) => {
  if (closest(event, FIELDS) || document.querySelector('dialog[open]')) return true
  if (event.key === ' ') return Boolean(closest(event, PRESSED))
  const isOnMap = event.target instanceof Node && map.getContainer().contains(event.target)
  return event.key.length > 1 && (isOnMap || Boolean(closest(event, '[role=tablist]')))
}
