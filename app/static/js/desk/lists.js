/** @import { Store } from '#desk/store' */
/** @import { Words } from '#payloads' */
import { proposeSources } from '#desk/citations'
import { ALTITUDES, Measures } from '#desk/measures'
import { button, check, choice, field, isTable, node, number, plain, taken, wordFields } from '#desk/node'
import { BASES } from '#track'

/** The labels of a row's keys; those of `NEEDED` are asked when a row is added. */
const LABELS = {
  zone: 'desk_zone',
  name: 'desk_place',
  when: 'desk_when',
  citations: 'desk_citations',
  altitude_m: 'desk_altitude_m',
  top_m: 'desk_top_m',
  basis: 'desk_basis',
  to: 'desk_to',
  attribution: 'desk_credit',
  visible: 'desk_visible',
  bounds: 'desk_bounds',
  says: 'desk_related'
}
const NEEDED = {
  clocks: ['zone', 'name'], ceilings: ['name', 'altitude_m'], threads: ['to', 'says'], layers: [], basemaps: []
}

/** @typedef {keyof typeof NEEDED} List */
/** @typedef {Words | boolean | number[] | null} Value of a row */

/** The clocks of an exhibit, reference altitudes, links to others, layers and base maps: lists of a few rows each. */
export class Lists {
  /** @param {Store} store */
  constructor (store) {
    this.store = store
    this.measures = new Measures(store)
  }

  elements () { return (/** @type {List[]} */ (Object.keys(NEEDED))).map((list) => this.#list(list)) }

  /** @param {List} list */
  #list (list) {
    const { message, state } = this.store
    const rows = state.lists[list]
    return node('details', { className: 'insert', id: `list-${list}` },
      node('summary', {}, `${message(`desk_${list}`)} (${rows.length})`),
      ...rows.map((row, index) => this.#row(list, row, index)), NEEDED[list].length ? this.#adding(list) : null)
  }

  /**
   * @param {List} list
   * @param {Record<string, Value>} row
   * @param {number} index
   */
  #row (list, row, index) {
    const { message } = this.store
    const remove = () => this.store.send({ edit: 'remove-row', list, row: index })
    return node('div', { className: 'claim' },
      node('div', { className: 'settings' },
        ...Object.keys(row).flatMap((key) => this.#controls(list, row[key], index, key))),
      this.#placed(list, index),
      button(message('desk_remove'), remove, { id: `remove-${list}-${index}` }))
  }

  /**
   * Where a base map is, if a file says so.
   * @param {List} list
   * @param {number} index
   */
  #placed (list, index) {
    const { message, state } = this.store
    const file = list === 'basemaps' ? state.basemaps[index]?.placed_by : ''
    return file ? node('p', { className: 'facts' }, message('desk_placed_by', { file })) : null
  }

  /**
   * @param {List} list
   * @param {Value} value
   * @param {number} row
   * @param {string} key
   */
  #controls (list, value, row, key) {
    const [id, label] = [`${list}-${row}-${key}`, this.#label(key)]
    const send = (/** @type {unknown} */ written) =>
      this.store.send({ edit: 'set-row', list, row, key, value: written })
    if (key === 'visible') return [check(label, value !== false, (isOn) => send(isOn ? null : false), id)]
    if (Array.isArray(value)) {
      return [field(label, value.join(', '), (written) => send(written.split(/[,;\s]+/).map(number)), { id })]
    }
    return key === 'bounds' ? [] : this.#words(/** @type {Words | null} */ (value), key, label, id, send)
  }

  /**
   * @param {Words | null} value
   * @param {string} key
   * @param {string} label
   * @param {string} id
   * @param {(value: unknown) => void} send
   */
  #words (value, key, label, id, send) {
    const set = (/** @type {string} */ written) => send(written === '' ? null : valueOf(key, written))
    if (key === 'basis') {
      const bases = ['', ...BASES].map((each) =>
        /** @type {[string, string]} */ ([each, this.store.message(each)]))
      return [choice(label, bases, plain(value), set, id)]
    }
    if (isTable(value)) {
      return wordFields(label, value, (written, language) => send({ ...value, [language]: written }),
        this.store.state.languages, { id })
    }
    const shown = ALTITUDES.includes(key) ? this.measures.shown(value) : plain(value)
    const made = field(label, shown, set, { id, list: key === 'zone' ? 'zones' : '' })
    if (key === 'citations') proposeSources(this.store, /** @type {HTMLInputElement} */ (made.lastElementChild))
    return [made]
  }

  /** @param {string} key of a row */
  #label (key) { return this.measures.label(Reflect.get(LABELS, key)) }

  /** @param {List} list */
  #adding (list) {
    const { message } = this.store
    const fields = NEEDED[list].map((key) =>
      field(this.#label(key), '', () => {}, {
        id: `new-${list}-${key}`, kept: true, list: key === 'zone' ? 'zones' : ''
      }))
    const add = () => {
      const written = fields.map((each) => /** @type {HTMLInputElement} */ (each.lastElementChild).value.trim())
      if (!written.every(Boolean)) return
      fields.forEach(taken)
      const values = Object.fromEntries(NEEDED[list].map((key, index) => [key, valueOf(key, written[index])]))
      this.store.send({ edit: 'add-row', list, values })
    }
    return node('div', { className: 'claim' }, node('div', { className: 'settings' }, ...fields),
      button(message('desk_add'), add, { id: `add-${list}` }))
  }
}

/**
 * @param {string} key
 * @param {string} written
 */
const valueOf = (key, written) => ALTITUDES.includes(key) ? number(written) : written
