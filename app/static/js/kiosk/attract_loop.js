/** @import { ScenePayload } from '#payloads' */
/** @import { Scene } from '#kiosk/scenes' */
/** @import { Stage } from '#state/stage' */
import { clockAt, lastReached, momentAt, withDay } from '#kiosk/scenes'
import { localeOf } from '#lib/local_time'

/** @type {Intl.DateTimeFormatOptions} */
const DATE = { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }
/** @type {Intl.DateTimeFormatOptions} */
const DATE_AND_TIME = { ...DATE, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }

/** @typedef {{title: string, line: string}} SceneText */

/** Plays scenes on an exhibit's stage, one at a time: view, layers, and the clock running through real moments. */
export class AttractLoop {
  #frame = 0
  #stage
  #scenes

  /**
   * @param {Stage} stage
   * @param {ScenePayload[]} scenes
   */
  constructor (stage, scenes) {
    this.#stage = stage
    this.#scenes = scenes
  }

  /**
   * Show a scene for so many seconds.
   * @param {number} index
   * @param {number} seconds
   * @param {(text: SceneText) => void} onText is called whenever the text changes
   */
  play (index, seconds, onText) {
    this.stop()
    const { clock, selection, layers, translate } = this.#stage
    const payload = this.#scenes[index]
    const scene = { ...payload, from: payload.from ?? clock.initial, to: payload.to ?? clock.initial }
    const begun = performance.now()
    let shown = ''
    selection.value = null
    layers.visible = scene.layers
    this.#stage.showView(scene.view)
    const step = () => {
      const share = (performance.now() - begun) / 1000 / seconds
      clock.now = this.#stage.reducedMotion ? momentAt(scene, share) : clockAt(scene, share)
      const line = this.#line(scene, payload.from !== null)
      if (line !== shown) onText({ title: translate(scene.title), line: shown = line })
      this.#frame = share < 1 && scene.to > scene.from ? requestAnimationFrame(step) : 0
    }
    step()
  }

  stop () {
    cancelAnimationFrame(this.#frame)
    this.#frame = 0
  }

  /**
   * `1 May 1960, 05:53 UTC · Kosulino`, the place being the last that a source names; before the first, the scene's own
   * line.
   * @param {Scene & ScenePayload} scene
   * @param {boolean} isDated
   */
  #line (scene, isDated) {
    const { clock, language, translate } = this.#stage
    const locale = localeOf(language.current)
    const reached = lastReached(scene, clock.now)
    if (!reached) {
      const day = new Date(scene.from * 1000)
      return isDated ? withDay(translate(scene.line), day, day.toLocaleDateString(locale, DATE)) : translate(scene.line)
    }
    const moment = new Date(reached.at * 1000).toLocaleString(locale, DATE_AND_TIME)
    return `${moment} UTC · ${translate(reached.place)}`
  }
}
