import { Attract } from '#kiosk/attract'
import { mountCodes } from '#kiosk/codes'
import { Host } from '#kiosk/host'
import { lock } from '#kiosk/lock'
import { TextSize } from '#kiosk/text_size'
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
    mountCodes(document),
    guest.leave,
    listen(document.querySelector('.to-plates'), 'click', () => frame?.dispatchEvent(new Event('plates'))),
    () => host?.leave()
  )
}

const guestOf = (stage, scenes) => {
  const attract = new Attract(stage, scenes)
  const measure = () => stage.map.invalidateSize({ animate: false, pan: false })
  const textSize = new TextSize(document, measure)
  const limits = stage.map.options.maxBounds ?? null
  let moved = -Infinity
  /** The map alone, or the page about it: the map has another size then, and visitors keep within its limits. */
  const turn = (state) => {
    stage.root.dataset.visit = state
    stage.map.setMaxBounds(state === 'attract' ? null : limits)
    measure()
  }
  return {
    stage,
    scenes: scenes.length,
    say: (words) => stage.say(words),
    word: (key, values) => stage.word(key, values),
    isPlaying: () => performance.now() / 1000 - moved < PLAYED_LATELY || isMediaPlaying(document),
    scene: (number, seconds, tell, side) => {
      stage.root.dataset.words = side
      turn('attract')
      attract.play(number % scenes.length, seconds, tell)
    },
    wake: ({ language, textSize: size } = {}) => {
      attract.stop()
      turn('visiting')
      stage.reset()
      if (language) stage.language.speak(language)
      if (size) textSize.now = size
    },
    rest: () => {
      attract.stop()
      textSize.reset()
      for (const media of document.querySelectorAll('audio, video')) media.pause()
      shut(document)
      stage.reset()
      scrollTo(0, 0)
    },
    picture: (canvas) => {
      turn('attract')
      stage.frame(stage.view)
      paintPlate(canvas, stage)
    },
    choices: () => ({ language: stage.language.now, textSize: textSize.now }),
    leave: together(
      listen(stage.clock, 'tick', () => { moved = performance.now() / 1000 }),
      textSize.leave,
      () => attract.stop()
    )
  }
}

/** What the map shows, without its words, as a picture of the same size. */
const paintPlate = (canvas, { map }) => {
  const { x: width, y: height } = map.getSize()
  const context = canvas.getContext('2d')
  canvas.width = width
  canvas.height = height
  for (const pane of ['world', 'areas', 'paths', 'places']) {
    for (const sheet of map.getPane(pane).querySelectorAll('canvas')) {
      const { x, y } = map.layerPointToContainerPoint(L.DomUtil.getPosition(sheet))
      context.drawImage(sheet, x, y, sheet.offsetWidth, sheet.offsetHeight)
    }
  }
}

/** Fold and close whatever a visitor has opened. */
const shut = (page) => {
  for (const drawer of page.querySelectorAll('details[open]')) drawer.open = false
  for (const sheet of page.querySelectorAll(':popover-open')) sheet.hidePopover()
  page.activeElement?.blur()
}

const isMediaPlaying = (page) => [...page.querySelectorAll('audio, video')].some(({ paused, ended, loop }) => !paused && !ended && !loop)
