/** @import { DeskPage } from '#desk/frame' */
import { decimalsAt, formatHash, formatView, parseHash, parseView } from '#state/hash'

/**
 * A point that can be dragged: what is written on it, where it is, and what happens to where it is put. One that is new
 * becomes a point of the line only then. A disc of its uncertainty in kilometres goes with it.
 * @typedef {(lon: number, lat: number) => void} Move
 * @typedef {{ label: string, position: [number, number], move: Move, isNew?: boolean, disc?: number | null }} Handle
 */

/** The latitude from which a stereographic map is about the pole, as in `app/geodesy/projection.py`. */
const POLAR = 56
/** An inset is about a quarter as wide as the map. */
const INSET_LEVELS = 2
/** Pixels. */
const SIZE = 28
const MARK = {
  display: 'grid',
  placeContent: 'center',
  height: `${SIZE}px`,
  border: '2px solid',
  borderRadius: '50%',
  background: '#fff',
  color: '#14507a',
  font: '700 12px sans-serif',
  cursor: 'move'
}
const NEW = { ...MARK, border: '1px dashed', opacity: '0.75' }
/** Of the map that is shown, how much a new scan covers. */
const PART = 0.6
/** More points than this are drawn only once so few of them are in sight. */
export const MOST_HANDLES = 60
/** Pixels by which a pointer may move within a click. */
const SLACK = 5
const DISC = { color: '#14507a', weight: 2, fillOpacity: 0.12, interactive: false, pane: 'markerPane' }
const SKETCH = { color: '#14507a', weight: 3, dashArray: '6 5', interactive: false, pane: 'markerPane' }

/** The exhibit's page in its frame. */
export class VisitorsPage {
  /** @type {Handle[]} */
  #handles = []
  /** @type {L.Marker[]} */
  #markers = []
  /** @type {((point: [number, number]) => void) | null} */
  #picker = null
  #pressed = [0, 0]
  #isDragged = false
  #isOutdated = false
  /** @type {[number, number][]} */
  #sketch = []
  /** @type {L.Layer[]} */
  #sketched = []

  /** @param {HTMLIFrameElement} frame */
  constructor (frame) {
    this.frame = frame
    frame.addEventListener('load', () => { this.#follow() })
    this.#follow()
  }

  /** Show the latest version, at the same view and moment, as soon as nothing is being dragged. */
  refresh () {
    this.#isOutdated = this.#isDragged
    if (!this.#isDragged) this.#page?.refresh() // a page that is still being loaded is the latest
  }

  /** The current view and moment, as a chapter has them; null before there is a page. */
  async moment () {
    const { map, date } = parseHash(await this.#page?.address() ?? '')
    return map && date ? { view: `#map=${map}`, date } : null
  }

  /**
   * What an inset shows that has nearly as much in sight as the map has now; null before there is a page.
   * @returns {Promise<string | null>}
   */
  async inset () {
    const view = parseView(parseHash(await this.#page?.address() ?? '').map)
    if (!view) return null
    const [lat, lon] = view.center
    return `#map=${formatView(Math.max(0, view.zoom - INSET_LEVELS), lat, lon, view.projection)}`
  }

  /**
   * Show the map in Mercator's projection, or in the stereographic about its middle, or about a pole that is not far
   * from there; and return the view and moment, as above.
   * @param {boolean} isStereographic
   */
  async project (isStereographic) {
    const state = parseHash(await this.#page?.address() ?? '')
    const view = parseView(state.map)
    const page = this.frame.contentWindow
    if (!view || !page || !state.date) return null
    const [lat, lon] = view.center
    const centre = /** @type {[number, number]} */ ([Math.abs(lat) < POLAR ? lat : Math.sign(lat) * 90, lon])
    const map = formatView(view.zoom, lat, lon, isStereographic ? centre : null)
    page.location.hash = formatHash({ ...state, map })
    return { view: `#map=${map}`, date: state.date }
  }

  /**
   * Hear the keys that are pressed on the page.
   * @param {(event: KeyboardEvent) => void} hear
   */
  onKey (hear) {
    const follow = () => this.frame.contentDocument?.addEventListener('keydown', hear)
    this.frame.addEventListener('load', follow)
    follow()
  }

  /** @returns {DeskPage | undefined} */
  get #page () { return Reflect.get(this.frame.contentWindow ?? {}, 'desk_page') }

  /**
   * The middle of the map, as longitude and latitude.
   * @returns {[number, number]}
   */
  get middle () {
    const map = this.#map
    return map ? shown(map, map.getCenter()) : [0, 0]
  }

  /**
   * Move the map to a point.
   * @param {[number, number]} point
   */
  lookAt (point) { this.#map?.setView(latLng(point), undefined, { animate: false }) }

  /**
   * How far two points are apart.
   * @param {[number, number]} one
   * @param {[number, number]} other
   */
  kilometres (one, other) { return (this.#map?.distance(latLng(one), latLng(other)) ?? 0) / 1000 }

  /**
   * Show a chapter, a feature or a fix.
   * @param {'chapter' | 'feature'} key
   * @param {string} value
   */
  show (key, value) {
    const page = this.frame.contentWindow
    if (page) page.location.hash = `${key}=${encodeURIComponent(value)}`
  }

  /**
   * Hear what is selected on the page: the keys of features and fixes; null for no longer.
   * @param {((key: string) => void) | null} hear
   */
  onSelect (hear) { this.#page?.onSelect(hear) }

  /**
   * Four corners within the map that is shown, from the upper left clockwise, of a picture of that width by its height.
   * @param {number} aspect
   * @returns {[number, number][]}
   */
  rectangle (aspect) {
    const map = this.#map
    if (!map) return []
    const { x, y } = map.getSize().divideBy(2)
    const height = Math.min(y, x / aspect) * PART
    const width = height * aspect
    return [[-width, -height], [width, -height], [width, height], [-width, height]].map(([right, down]) =>
      shown(map, map.containerPointToLatLng([x + right, y + down])))
  }

  /**
   * Put points on the map that can be dragged, in place of those before.
   * @param {Handle[]} handles
   */
  set handles (handles) {
    this.#handles = handles
    this.#draw()
  }

  /**
   * Let clicks on the map choose points, in place of what they do there; null for no longer.
   * @param {((point: [number, number]) => void) | null} picker
   */
  pick (picker) {
    this.#picker = picker
    this.#draw()
  }

  /**
   * Draw a line that is being made.
   * @param {[number, number][]} points
   */
  set sketch (points) {
    this.#sketch = points
    this.#draw()
  }

  /** @returns {L.Map | undefined} */
  get #map () { return Reflect.get(this.frame.contentWindow ?? {}, 'map_exhibit') }

  /** Draw the handles whenever the page has a new map. */
  #follow () {
    const root = this.frame.contentDocument?.documentElement
    if (!root) return
    new MutationObserver(() => this.#draw()).observe(root, { attributeFilter: ['data-ready'] })
    this.#draw()
  }

  /**
   * A mark with its label, in the page's own document, whose policy allows no style sheet of the desk.
   * @param {Handle} handle
   */
  #mark ({ label, isNew }) {
    const mark = /** @type {Document} */ (this.frame.contentDocument).createElement('b')
    mark.textContent = label
    Object.assign(mark.style, isNew ? NEW : MARK)
    return mark
  }

  /** @param {MouseEvent} event */
  #press = ({ clientX, clientY }) => { this.#pressed = [clientX, clientY] }

  /**
   * Whether a click ends a movement of the map.
   * @param {MouseEvent} event
   */
  #isPanned ({ clientX, clientY }) {
    const [x, y] = this.#pressed
    return Math.hypot(clientX - x, clientY - y) > SLACK
  }

  /** @param {MouseEvent} event */
  #pick = (event) => {
    const map = this.#map
    const isControl = /** @type {Element} */ (event.target).closest('.leaflet-control, button, a')
    if (!map || !this.#picker || isControl || this.#isPanned(event)) return
    event.stopPropagation()
    this.#picker(shown(map, map.mouseEventToLatLng(event)))
  }

  #redraw = () => this.#draw()

  /** Draw the handles; what is being dragged stays until it is let go. */
  #draw () {
    if (this.#isDragged) return
    const map = this.#map
    const leaflet = Reflect.get(this.frame.contentWindow ?? {}, 'L')
    for (const marker of this.#markers) marker.remove()
    this.#markers = []
    if (!map || !leaflet || !this.frame.contentDocument?.documentElement.dataset.ready) return
    map.getContainer().addEventListener('pointerdown', this.#press, { capture: true })
    map.getContainer().addEventListener('click', this.#pick, { capture: true })
    map.getContainer().style.cursor = this.#picker ? 'crosshair' : ''
    for (const layer of this.#sketched) layer.remove()
    const line = this.#sketch.map(latLng)
    this.#sketched = line.length ? [leaflet.polyline(line, SKETCH).addTo(map), ...line.map((point) =>
      leaflet.circleMarker(point, { ...SKETCH, radius: 5, dashArray: '' }).addTo(map))] : []
    map.off('moveend', this.#redraw).on('moveend', this.#redraw)
    const handles = few(map, this.#handles)
    const points = handles.filter(({ isNew }) => !isNew).map(({ position }) => pixels(map, position))
    const isFree = (/** @type {Handle} */ { position }) => {
      const at = pixels(map, position)
      return points.every((point) => point.distanceTo(at) > SIZE)
    }
    const drawn = handles.filter((handle) => !handle.isNew || isFree(handle))
    this.#markers = drawn.map((handle) => {
      const { position: [lon, lat], move, isNew, disc } = handle
      const around = disc ? leaflet.circle([lat, lon], { ...DISC, radius: disc * 1000 }) : null
      const icon = leaflet.divIcon({ className: '', html: this.#mark(handle), iconSize: [SIZE, SIZE] })
      const zIndexOffset = isNew ? 900 : 1000
      const marker = leaflet.marker([lat, lon], { icon, draggable: true, keyboard: false, zIndexOffset })
      marker.on('dragstart', () => {
        this.#isDragged = true
        around?.addTo(map)
      })
      marker.on('drag', () => around?.setLatLng(marker.getLatLng()))
      marker.on('dragend', () => {
        this.#isDragged = false
        around?.remove()
        move(...shown(map, marker.getLatLng()))
        if (this.#isOutdated) this.refresh()
      })
      return marker.addTo(map)
    })
  }
}

/**
 * A position in the order of Leaflet.
 * @param {[number, number]} position
 * @returns {[number, number]}
 */
const latLng = ([lon, lat]) => [lat, lon]

/**
 * The points that can be dragged: all, or of too many those in sight, unless these are too many.
 * @param {L.Map} map
 * @param {Handle[]} handles
 */
const few = (map, handles) => {
  const own = handles.filter(({ isNew }) => !isNew)
  if (own.length <= MOST_HANDLES) return handles
  const sight = map.getBounds()
  const isInSight = (/** @type {Handle} */ { position }) => sight.contains(latLng(position))
  return own.filter(isInSight).length > MOST_HANDLES ? [] : handles.filter(isInSight)
}

/**
 * Where a position is on the screen.
 * @param {L.Map} map
 * @param {[number, number]} position
 */
const pixels = (map, position) => map.latLngToLayerPoint(latLng(position))

/**
 * A place on the map as longitude and latitude, with the decimals that can be seen at this zoom.
 * @param {L.Map} map
 * @param {{ lng: number, lat: number }} place
 * @returns {[number, number]}
 */
const shown = (map, { lng, lat }) => {
  const decimals = decimalsAt(map.getZoom())
  return [Number(lng.toFixed(decimals)), Number(lat.toFixed(decimals))]
}
