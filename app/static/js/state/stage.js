/** @import { Cleanup } from '#state/listen' */
/** @import { Projection } from '#map/projection' */
/** @import { ViewPayload, Words } from '#payloads' */
/** @import { Shared } from '#state/shared' */
import { zoomOf } from '#lib/dom'
import { drawFromNow, holdBack, isMeasured } from '#map/canvas_layer'
import { fitted } from '#map/fit'
import { flightSeconds } from '#map/flight_time'
import { HitTester } from '#map/hit_tester'
import { Labels } from '#map/labels'
import { Legend } from '#map/legend'
import { mercator } from '#map/mercator'
import { projectionOf, setProjection } from '#map/projection'
import { stereographic } from '#map/stereographic'
import { Observable } from '#state/observable'

export { combine, listen } from '#state/listen'

/**
 * The interface's text for a key, with `{names}` filled in.
 * @typedef {(key: string, values?: Record<string, string | number>) => string} Message
 */

/** Narrower than this, in CSS pixels, a map has nothing to spare at its sides. */
const WIDE = 760
/** Pixels kept free about a view, and those that the map's buttons take. */
const PADDING = { top: 36, bottom: 48, side: 24, buttons: 84, legend: 32, row: 12 }
/** How a map appears that is cut to: with reduced motion, or with another projection. */
const FADE = { from: { opacity: 0.2 }, to: { opacity: 1 }, milliseconds: 300 }

/**
 * What the elements of one map share; nothing else passes between them.
 *
 * Events: `reset` when everything is as at first again, `open` when the page is first shown, `leave` before another
 * version of the page takes its place.
 */
export class Stage extends EventTarget {
  /** @type {Cleanup[]} */
  #cleanups = []
  /**
   * The view that the map was last moved to here, and the map's size then; null once anything else has moved it.
   * @type {{view: ViewPayload, size: L.Point} | null}
   */
  #shown = null
  /** @type {Map<string, Projection>} */
  #projections = new Map()

  /**
   * @param {L.Map} map
   * @param {ViewPayload | null} view the first
   * @param {Shared} shared
   * @param {ParentNode} page what the elements find their buttons and legends in
   */
  constructor (map, view, shared, page = document) {
    super()
    this.map = map
    this.page = page
    this.initialView = view
    this.shared = shared
    this.root = shared.root
    this.presentation = shared.presentation
    this.clock = shared.clock
    this.layers = shared.layers
    this.selection = shared.selection
    this.spotlight = shared.spotlight
    this.chapter = shared.chapter
    this.account = shared.account
    this.accounts = shared.accounts
    /** @type {Observable<Projection>} */
    this.projection = new Observable(mercator)
    this.language = shared.language
    this.flights = shared.flights
    this.theme = shared.theme
    this.isOpen = false
    /** @type {{element: string, loading: Promise<void>}[]} */
    this.loadingLater = []
    holdBack(map)
    this.labels = new Labels(map)
    this.legend = new Legend(map, page)
    this.hitTester = new HitTester(map, this.selection)
    map.attributionControl?.setPrefix(false)
    this.showView(this.initialView)
    this.#followSize()
  }

  /**
   * Text that came from the server, in the current language.
   * @param {Words} text
   */
  translate = (text) => this.language.translate(text)

  /** @type {Message} */
  message = (key, values = {}) =>
    this.translate(this.shared.messages[key]).replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ''))

  /** Whether movement is to be kept to steps. */
  get reducedMotion () { return matchMedia('(prefers-reduced-motion: reduce)').matches }

  /** Whether places and fixes are marked on this map, and named. */
  get showsDetails () { return true }

  /** Pixels at the edges of the map that lie under its buttons and its legend; a small map has none to spare. */
  mapPadding () {
    /** @type {HTMLElement | null} */
    const keys = this.page.querySelector('.keys')
    const isWide = this.map.getSize().x > WIDE
    return {
      top: PADDING.top,
      left: isWide ? PADDING.buttons : PADDING.side,
      right: isWide && keys ? keys.offsetWidth + PADDING.legend : PADDING.side,
      bottom: Math.max(PADDING.bottom, this.#rowOfButtons() + PADDING.row)
    }
  }

  /** How far the buttons reach up from the foot of the map, where they lie in a row there; else 0. */
  #rowOfButtons () {
    const buttons = this.page.querySelector('.map-buttons')?.getBoundingClientRect()
    const container = this.map.getContainer()
    const { bottom, height } = container.getBoundingClientRect()
    return buttons && bottom - buttons.top < height / 2 ? (bottom - buttons.top) / zoomOf(container) : 0
  }

  /**
   * Show a view, in its own projection if it has one; the map flies only within a projection.
   * @param {ViewPayload | null} view
   */
  showView (view, { animate = false } = {}) {
    if (!view) return
    const projection = this.#projectionOf(view)
    const isOther = projection !== this.projection.value
    const flies = animate && !isOther && !this.reducedMotion && this.map._loaded
    if (animate && !flies) this.map.getPane('mapPane')?.animate([FADE.from, FADE.to], FADE.milliseconds)
    if (isOther) setProjection(this.map, projection)
    const { center, zoom } = this.#targetOf(view)
    if (flies) this.map.flyTo(center, zoom, { duration: this.#secondsTo(center, zoom) })
    else this.#jump(() => this.map.setView(center, zoom, { reset: true }))
    this.projection.value = projection
    this.#shown = { view, size: this.map.getSize() }
  }

  /**
   * The projection of a view: the stereographic about a position, each made once, or Mercator's for null.
   * @param {ViewPayload} view
   */
  #projectionOf ({ projection: centre }) {
    if (centre === undefined) return this.projection.value
    if (centre === null) return mercator
    const [lat, lon] = centre
    const projection = this.#projections.get(centre.join()) ?? stereographic(lon, lat)
    this.#projections.set(centre.join(), projection)
    return projection
  }

  /** @param {ViewPayload} view */
  #targetOf ({ bounds, center = [0, 0], zoom }) {
    if (!bounds) return { center: L.latLng(center), zoom }
    return fitted(this.map, bounds, this.mapPadding())
  }

  /**
   * Whenever the map's own size changes, as that of a page does which opened in a hidden frame, show the same view
   * again for the new size; unless a visitor has moved the map.
   */
  #followSize () {
    const { map } = this
    map.on('movestart', () => { this.#shown = null })
    const sizes = new ResizeObserver(() => {
      // Leaflet forgets the exact middle when it is asked to measure, even where the size is the same.
      if (!isMeasured(map)) map.invalidateSize({ animate: false })
      if (this.#shown && !this.#shown.size.equals(map.getSize())) this.showView(this.#shown.view)
    })
    sizes.observe(map.getContainer())
    this.addCleanup(() => sizes.disconnect())
  }

  /**
   * Set a view at once, and exactly: without `reset` Leaflet moves the map by whole pixels. Leaflet also answers a
   * movement that is stopped outside its limits with another one back into them, which would go on from the new view:
   * so the limits hold again once the view is set, except for a round map, which has no limits of longitude.
   * @param {() => void} set
   */
  #jump (set) {
    const { map } = this
    const limits = map.options.maxBounds
    map.setMaxBounds()
    set()
    if (limits && !projectionOf(map).limit) map.panInsideBounds(limits, { animate: false }).setMaxBounds(limits)
  }

  /**
   * How long the map flies to a view.
   * @param {L.LatLng} center
   * @param {number} [zoom]
   */
  #secondsTo (center, zoom = this.map.getZoom()) {
    const { map } = this
    const { x, y } = map.getSize()
    const distance = map.project(center).distanceTo(map.project(map.getCenter()))
    return flightSeconds(Math.max(x, y), distance, zoom - map.getZoom())
  }

  /** Everything as at first: view, clock, layers, selection, chapter, language. */
  reset () {
    this.selection.value = this.spotlight.value = this.account.value = null
    this.chapter.value = this.chapter.initial
    this.layers.visible = this.layers.initial
    this.language.switchTo(this.language.initial)
    this.clock.now = this.clock.initial
    this.showView(this.initialView)
    this.dispatchEvent(new Event('reset'))
  }

  /** Called once, when every element is mounted, and so the space that the legend takes is known. */
  open () {
    drawFromNow(this.map)
    this.showView(this.initialView)
    this.dispatchEvent(new Event('open'))
    this.legend.show()
    this.isOpen = true
  }

  /**
   * What an element still loads when the page is open.
   * @param {string} element
   * @param {Promise<void>} loading
   */
  loadLater (element, loading) {
    loading.catch(() => {}) // reported in boot.js, which waits for all of them
    this.loadingLater.push({ element, loading })
  }

  /**
   * Remember what undoes a mount.
   * @param {Cleanup | undefined} cleanup
   */
  addCleanup (cleanup) { if (cleanup) this.#cleanups.push(cleanup) }

  /** Undo every mount, last first. */
  destroy () { for (const cleanup of this.#cleanups.splice(0).reverse()) cleanup() }
}
