/** @import { Point, Projection } from '#map/projection' */
import { zoomOf } from '#lib/dom'
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

/**
 * A canvas that lies on the map and moves with it, drawn by a function and not by Leaflet's paths; `paint()` draws it
 * again.
 *
 * @param {L.Map} map
 * @param {string} pane
 * @param {Draw} draw is called with a cleared context
 */
export const canvasLayer = (map, pane, draw) => new CanvasLayer(draw, { pane, padding: 0.2 }).addTo(map)

/** After so many milliseconds without a step a flight of the map has ended, even where Leaflet does not say so. */
const ENDED = 200
/** For so many milliseconds a picture is moved while the map flies, before it is drawn again. */
const STALE = 20

/** The canvas that is made when the layer comes onto the map. */
export class CanvasLayer extends L.Renderer {
  #draw
  #frame = 0
  #ratio = 1
  #isInFlight = false
  #isDue = false
  #drawnAt = -Infinity
  #end = 0
  /** @type {CanvasRenderingContext2D | null} */
  #context = null

  /**
   * @param {Draw} draw
   * @param {L.RendererOptions} options
   */
  constructor (draw, options) {
    super(options)
    this.#draw = draw
  }

  _initContainer () {
    const canvas = document.createElement('canvas')
    canvas.setAttribute('aria-hidden', 'true')
    this.#context = canvas.getContext('2d')
    this._container = canvas
  }

  _destroyContainer () {
    cancelAnimationFrame(this.#frame)
    clearTimeout(this.#end)
    this._container.remove()
    this.#context = null
  }

  _updatePaths () {}

  getEvents () { return { ...super.getEvents?.(), move: this._onMove, moveend: this._onMoveEnd } }

  /**
   * While the map flies, draw what is in sight, at the latest at every second frame, and move that in between.
   * @param {L.LeafletEvent} event
   */
  _onMove (event) {
    if (!Reflect.get(event, 'flyTo')) return
    this.#isInFlight = true
    clearTimeout(this.#end)
    this.#end = setTimeout(() => this._onMoveEnd(), ENDED)
    if (performance.now() - this.#drawnAt > STALE) this._update()
    else this._updateTransform(this._map.getCenter(), this._map.getZoom())
  }

  _onMoveEnd () {
    this.#isInFlight = false
    clearTimeout(this.#end)
    this._update()
  }

  /** Leaflet asks for this more than once for each movement: the canvas is drawn once, when all have asked. */
  _update () {
    if (!this.#context || (this._map._animatingZoom && this._bounds)) return
    super._update()
    L.DomUtil.setPosition(this.#context.canvas, this._bounds.min ?? L.point(0, 0))
    this.fire('update')
    if (this.#isDue) return
    this.#isDue = true
    queueMicrotask(() => {
      this.#isDue = false
      if (this.#context && this._map) this.#paintNow(this.#context)
    })
  }

  /** @param {CanvasRenderingContext2D} context */
  #fit ({ canvas }) {
    const size = this._bounds.getSize()
    this.#ratio = (globalThis.devicePixelRatio || 1) * zoomOf(canvas)
    const [width, height] = [Math.round(size.x * this.#ratio), Math.round(size.y * this.#ratio)]
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width
      canvas.height = height
      canvas.style.width = `${size.x}px`
      canvas.style.height = `${size.y}px`
    }
  }

  /** Draw again at the next frame, unless it is drawn before. */
  paint () {
    if (this.#frame || this.#isDue || !this._map) return
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0
      if (this.#context && this._map && !this._map._animatingZoom && !this.#isInFlight) this.#paintNow(this.#context)
    })
  }

  /** @param {CanvasRenderingContext2D} context */
  #paintNow (context) {
    const { min, max } = this._bounds
    if (!min || !max || min.x === max.x || min.y === max.y) return // in a hidden frame the map has no size
    cancelAnimationFrame(this.#frame)
    this.#frame = 0
    this.#fit(context)
    context.setTransform(1, 0, 0, 1, 0, 0)
    context.clearRect(0, 0, context.canvas.width, context.canvas.height)
    context.setTransform(this.#ratio, 0, 0, this.#ratio, -min.x * this.#ratio, -min.y * this.#ratio)
    this.#draw(context, { ...viewOf(this._map), min, max, isMoving: this.#isInFlight })
    this.#drawnAt = performance.now()
  }
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
