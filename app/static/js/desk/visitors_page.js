/** @import { LeafletMouseEvent } from 'leaflet' */
import { decimalsAt, parseHash } from '#state/hash'

/**
 * A point that can be dragged: what is written on it, where it is, and what happens to where it is put.
 * @typedef {{ label: string, position: [number, number], move: (lon: number, lat: number) => void }} Handle
 */

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

/** The exhibit's page in its frame. */
export class VisitorsPage {
  /** @type {Handle[]} */
  #handles = []
  /** @type {L.Marker[]} */
  #markers = []

  /** @param {HTMLIFrameElement} frame */
  constructor (frame) {
    this.frame = frame
    frame.addEventListener('load', () => { this.#whenReady() })
    this.#whenReady()
  }

  /** Load the page again; it stays at its view and moment, which are in its address. */
  reload () { this.frame.contentWindow?.location.reload() }

  /** The current view and moment, as a chapter has them. */
  get moment () {
    const { map, date } = parseHash(this.frame.contentWindow?.location.hash ?? '')
    return { view: map ? `#map=${map}` : null, date: date ?? null }
  }

  /** The middle of the map, as longitude and latitude. */
  get middle () {
    const map = this.#map
    return map ? shown(map, map.getCenter()) : [0, 0]
  }

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
   * Put points on the map that can be dragged, in place of those before.
   * @param {Handle[]} handles
   */
  set handles (handles) {
    this.#handles = handles
    this.#draw()
  }

  /** @returns {L.Map | undefined} */
  get #map () { return Reflect.get(this.frame.contentWindow ?? {}, 'map_exhibit') }

  /** Draw the handles once the page has its map. */
  #whenReady () {
    const root = this.frame.contentDocument?.documentElement
    if (!root) return
    if (root.dataset.ready) this.#draw()
    else new MutationObserver((_, observer) => {
      if (!root.dataset.ready) return
      observer.disconnect()
      this.#draw()
    }).observe(root, { attributes: true })
  }

  /**
   * A mark with its label, in the page's own document, whose policy allows no style sheet of the desk.
   * @param {string} label
   */
  #mark (label) {
    const mark = /** @type {Document} */ (this.frame.contentDocument).createElement('b')
    mark.textContent = label
    Object.assign(mark.style, MARK)
    return mark
  }

  #draw () {
    const map = this.#map
    const leaflet = Reflect.get(this.frame.contentWindow ?? {}, 'L')
    for (const marker of this.#markers) marker.remove()
    this.#markers = []
    if (!map || !leaflet) return
    this.#markers = this.#handles.map(({ label, position: [lon, lat], move }) => {
      const icon = leaflet.divIcon({ className: '', html: this.#mark(label), iconSize: [SIZE, SIZE] })
      const marker = leaflet.marker([lat, lon], { icon, draggable: true, keyboard: false, zIndexOffset: 1000 })
      marker.on('dragend', () => move(...shown(map, marker.getLatLng())))
      return marker.addTo(map)
    })
  }
}

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
