/** @import { Observable } from '#state/observable' */
/** @import { Words } from '#payloads' */

/** @typedef {{id: string, distance: number}} Hit what lies under a pointer, and how far off in CSS pixels */
/** @typedef {{x: number, y: number}} Point */

/**
 * What its owner knows of a thing that the list does not have.
 * @typedef {{lon: number, lat: number, layer: string, name?: Words, when?: string, description?: Words}} Description
 */

/** How far off, in CSS pixels, a thing may be touched, and how far off it may be pointed at. */
const TOUCH = 14
const POINT = 8
/** Points are asked before lines, and lines before areas. */
export const HIT_RANK = { places: 0, fixes: 1, flights: 2, areas: 3 }

/**
 * The hits within reach, the nearest first.
 * @param {number} reach
 * @param {Hit[]} hits
 */
export const nearestFirst = (reach, hits) =>
  hits.filter(({ distance }) => distance <= reach).sort((a, b) => a.distance - b.distance)

/** What lies under the pointer. Elements answer for what they draw; the one that draws last is asked first. */
export class HitTester {
  /** @type {Map<string, {rank: number, find: Find, describe: Describe}>} */
  #owners = new Map()

  /**
   * @param {L.Map} map
   * @param {Observable<string | null>} selection is set by a click
   */
  constructor (map, selection) {
    map.on('click', ({ containerPoint }) => { selection.value = this.at(containerPoint, TOUCH)?.id ?? null })
    map.on('mousemove', ({ containerPoint }) => {
      map.getContainer().classList.toggle('on-target', Boolean(this.at(containerPoint, POINT)))
    })
  }

  /**
   * Let an owner answer for its drawings, after its `HIT_RANK`.
   *
   * @typedef {(point: Point, reach: number) => Hit[]} Find takes a point of the map's container and the reach of a
   *   finger or a mouse, both in CSS pixels, and returns the things within reach, the nearest first
   * @typedef {(id: string) => Description | null} Describe
   * @param {string} owner
   * @param {number} rank
   * @param {Find} find
   * @param {Describe} [describe]
   */
  set (owner, rank, find, describe = () => null) { this.#owners.set(owner, { rank, find, describe }) }

  /** @param {string} owner */
  delete (owner) { this.#owners.delete(owner) }

  /**
   * The topmost thing within reach of a point, or null.
   * @param {Point} point
   * @param {number} reach
   */
  at (point, reach) {
    for (const { find } of this.#inOrder()) {
      const [found] = find(point, reach)
      if (found) return found
    }
    return null
  }

  /**
   * All places and fixes that are drawn at a point of the map's container, over one another.
   * @param {Point} point
   */
  pile (point) {
    const owners = this.#inOrder().filter(({ rank }) => rank <= HIT_RANK.fixes)
    return owners.flatMap(({ find }) => find(point, POINT))
  }

  #inOrder () { return [...this.#owners.values()].sort((a, b) => a.rank - b.rank) }

  /**
   * What its owner knows of a thing, or null.
   * @param {string} id
   */
  describe (id) {
    for (const { describe } of this.#owners.values()) {
      const found = describe(id)
      if (found) return found
    }
    return null
  }
}
