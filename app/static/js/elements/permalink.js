import { isoMoment, parseMoment } from '#clock'
import { formatHash, formatView, parseHash, parseView } from '#hash'
import { listen, together } from '#stage'

/** Milliseconds between two writings: a browser allows a hundred in half a minute. */
const PAUSE = 400

/** The state of the page in its address, so that a copied link shows the same: in the live page and in the file. */
export const mount = (stage) => {
  let waiting = 0
  let written = ''

  const restore = () => {
    const state = parseHash(location.hash)
    if (state.lang) stage.language.speak(state.lang)
    if (state.chapter) stage.chapter.now = state.chapter
    if (state.layers !== undefined) stage.layers.visible = state.layers.split(',')
    const moment = parseMoment(state.date)
    if (moment !== null) stage.clock.now = moment
    if (state.account) stage.account.now = state.account
    if (state.feature) stage.selection.now = state.feature
    const view = parseView(state.map)
    if (view) stage.map.setView(view.center, view.zoom, { animate: false })
  }

  const write = () => {
    clearTimeout(waiting)
    waiting = 0
    const { lat, lng } = stage.map.getCenter()
    const { map, date, chapter, feature, account, layers, lang, ...others } = parseHash(location.hash)
    written = formatHash({
      map: formatView(stage.map.getZoom(), lat, lng),
      date: isoMoment(stage.clock.now),
      chapter: stage.chapter.now,
      feature: stage.selection.now,
      account: stage.account.now,
      layers: String(stage.layers.visible) === String(stage.layers.opening) ? null : stage.layers.visible.join(','),
      lang: stage.language.now === stage.language.opening ? null : stage.language.now,
      ...others
    })
    history.replaceState(history.state, '', written)
  }

  const writeSoon = () => { waiting ||= setTimeout(write, PAUSE) }

  const start = () => {
    restore()
    stage.map.on('moveend zoomend', writeSoon)
  }

  return together(
    listen(stage, 'open', start),
    listen(globalThis, 'hashchange', () => { if (location.hash !== written) restore() }),
    listen(stage.clock, 'tick', writeSoon),
    ...[stage.chapter, stage.selection, stage.account, stage.layers, stage.language].map((choice) => listen(choice, 'change', writeSoon)),
    () => stage.map.off('moveend zoomend', writeSoon),
    () => clearTimeout(waiting)
  )
}
