/** @import { View } from '#map/canvas_layer' */
import { extentOf } from '#map/canvas_layer'

/** Narrower than this, in CSS pixels, a page begins with its legend folded. */
const WIDE = 1200
/** How often, at most, the legend follows the clock, in milliseconds. */
const PAUSE = 500

/** Said by an owner whose ground covers all of a view: the kinds of land under it are not explained. */
export const WORLD_HIDDEN = 'world-hidden'

/** @typedef {(view: View) => Iterable<string>} MarksInSight what an owner draws in a view, as `data-mark` has it */

/** The legend: of its items, those that some element draws in sight. */
export class Legend {
  /** @type {Map<string, MarksInSight>} */
  #owners = new Map()
  #page
  #items
  #territories
  #map
  #timer = 0
  #shownAt = -Infinity

  /**
   * @param {L.Map} map
   * @param {ParentNode} page
   */
  constructor (map, page) {
    this.#map = map
    this.#page = page
    this.#items = [...page.querySelectorAll('.legend [data-mark]')]
    this.#territories = page.querySelector('.legend [data-legend=world]')
    if (innerWidth) this.#fold()
    else addEventListener('resize', () => this.#fold(), { once: true })
    map.on('moveend', () => this.refresh())
    map.on('unload', () => clearTimeout(this.#timer))
  }

  /**
   * Let an owner say what it draws.
   * @param {string} owner
   * @param {MarksInSight} inSight
   */
  set (owner, inSight) {
    this.#owners.set(owner, inSight)
    this.refresh()
  }

  /** @param {string} owner */
  delete (owner) {
    this.#owners.delete(owner)
    this.refresh()
  }

  /** Fold the legend of a narrow page. A page in a hidden frame has no width before it is shown. */
  #fold () { if (innerWidth < WIDE) this.#page.querySelector('.legend')?.removeAttribute('open') }

  /** Ask the owners again, soon. */
  refresh () {
    if (this.#timer || !this.#items.length) return
    this.#timer = setTimeout(() => this.show(), Math.max(0, this.#shownAt + PAUSE - performance.now()))
  }

  /** Ask the owners now. */
  show () {
    clearTimeout(this.#timer)
    this.#timer = 0
    this.#shownAt = performance.now()
    const view = extentOf(this.#map)
    const marks = new Set([...this.#owners.values()].flatMap((inSight) => [...inSight(view)]))
    this.#territories?.toggleAttribute('hidden', marks.has(WORLD_HIDDEN))
    for (const item of this.#items) item.toggleAttribute('hidden', !marks.has(item.getAttribute('data-mark') ?? ''))
  }
}
