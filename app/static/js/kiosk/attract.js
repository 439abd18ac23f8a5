import { clockAt, latest, momentAt } from '#kiosk/scenes'

/** Plays scenes on an exhibit's stage, one at a time: view, layers, and the clock running through real moments. */
export class Attract {
  #frame = 0

  /**
   * @param {import('#stage').Stage} stage
   * @param {import('#kiosk/scenes').Scene[]} scenes
   */
  constructor (stage, scenes) {
    this.stage = stage
    this.scenes = scenes
  }

  /**
   * Show a scene for so many seconds.
   * @param {number} index
   * @param {number} seconds
   * @param {function({title: string, line: string})} tell is given the words whenever they change
   */
  play (index, seconds, tell) {
    this.stop()
    const { opening } = this.stage.clock
    const scene = this.scenes[index].from === null ? { ...this.scenes[index], from: opening, to: opening, isUndated: true } : this.scenes[index]
    const begun = performance.now()
    let told = ''
    this.stage.selection.now = null
    this.stage.layers.visible = scene.layers
    this.stage.frame(scene.view)
    const step = () => {
      const share = (performance.now() - begun) / 1000 / seconds
      this.stage.clock.now = this.stage.isStill ? momentAt(scene, share) : clockAt(scene, share)
      const line = this.#line(scene)
      if (line !== told) tell({ title: this.stage.say(scene.title), line: told = line })
      this.#frame = share < 1 && scene.to > scene.from ? requestAnimationFrame(step) : 0
    }
    step()
  }

  stop () {
    cancelAnimationFrame(this.#frame)
    this.#frame = 0
  }

  /** `1 May 1960, 05:53 UTC · Kosulino`, the place being the last that a source names; before the first, the scene's own line. */
  #line (scene) {
    const reached = latest(scene, this.stage.clock.now)
    const form = { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }
    if (!reached) return [this.stage.say(scene.line), scene.isUndated ? '' : new Date(scene.from * 1000).toLocaleDateString(this.#locale, form)].filter(Boolean).join(' · ')
    const moment = new Date(reached.at * 1000).toLocaleString(this.#locale, { ...form, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
    return `${moment} UTC · ${this.stage.say(reached.place)}`
  }

  /** English dates are written the British way, as in the rest of the page. */
  get #locale () {
    const { now } = this.stage.language
    return now === 'en' ? 'en-GB' : now
  }
}
