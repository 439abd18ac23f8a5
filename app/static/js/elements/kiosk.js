import { Attract } from '#kiosk/attract'
import { Host } from '#kiosk/host'
import { lock } from '#kiosk/lock'
import { listen, together } from '#stage'

const PLAYED_LATELY = 2

/**
 * The gallery floor. Alone the page receives its own visitors; in a playlist it is a guest of the page around it,
 * to which it hands itself over by an event `exhibit` on its frame.
 */
export const mount = (stage, { scenes, ...setting }) => {
  const guest = guestOf(stage, scenes)
  const frame = globalThis.frameElement?.closest('[data-playlist]')
  if (frame) stage.root.dataset.guest = ''
  if (frame) frame.dispatchEvent(new CustomEvent('exhibit', { detail: guest }))
  const host = frame ? null : new Host(document, setting, guest, location.hash.length > 1 ? 'visiting' : 'attract')
  document.querySelector('.to-plates').hidden = !frame
  return together(
    lock(document),
    guest.leave,
    listen(document.querySelector('.to-plates'), 'click', () => frame?.dispatchEvent(new Event('plates'))),
    () => host?.leave()
  )
}

const guestOf = (stage, scenes) => {
  const attract = new Attract(stage, scenes)
  const sizes = textSizes(stage.root)
  let moved = -Infinity
  /** What is seen has another size now, or other things about it. */
  const settle = () => stage.map.invalidateSize({ animate: false, pan: false })
  return {
    stage,
    scenes: scenes.length,
    say: (words) => stage.say(words),
    word: (key, values) => stage.word(key, values),
    isPlaying: () => performance.now() / 1000 - moved < PLAYED_LATELY || isMediaPlaying(document),
    scene: (number, seconds, tell) => {
      stage.root.dataset.visit = 'attract'
      settle()
      attract.play(number % scenes.length, seconds, tell)
    },
    wake: ({ language, textSize } = {}) => {
      attract.stop()
      stage.root.dataset.visit = 'visiting'
      settle()
      stage.reset()
      if (stage.languages.includes(language)) stage.language.now = language
      if (textSize) sizes.choose(textSize)
    },
    rest: () => {
      attract.stop()
      sizes.choose(sizes.opening)
      for (const media of document.querySelectorAll('audio, video')) media.pause()
      for (const drawer of document.querySelectorAll('details')) drawer.open = drawer.dataset.opening === 'open'
      stage.reset()
      scrollTo(0, 0)
    },
    choices: () => ({ language: stage.language.now, textSize: sizes.now() }),
    leave: together(
      listen(stage.clock, 'tick', () => { moved = performance.now() / 1000 }),
      sizes.leave,
      () => attract.stop()
    )
  }
}

/** The three sizes of the words, and the buttons that choose one. */
const textSizes = (root) => {
  const buttons = [...root.querySelectorAll('[data-text-size]')].filter((node) => node !== root)
  const opening = '1'
  const choose = (size) => {
    root.dataset.textSize = size
    for (const button of buttons) button.setAttribute('aria-pressed', String(button.dataset.textSize === size))
  }
  choose(opening)
  return {
    opening,
    choose,
    now: () => root.dataset.textSize,
    leave: together(...buttons.map((button) => listen(button, 'click', () => choose(button.dataset.textSize))))
  }
}

const isMediaPlaying = (page) => [...page.querySelectorAll('audio, video')].some(({ paused, ended, loop }) => !paused && !ended && !loop)
