/** @import { Box } from '#map/boxes' */
/** @import { Point, Projection } from '#map/projection' */
import { zoomOf } from '#lib/dom'
import { aligned, intersection } from '#map/boxes'
import { Pace } from '#map/pace'
import { mercatorZoom, projectionOf } from '#map/projection'

/**
 * What a canvas shows of the world: what is at `[x, y]` in the world's pixels is drawn at
 * `[x * scale - view.x, y * scale - view.y]`, in CSS pixels of the map's layer; what lies outside `min`…`max` is not
 * seen. The projection is Mercator's where none is named. `zoom` is the level at which Mercator's map would show the
 * middle as large; `isMoving` while the map flies and what is drawn is seen for an instant.
 * @typedef {{scale: number, x: number, y: number, min: Point, max: Point, projection?: Projection}} Extent
 * @typedef {Extent & {zoom: number, isMoving?: boolean}} View
 */

/** @typedef {(context: CanvasRenderingContext2D, view: View) => void} Draw */
/** @typedef {(context: CanvasRenderingContext2D, view: View) => Box | null} BoxOf */

/**
 * A canvas that lies on the map and moves with it, drawn by a function and not by Leaflet's paths; `paint()` draws it
 * again.
 *
 * @param {L.Map} map
 * @param {string} pane
 * @param {Draw} draw is called with a cleared context
 * @param {BoxOf} [boxOf] what the drawing will cover, null for nothing: the canvas is no larger, since without a
 *   graphics card a canvas costs time for each of its pixels, clear or not, whenever something moves there
 */
export const canvasLayer = (map, pane, draw, boxOf) =>
  new CanvasLayer(draw, { pane, padding: PADDING }, boxOf).addTo(map)

/**
 * Draw nothing on a map until `drawFromNow`.
 * @param {L.Map} map
 */
export const holdBack = (map) => heldBack.add(map)

/**
 * Draw from the next movement of the map on, or when a canvas asks for it.
 * @param {L.Map} map
 */
export const drawFromNow = (map) => heldBack.delete(map)

/** How much of the map's size a canvas has beyond each of its edges, and that while the map flies. */
const PADDING = 0.2
const PADDING_IN_FLIGHT = 0.1
/** The edges of a canvas are at multiples of so many pixels of the map, so that it seldom changes its size. */
const GRID = 64
/** While the map flies on a slow machine, a canvas of more pixels than `most` is drawn with a share of its density. */
const COARSE = { most: 2e6, share: 0.5 }
const pace = new Pace()
/**
 * Maps that are not shown yet: what is drawn of them before everything is there would only be drawn again.
 * @type {WeakSet<L.Map>}
 */
const heldBack = new WeakSet()
/** After so many milliseconds without a step a flight of the map has ended, even where Leaflet does not say so. */
const ENDED = 200
/** For so many milliseconds a picture is moved while the map flies, before it is drawn again. */
const STALE = 20

/**
 * The canvas on the page, what sets its picture, and what draws that picture off the page.
 * @typedef {{canvas: HTMLCanvasElement, screen: ImageBitmapRenderingContext, paper: OffscreenCanvas,
 *   pen: CanvasRenderingContext2D}} Drawing
 */

/**
 * The canvas that is made when the layer comes onto the map. It shows finished pictures, which are drawn off the page:
 * without a graphics card a browser copies at every frame each canvas that can be drawn on, drawn or not.
 */
export class CanvasLayer extends L.Renderer {
  #draw
  #boxOf
  #frame = 0
  #isInFlight = false
  #isDue = false
  #drawnAt = -Infinity
  #end = 0
  /** @type {Drawing | null} */
  #drawing = null

  /**
   * @param {Draw} draw
   * @param {L.RendererOptions} options
   * @param {BoxOf} [boxOf]
   */
  constructor (draw, options, boxOf = (_, { min, max }) => ({ left: min.x, right: max.x, top: min.y, bottom: max.y })) {
    super(options)
    this.#draw = draw
    this.#boxOf = boxOf
  }

  /** The canvas is in a frame, which Leaflet moves: its own place in it is that of its box. */
  _initContainer () {
    const canvas = document.createElement('canvas')
    canvas.setAttribute('aria-hidden', 'true')
    this._container = document.createElement('div')
    this._container.append(canvas)
    const paper = new OffscreenCanvas(1, 1)
    paper.addEventListener('contextrestored', () => canvas.dispatchEvent(new Event('contextrestored')))
    const [screen, pen] = [canvas.getContext('bitmaprenderer'), paper.getContext('2d')]
    if (screen && pen) this.#drawing = { canvas, screen, paper, pen: asOnPage(pen) }
  }

  _destroyContainer () {
    cancelAnimationFrame(this.#frame)
    clearTimeout(this.#end)
    this._container.remove()
    this.#drawing = null
  }

  _updatePaths () {}

  getEvents () { return { ...super.getEvents?.(), move: this._onMove, moveend: this._onMoveEnd } }

  /**
   * While the map flies, draw what is in sight, at the latest at every second frame, and move that in between.
   * @param {L.LeafletEvent} event
   */
  _onMove (event) {
    if (!Reflect.get(event, 'flyTo')) return
    this.#setInFlight(true)
    clearTimeout(this.#end)
    this.#end = setTimeout(() => this._onMoveEnd(), ENDED)
    if (performance.now() - this.#drawnAt > STALE) this._update()
    else this._updateTransform(this._map.getCenter(), this._map.getZoom())
  }

  _onMoveEnd () {
    this.#setInFlight(false)
    clearTimeout(this.#end)
    this._update()
  }

  /** @param {boolean} isInFlight */
  #setInFlight (isInFlight) {
    this.#isInFlight = isInFlight
    this.options.padding = isInFlight ? PADDING_IN_FLIGHT : PADDING
  }

  /** Leaflet asks for this more than once for each movement: the canvas is drawn once, when all have asked. */
  _update () {
    if (!this.#drawing || (this._map._animatingZoom && this._bounds)) return
    super._update()
    L.DomUtil.setPosition(this._container, this._bounds.min ?? L.point(0, 0))
    this.fire('update')
    if (this.#isDue) return
    this.#isDue = true
    queueMicrotask(() => {
      this.#isDue = false
      if (this._map) this.#paintNow()
    })
  }

  /**
   * Draw again at the next frame, unless it is drawn before. A map whose size on the page has changed is drawn when it
   * is measured, later in that frame.
   */
  paint () {
    if (this.#frame || this.#isDue || !this._map) return
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0
      const map = this._map
      if (map && !map._animatingZoom && !this.#isInFlight && isMeasured(map)) this.#paintNow()
    })
  }

  #paintNow () {
    const { min, max } = this._bounds
    if (heldBack.has(this._map)) return
    if (!this.#drawing || !min || !max || min.x === max.x || min.y === max.y) return // a hidden frame has no size
    cancelAnimationFrame(this.#frame)
    this.#frame = 0
    const { canvas, pen } = this.#drawing
    const view = { ...viewOf(this._map), min, max, isMoving: this.#isInFlight }
    const box = this.#boxOf(pen, view)
    const shown = box && intersection(aligned(box, min, GRID), { left: min.x, right: max.x, top: min.y, bottom: max.y })
    canvas.hidden = !shown
    if (shown) this.#show(this.#drawing, shown, view)
    const now = performance.now()
    if (view.isMoving) pace.note(now - this.#drawnAt)
    this.#drawnAt = now
  }

  /**
   * @param {Drawing} drawing
   * @param {Box} box
   * @param {View} view
   */
  #show ({ canvas, screen, paper, pen }, { left, right, top, bottom }, view) {
    const [width, height] = [right - left, bottom - top]
    const ratio = densityOf(this._container, width * height, view)
    for (const sheet of [paper, canvas]) {
      sheet.width = Math.round(width * ratio)
      sheet.height = Math.round(height * ratio)
    }
    pen.setTransform(ratio, 0, 0, ratio, -left * ratio, -top * ratio)
    this.#draw(pen, view)
    screen.transferFromImageBitmap(paper.transferToImageBitmap())
    canvas.style.width = `${width}px`
    canvas.style.height = `${height}px`
    L.DomUtil.setPosition(canvas, L.point(left - view.min.x, top - view.min.y))
  }
}

/**
 * How many pixels of the screen a canvas has for each of its own.
 * @param {HTMLElement} container
 * @param {number} area in CSS pixels
 * @param {View} view
 */
const densityOf = (container, area, { isMoving }) => {
  const ratio = (globalThis.devicePixelRatio || 1) * zoomOf(container)
  const isCoarse = isMoving && pace.isSlow && area * ratio ** 2 > COARSE.most
  return isCoarse ? ratio * COARSE.share : ratio
}

/**
 * Off the page one draws as on it.
 * @param {OffscreenCanvasRenderingContext2D} pen
 * @returns {CanvasRenderingContext2D}
 */
const asOnPage = (pen) => /** @type {CanvasRenderingContext2D} */ (/** @type {unknown} */ (pen))

/**
 * Whether a map knows the size that it has on the page.
 * @param {L.Map} map
 */
export const isMeasured = (map) => {
  const { clientWidth, clientHeight } = map.getContainer()
  return map.getSize().equals([clientWidth, clientHeight])
}

/**
 * What is seen of a map, without the margin that a canvas has about it.
 * @param {L.Map} map
 * @returns {View}
 */
export const extentOf = (map) => {
  const min = map.containerPointToLayerPoint([0, 0])
  return { ...viewOf(map), min, max: min.add(map.getSize()) }
}

/** @param {L.Map} map */
const viewOf = (map) => {
  const { x, y } = map.getPixelOrigin()
  return { scale: 2 ** map.getZoom(), x, y, projection: projectionOf(map), zoom: mercatorZoom(map) }
}

/** The panes of the map, from the ground up. */
const PANES = ['world', 'basemaps', 'areas', 'paths', 'places', 'labels', 'aircraft']

/**
 * Make the panes; they take no pointer, the map does.
 * @param {L.Map} map
 */
export const createPanes = (map) => PANES.forEach((name, index) => {
  const pane = map.createPane(name)
  pane.style.zIndex = String(410 + index * 10)
  pane.style.pointerEvents = 'none'
})
