import { Choice, Layers } from '#choices'
import { Clock } from '#clock'
import { Ink } from '#ink'
import { Labels } from '#labels'
import { Targets } from '#targets'
import { unpack } from '#track'

export { listen, together } from '#listen'

/**
 * What the elements of one map share; nothing else passes between them.
 *
 * Events: `reset` when everything has gone back to the opening, `open` when the page is first shown.
 */
export class Stage extends EventTarget {
  #waysOut = []

  /**
   * @param {L.Map} map
   * @param {object} setting `{view, clock, layers, presentation, words}`
   * @param {import('#language').Language} language
   */
  constructor (map, setting, language) {
    super()
    this.map = map
    this.root = document.documentElement
    this.view = setting.view
    this.presentation = setting.presentation
    this.words = setting.words
    this.clock = new Clock(setting.clock)
    this.layers = new Layers(setting.layers)
    this.selection = new Choice(null)
    this.spotlight = new Choice(null)
    this.chapter = new Choice(null)
    this.account = new Choice(null)
    this.language = language
    this.tracks = new Map(Object.entries(setting.tracks).map(([id, packed]) => [id, unpack(packed)]))
    this.ink = new Ink(this.root)
    this.isOpen = false
    this.labels = new Labels(this)
    this.targets = new Targets(this)
    map.attributionControl?.setPrefix(false)
    this.frame(this.view)
  }

  /** Words that came from the server, in the language on show. */
  say (words) { return this.language.say(words) }

  /** The interface's own words for `key`, with `{names}` filled in. */
  word (key, values = {}) {
    return this.say(this.words[key]).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? '')
  }

  /**
   * A font for what is drawn on canvas: `face` is weight and size, `family` the style sheet's serif or sans.
   * All of them are `larger` where one stands further off.
   */
  font (face, family = 'sans') { return `${face.replace(/[\d.]+(?=px)/, (size) => size * this.larger)} ${this.ink.get(family)}` }

  /** How much larger the style sheet's `--map-words` wants what is written on the map. */
  get larger () { return Number(this.ink.get('map-words') || 1) }

  /** Whether movement is to be kept to steps. */
  get isStill () { return matchMedia('(prefers-reduced-motion: reduce)').matches }

  /** Pixels at the sides of the map that lie under its buttons and its legend; a small map has none to spare. */
  margins () {
    const keys = document.querySelector('.keys')
    const isWide = this.map.getSize().x > 760
    return { left: isWide ? 84 : 24, right: isWide && keys ? keys.offsetWidth + 32 : 24 }
  }

  /** Show a view: `{bounds: [[s, w], [n, e]]}` or `{center: [lat, lon], zoom}`. */
  frame (view, { animate = false } = {}) {
    if (!view) return
    const options = { animate: animate && !this.isStill }
    const fly = options.animate && this.map._loaded
    if (view.bounds) {
      const { left, right } = this.margins()
      const padding = { paddingTopLeft: [left, 36], paddingBottomRight: [right, 48], maxZoom: this.map.getMaxZoom(), duration: 1.2 }
      fly ? this.map.flyToBounds(view.bounds, padding) : this.map.fitBounds(view.bounds, { ...padding, ...options })
    } else fly ? this.map.flyTo(view.center, view.zoom, { duration: 1.2 }) : this.map.setView(view.center, view.zoom, options)
  }

  /** Everything back to the opening: view, clock, layers, selection, chapter, language. */
  reset () {
    this.selection.now = this.spotlight.now = this.account.now = null
    this.chapter.now = this.chapter.opening
    this.layers.visible = this.layers.opening
    this.language.speak(this.language.opening)
    this.clock.now = this.clock.opening
    this.frame(this.view)
    this.dispatchEvent(new Event('reset'))
  }

  /** Called once, when every element is mounted. */
  open () {
    this.dispatchEvent(new Event('open'))
    this.isOpen = true
  }

  /** Remember what undoes a mount. */
  onLeave (wayOut) { if (wayOut) this.#waysOut.push(wayOut) }

  /** Undo every mount, last first. */
  leave () { while (this.#waysOut.length) this.#waysOut.pop()() }
}
