import { isOnShow } from '#deck/acts'
import { dayInWords } from '#deck/zones'
import { listen, together } from '#stage'

const DAY = 86400
const FIELDS = 'input, select, textarea, [contenteditable]'
const PRESSED = 'button, a, summary, [role=tab]'

/** Buttons and keys of the player, its speed, and the way to the acts before and after. */
export const mountTransport = ({ stage, root, player }) => {
  const button = (name) => root.querySelector(`[data-deck="${name}"]`)
  const play = button('play')
  const speed = root.querySelector('[data-deck="speed"]')
  const turns = [[button('earlier'), -1], [button('later'), 1]]

  const show = () => {
    play.setAttribute('aria-label', stage.word(player.isPlaying ? 'pause' : 'play'))
    play.classList.toggle('playing', player.isPlaying)
    speed.value = String(player.speed)
    for (const [node, way] of turns) showTurn(node, player.acts[player.actNumber + way])
  }
  const showTurn = (node, act) => {
    if (!node) return
    const day = act ? Math.floor(act.start / DAY) : 0
    node.disabled = !act
    node.querySelector('span').textContent = act ? dayInWords(day, stage.language.now, { day: 'numeric', month: 'short' }) : ''
    node.querySelector('small').textContent = act ? dayInWords(day, stage.language.now, { year: 'numeric' }) : ''
    node.setAttribute('aria-label', act ? stage.word(node.dataset.deck, { date: dayInWords(day, stage.language.now) }) : stage.word('no_more_acts'))
  }

  /** To the act that lies `way` acts further; where nothing of it is on show, by the chapter that shows it. */
  const turn = (way) => {
    const act = player.acts[player.actNumber + way]
    const isTold = act?.chapter && act.chapter !== stage.chapter.now
    if (isTold && !isOnShow(act, (layer) => stage.layers.isVisible(layer))) stage.chapter.now = act.chapter
    else player.turn(way)
  }

  const deeds = {
    ' ': () => player.toggle(),
    ArrowLeft: () => player.step(-1),
    ArrowRight: () => player.step(1),
    Home: () => player.seek(player.act.start),
    End: () => player.seek(player.act.end),
    '<': () => player.slower(),
    '>': () => player.faster()
  }
  const press = (event) => {
    const deed = deeds[event.key]
    if (!deed || event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || isTaken(event, stage.map)) return
    event.preventDefault()
    deed()
  }

  show()
  return together(
    listen(play, 'click', () => player.toggle()),
    listen(button('previous'), 'click', () => player.step(-1)),
    listen(button('next'), 'click', () => player.step(1)),
    listen(speed, 'change', () => { player.speed = Number(speed.value) }),
    ...turns.filter(([node]) => node).map(([node, way]) => listen(node, 'click', () => turn(way))),
    listen(document, 'keydown', press),
    listen(player, 'change', show),
    listen(stage.language, 'change', show)
  )
}

/** Whether what has the focus makes its own use of a key: fields of all, buttons of Space, tabs and the map of arrows. */
const isTaken = ({ key, target }, map) => {
  if (target.closest?.(FIELDS) || document.querySelector('dialog[open]')) return true
  if (key === ' ') return Boolean(target.closest?.(PRESSED))
  return key.length > 1 && Boolean(target.closest?.('[role=tablist]') || map.getContainer().contains(target))
}
