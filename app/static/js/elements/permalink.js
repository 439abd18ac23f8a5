import { isoMoment, parseMoment } from '#lib/iso_moment'
import { formatHash, formatView, parseHash, parseView, withDate } from '#state/hash'
import { combine, listen } from '#state/stage'

/** Milliseconds between two changes of the address: a browser allows a hundred in half a minute. */
const PAUSE = 400

/**
 * The state of the page in its address, so that a copied link shows the same: in the live page and in the file.
 * @param {import('#state/stage').Stage} stage
 */
export const mount = (stage) => {
  let waiting = 0

  const restoreView = () => {
    const view = parseView(parseHash(location.hash).map)
    if (view) stage.showView(view)
  }

  const restore = () => {
    const state = parseHash(location.hash)
    if (state.lang) stage.language.switchTo(state.lang)
    if (state.chapter || state.map || location.hash.length < 2) stage.chapter.value = state.chapter ?? null
    if (state.layers !== undefined) stage.layers.visible = state.layers.split(',')
    const moment = parseMoment(state.date ?? new URLSearchParams(location.search).get('date') ?? undefined)
    if (moment !== null) stage.clock.now = moment
    if (state.account) stage.account.value = state.account
    // A card opens on the copy of the world in sight, and moves the map until it fits: so the view is set again last.
    restoreView()
    if (state.feature) stage.selection.value = state.feature
    restoreView()
  }

  const stopWaiting = () => {
    clearTimeout(waiting)
    waiting = 0
  }

  const write = () => {
    stopWaiting()
    if (!stage.map.getSize().x) return // in a hidden frame the map has no view
    const page = location.search ? withDate(`${location.pathname}${location.search}`, null) : ''
    history.replaceState(history.state, '', `${page}${formatHash({ ...own(), ...foreign(parseHash(location.hash)) })}`)
  }

  /** A chapter is a step of its own in the browser's history; the kiosk has no Back, and a frame shares the page's. */
  const addToHistory = () => {
    if (!stage.isOpen || stage.presentation.kiosk || stage.presentation.embed) return
    if ((parseHash(location.hash).chapter ?? null) === stage.chapter.value) return
    history.pushState(null, '', location.href)
    write()
  }

  const own = () => {
    const { map, clock, chapter, selection, account, layers, language, projection } = stage
    const { lat, lng } = map.getCenter()
    return {
      map: formatView(map.getZoom(), lat, lng, projection.value.centre),
      date: isoMoment(clock.now),
      chapter: chapter.value,
      feature: selection.value,
      account: account.value,
      layers: layers.isInitial ? null : layers.visible.join(','),
      lang: language.requested === language.asked ? null : language.requested
    }
  }

  /** @param {Record<string, string>} state */
  const foreign = (state) => Object.fromEntries(Object.entries(state).filter(([key]) => !(key in own())))

  const writeSoon = () => { waiting ||= setTimeout(write, PAUSE) }

  const start = () => {
    restore()
    stage.map.on('moveend zoomend', writeSoon)
  }

  const { chapter, selection, account, layers, language } = stage
  return combine(
    listen(stage, 'open', start),
    listen(stage, 'leave', write),
    listen(globalThis, 'popstate', () => {
      stopWaiting()
      restore()
    }),
    listen(stage.clock, 'tick', writeSoon),
    listen(chapter, 'change', addToHistory),
    ...[chapter, selection, account, layers, language].map((shared) => listen(shared, 'change', writeSoon)),
    () => stage.map.off('moveend zoomend', writeSoon),
    stopWaiting
  )
}
