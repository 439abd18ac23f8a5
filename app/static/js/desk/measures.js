/** @import { Store } from '#desk/store' */
import { choice, node, number } from '#desk/node'

const METRES_PER_FOOT = 0.3048
/** Of feet that are shown. */
const DECIMALS = 2

/** In which zone the forms have times, and in which unit altitudes; the files have UTC and metres. */
export class Measures {
  /** @param {Store} store */
  constructor (store) { this.store = store }

  /** The choices of both. */
  element () {
    const { message, zone, unit } = this.store
    const zones = this.#zones().map((each) => /** @type {[string, string]} */ ([each, each || 'UTC']))
    const units = /** @type {[string, string][]} */ ([['m', message('desk_value_m')], ['ft', message('desk_value_ft')]])
    return node('div', { className: 'pair' },
      choice(message('desk_times_in'), zones, zone, (chosen) => this.store.measureIn(chosen, unit), 'times-in'),
      choice(message('desk_altitudes_in'), units, unit, (chosen) => this.store.measureIn(zone, chosen), 'altitudes-in'))
  }

  /**
   * A label of the forms, with the zone or the unit in it.
   * @param {string} key
   */
  label (key) {
    const { message, zone, unit } = this.store
    return message(key, { zone: zone || 'UTC', unit: message(`desk_unit_${unit}`) })
  }

  /**
   * An altitude as the forms have it.
   * @param {unknown} metres
   */
  shown (metres) {
    if (typeof metres !== 'number') return String(metres ?? '')
    return String(this.store.unit === 'ft' ? Number((metres / METRES_PER_FOOT).toFixed(DECIMALS)) : metres)
  }

  /** UTC, and the zones of the exhibit's clocks and fixes. */
  #zones () {
    const { lists: { clocks }, layers } = this.store.state
    const fixes = layers.flatMap(({ features }) => features.flatMap((feature) => feature.fixes))
    const zones = [...clocks, ...fixes].map(({ zone }) => zone).filter((zone) => typeof zone === 'string' && zone)
    return ['', ...new Set([this.store.zone, .../** @type {string[]} */ (zones)].filter(Boolean))]
  }
}

/** The values that are altitudes. */
export const ALTITUDES = ['altitude_m', 'altitude_uncertainty_m', 'top_m']

/**
 * A value as it is sent: a number, null for nothing, or, for the server to refuse, the text.
 * @param {string} written
 */
export const amount = (written) => written === '' ? null : number(written)
