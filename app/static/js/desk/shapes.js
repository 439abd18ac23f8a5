/** @import { DeskFeaturePayload } from '#payloads' */
/** @import { Store } from '#desk/store' */
/** @import { Handle, VisitorsPage } from '#desk/visitors_page' */
import { button, field, lonLat, node, number } from '#desk/node'
import { MOST_HANDLES } from '#desk/visitors_page'

/** Of the sphere on which Leaflet measures. */
const EARTH_RADIUS_KM = 6371
const DEGREE = Math.PI / 180

/** @typedef {{ layer: string, feature: string }} Target */

/** The corners of areas and the radius of reaches: on the map, and as form controls. */
export class Shapes {
  /**
   * @param {Store} store
   * @param {VisitorsPage} page
   */
  constructor (store, page) {
    this.store = store
    this.page = page
  }

  /**
   * The corners of an area with one that is new between each two, or a point on the edge of a reach.
   * @param {Target} target
   * @param {DeskFeaturePayload} feature
   * @returns {Handle[]}
   */
  handles (target, feature) {
    const corners = cornersOf(feature)
    const between = corners.map(({ ring, corner, position, next }) => ({
      label: '+',
      position: middle(position, next),
      isNew: true,
      move: this.#mover('add-corner', target, ring, corner + 1)
    }))
    const own = corners.map(({ ring, corner, position }, index) => ({
      label: String(index + 1), position, move: this.#mover('move-corner', target, ring, corner)
    }))
    return [...between, ...own, ...this.#edge(target, feature)]
  }

  /**
   * @param {Target} target
   * @param {DeskFeaturePayload} feature
   * @returns {Handle[]}
   */
  #edge (target, { position, radius_km: radius }) {
    if (!position || !radius) return []
    const center = /** @type {[number, number]} */ (position)
    const move = (/** @type {number} */ lon, /** @type {number} */ lat) =>
      this.#setRadius(target, rounded(this.page.kilometres(center, [lon, lat])))
    return [{ label: '→', position: eastOf(center, radius), move }]
  }

  /**
   * The radius of a reach that was drawn by its middle and a point on its edge.
   * @param {[number, number][]} positions
   */
  radius ([center, edge]) { return { radius_km: rounded(this.page.kilometres(center, edge)) } }

  /**
   * @param {Target} target
   * @param {DeskFeaturePayload} feature
   */
  elements (target, feature) {
    const { message } = this.store
    const radius = (/** @type {string} */ value) => this.#setRadius(target, number(value))
    const corners = cornersOf(feature)
    return [
      ...(feature.kind === 'reach'
        ? [field(message('desk_radius_km'), String(feature.radius_km ?? ''), radius, { id: 'feature-radius' })]
        : []),
      ...(corners.length ? [...crowd(message, corners.length), this.#list(target, corners)] : [])
    ]
  }

  /**
   * The corners in a list, which is filled when it is opened: an area may have hundreds.
   * @param {Target} target
   * @param {ReturnType<typeof cornersOf>} corners
   */
  #list (target, corners) {
    const list = node('details', { className: 'insert', id: 'corners' },
      node('summary', {}, `${this.store.message('desk_corners')} (${corners.length})`))
    const rows = node('div')
    const fillRows = () => {
      if (rows.hasChildNodes()) return
      rows.append(...corners.map(({ ring, corner, position }, index) =>
        this.#corner(target, ring, corner, position, index)))
    }
    const earlier = document.getElementById(list.id)
    if (earlier instanceof HTMLDetailsElement && earlier.open) fillRows()
    list.addEventListener('toggle', () => { if (list.open) fillRows() })
    list.append(rows)
    return list
  }

  /**
   * @param {Target} target
   * @param {number} ring
   * @param {number} corner
   * @param {[number, number]} position
   * @param {number} index
   */
  #corner (target, ring, corner, [lon, lat], index) {
    const { message } = this.store
    const remove = () => this.store.send({ edit: 'remove-corner', ...target, ring, corner })
    const move = (/** @type {string} */ written) =>
      this.store.send({ edit: 'move-corner', ...target, ring, corner, position: lonLat(written) })
    return node('div', { className: 'adding' },
      field(message('desk_corner', { number: index + 1 }), `${lat}, ${lon}`, move, { id: `area-corner-${index}` }),
      button('×', remove, { 'aria-label': `${message('desk_remove')}: ${index + 1}`, id: `remove-corner-${index}` }))
  }

  /**
   * @param {Target} target
   * @param {number | string} value in kilometres
   */
  #setRadius (target, value) { this.store.send({ edit: 'set-feature', ...target, key: 'radius_km', value }) }

  /**
   * @param {'add-corner' | 'move-corner'} edit
   * @param {Target} target
   * @param {number} ring
   * @param {number} corner
   */
  #mover (edit, target, ring, corner) {
    return (/** @type {number} */ lon, /** @type {number} */ lat) => {
      this.store.send({ edit, ...target, ring, corner, position: [lon, lat] })
    }
  }
}

/**
 * A distance that was measured with the hand.
 * @param {number} kilometres
 */
const rounded = (kilometres) => Number(kilometres.toPrecision(3))

/**
 * The corners of an area, each with its numbers and the next one.
 * @param {DeskFeaturePayload} feature
 */
const cornersOf = ({ rings }) => rings.flatMap((positions, ring) => positions.map((position, corner) => ({
  ring,
  corner,
  position: /** @type {[number, number]} */ (position),
  next: /** @type {[number, number]} */ (positions[(corner + 1) % positions.length])
})))

/**
 * How points are dragged that are too many to be drawn at once.
 * @param {import('#desk/messages').Say} message
 * @param {number} count
 */
export const crowd = (message, count) => count > MOST_HANDLES
  ? [node('p', { className: 'facts' }, message('desk_crowd', { count, most: MOST_HANDLES }))]
  : []

/**
 * @param {[number, number]} one
 * @param {[number, number]} other
 * @returns {[number, number]}
 */
const middle = (one, other) => [(one[0] + other[0]) / 2, (one[1] + other[1]) / 2]

/**
 * The point that is reached by going east along a great circle.
 * @param {[number, number]} from
 * @param {number} kilometres
 * @returns {[number, number]}
 */
const eastOf = ([lon, lat], kilometres) => {
  const [angle, from] = [kilometres / EARTH_RADIUS_KM, lat * DEGREE]
  const to = Math.asin(Math.sin(from) * Math.cos(angle))
  const turn = Math.atan2(Math.sin(angle) * Math.cos(from), Math.cos(angle) - Math.sin(from) * Math.sin(to))
  return [lon + turn / DEGREE, to / DEGREE]
}
