/** @import { ScenePayload, Words } from '#payloads' */
/** @import { Presenter } from '#kiosk/visit_controller' */
/** @import { Cleanup } from '#state/listen' */
/** @import { Stage } from '#state/stage' */
import { AttractLoop } from '#kiosk/attract_loop'
import { TextSize } from '#kiosk/text_size'
import { Volume } from '#kiosk/volume'
import { contextOf, queryAll } from '#lib/dom'
import { combine, listen } from '#state/stage'

/** After so many seconds without a tick nothing plays any more. */
const PLAYED_LATELY = 2
/** The panes of the map that are on an exhibit's picture. */
const PICTURE_PANES = ['world', 'areas', 'paths', 'places']

/** What a visitor has chosen, and takes along from one exhibit to another. */
/** @typedef {{language?: string, textSize?: string}} Choices */

/**
 * An exhibit as the page around it sees it.
 * @typedef {Omit<Presenter, 'wake'> & {stage: Stage, scenes: number, wake: (choices?: Choices) => void,
 *   picture: (canvas: HTMLCanvasElement) => Promise<void>, choices: () => Required<Choices>, destroy: Cleanup}} Guest
 */

/**
 * @param {Stage} stage
 * @param {ScenePayload[]} scenes
 * @returns {Guest}
 */
export const guestOf = (stage, scenes) => {
  const loop = new AttractLoop(stage, scenes)
  const measure = () => { stage.map.invalidateSize({ animate: false, pan: false }) }
  const textSize = new TextSize(document, measure)
  const volume = new Volume(document)
  const limits = stage.map.options.maxBounds
  let moved = -Infinity
  /** A round map has no limits of longitude, and that of the attract loop none at all. */
  const limit = () => {
    const isFree = stage.root.dataset.visit === 'attract' || stage.projection.value.limit
    stage.map.setMaxBounds(isFree ? undefined : limits)
  }
  stage.addCleanup(listen(stage.projection, 'change', limit))
  /**
   * The map alone, or the page about it: the map has another size then, and visitors keep within its limits.
   * @param {'attract' | 'visiting'} state
   */
  const setState = (state) => {
    stage.root.dataset.visit = state
    limit()
    measure()
  }
  return {
    stage,
    scenes: scenes.length,
    message: stage.message,
    isPlaying: () => performance.now() / 1000 - moved < PLAYED_LATELY || isMediaPlaying(document),
    scene: (number, seconds, onText, side) => {
      stage.root.dataset.textSide = side
      setState('attract')
      loop.play(number % scenes.length, seconds, onText)
    },
    wake: ({ language, textSize: size } = {}) => {
      loop.stop()
      setState('visiting')
      stage.reset()
      if (language) stage.language.switchTo(language)
      if (size) textSize.value = size
    },
    rest: () => {
      loop.stop()
      textSize.reset()
      volume.reset()
      for (const media of queryAll(document, 'audio, video', HTMLMediaElement)) media.pause()
      closeAll(document)
      stage.reset()
      scrollTo(0, 0)
    },
    picture: async (canvas) => {
      setState('attract')
      stage.showView(stage.initialView)
      await undefined // the map is drawn when all of it has moved, and only while its frame is shown
      paintPicture(canvas, stage.map)
    },
    choices: () => ({ language: stage.language.current, textSize: textSize.value }),
    destroy: combine(
      listen(stage.clock, 'tick', () => { moved = performance.now() / 1000 }),
      textSize.destroy,
      volume.destroy,
      () => loop.stop()
    )
  }
}

/**
 * What the map shows, without its names, as a picture of the same size.
 * @param {HTMLCanvasElement} canvas that of another page
 * @param {L.Map} map
 */
const paintPicture = (canvas, map) => {
  const { x: width, y: height } = map.getSize()
  const context = contextOf(canvas)
  canvas.width = width
  canvas.height = height
  for (const name of PICTURE_PANES) {
    const pane = map.getPane(name)
    if (!pane) continue
    for (const layer of queryAll(pane, 'canvas', HTMLCanvasElement)) {
      if (!layer.offsetWidth) continue
      const { x, y } = map.layerPointToContainerPoint(placeOf(layer))
      context.drawImage(layer, x, y, layer.offsetWidth, layer.offsetHeight)
    }
  }
}

/**
 * Where a canvas of the map is, in its frame.
 * @param {HTMLCanvasElement} canvas
 */
const placeOf = (canvas) => {
  const { getPosition } = L.DomUtil
  const place = getPosition(canvas)
  return canvas.parentElement ? place.add(getPosition(canvas.parentElement)) : place
}

/**
 * Fold and close whatever a visitor has opened.
 * @param {Document} page
 */
const closeAll = (page) => {
  for (const details of queryAll(page, 'details[open]', HTMLDetailsElement)) details.open = false
  for (const dialog of queryAll(page, 'dialog.enlarged', HTMLDialogElement)) dialog.close()
  for (const popover of queryAll(page, ':popover-open', HTMLElement)) popover.hidePopover()
  if (page.activeElement instanceof HTMLElement) page.activeElement.blur()
}

/** @param {Document} page */
const isMediaPlaying = (page) =>
  queryAll(page, 'audio, video', HTMLMediaElement).some(({ paused, ended, loop }) => !paused && !ended && !loop)
