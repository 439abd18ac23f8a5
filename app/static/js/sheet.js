/** Pixels of the whole world at zoom 0, in Web Mercator: where `lon`, `lat` lies on it. */
export const worldX = (lon) => (lon + 180) / 360 * 256
export const worldY = (lat) => {
  const sine = Math.sin(Math.max(-85.0511287798, Math.min(85.0511287798, lat)) * Math.PI / 180)
  return 128 - Math.log((1 + sine) / (1 - sine)) * 64 / Math.PI
}

/**
 * A canvas that lies on the map and moves with it, drawn by a function and not by Leaflet's paths.
 *
 * `draw(context, view)` is called with a cleared context whose unit is one CSS pixel of the map's layer, and
 * `view = {scale, x, y, min, max, zoom}`: a point of `worldX`, `worldY` stands at `worldX * scale - x`, `worldY * scale - y`,
 * and what lies outside `min`…`max` is not seen. `sheet.paint()` draws again.
 */
export const sheet = (map, pane, draw) => new Sheet(draw, { pane, padding: 0.2 }).addTo(map)

const Sheet = L.Renderer.extend({
  initialize (draw, options) {
    L.Renderer.prototype.initialize.call(this, options)
    this._draw = draw
  },

  _initContainer () {
    this._container = document.createElement('canvas')
    this._container.setAttribute('aria-hidden', 'true')
    this._context = this._container.getContext('2d')
  },

  _destroyContainer () {
    cancelAnimationFrame(this._frame)
    this._container.remove()
    delete this._container
  },

  _updatePaths () {},

  _update () {
    if (this._map._animatingZoom && this._bounds) return
    L.Renderer.prototype._update.call(this)
    const { min } = this._bounds
    const size = this._bounds.getSize()
    const ratio = this._ratio = (globalThis.devicePixelRatio || 1) * (this._container.currentCSSZoom ?? 1)
    L.DomUtil.setPosition(this._container, min)
    this._container.width = Math.round(size.x * ratio)
    this._container.height = Math.round(size.y * ratio)
    this._container.style.width = `${size.x}px`
    this._container.style.height = `${size.y}px`
    this._paintNow()
    this.fire('update')
  },

  /** Draw again at the next frame. */
  paint () {
    if (this._frame || !this._map) return
    this._frame = requestAnimationFrame(() => {
      this._frame = 0
      if (this._map && !this._map._animatingZoom) this._paintNow()
    })
  },

  _paintNow () {
    const { min, max } = this._bounds
    const origin = this._map.getPixelOrigin()
    const zoom = this._map.getZoom()
    const context = this._context
    context.setTransform(1, 0, 0, 1, 0, 0)
    context.clearRect(0, 0, this._container.width, this._container.height)
    context.setTransform(this._ratio, 0, 0, this._ratio, -min.x * this._ratio, -min.y * this._ratio)
    this._draw(context, { scale: 2 ** zoom, x: origin.x, y: origin.y, min, max, zoom })
  }
})

/** The panes of the map, from the ground up. */
export const PANES = ['world', 'basemaps', 'areas', 'paths', 'places', 'labels', 'aircraft']

/** Make the panes; they take no pointer, the map does. */
export const layPanes = (map) => PANES.forEach((name, index) => {
  const pane = map.createPane(name)
  pane.style.zIndex = String(410 + index * 10)
  pane.style.pointerEvents = 'none'
})
