/** @import { DeskFeaturePayload, DeskFixPayload, Words } from '#payloads' */
/** @import { Store } from '#desk/store' */
/** @import { VisitorsPage } from '#desk/visitors_page' */
import { proposeSources } from '#desk/citations'
import { ALTITUDES, Measures, amount } from '#desk/measures'
import { button, choice, field, firstOf, isTable, node, number, wordFields } from '#desk/node'
import { crowd } from '#desk/shapes'
import { BASES } from '#track'

/** The columns that are numbers. */
const NUMBERS = ['altitude_m', 'position_uncertainty_km', 'time_uncertainty_min']
const COLUMNS = [
  'place', 'time', 'lat', 'lon', 'altitude_m', 'basis', 'position_uncertainty_km', 'time_uncertainty_min', 'citations',
  'note'
]
/** The evidence of one value, where it is another than that of the fix. */
const OWN_BASES = /** @type {const} */ (['position_basis', 'time_basis', 'altitude_basis'])
/** Where a fix is put that is added after the last one, as a part of the way from the one before it. */
const ONWARD = 0.25

/** @typedef {{ layer: string, feature: string, fix: number }} Target a fix, counted from 1 */
/** @typedef {{ lon: unknown, lat: unknown }} Coordinates as they were written */

/** The fixes of a flight in a table, and of the chosen one what the table has no room for. */
export class FixTable {
  #chosen = 1

  /**
   * @param {Store} store
   * @param {VisitorsPage} page
   * @param {() => void} show the form again
   */
  constructor (store, page, show) {
    this.store = store
    this.page = page
    this.show = show
    this.measures = new Measures(store)
  }

  /**
   * Choose a fix, for when the form is shown again.
   * @param {number} fix
   */
  choose (fix) { this.#chosen = fix }

  /**
   * @param {{ layer: string, feature: string }} target
   * @param {DeskFixPayload[]} fixes
   */
  elements (target, fixes) {
    const { message } = this.store
    this.#chosen = Math.min(this.#chosen, fixes.length)
    const head = COLUMNS.map((column) => node('th', { scope: 'col' }, this.measures.label(`desk_${column}`)))
    return [
      node('p', {}, message('desk_drag')),
      ...crowd(message, fixes.length),
      this.measures.element(),
      node('div', { className: 'scroll' }, node('table', {},
        node('thead', {}, node('tr', {}, node('td'), ...head, node('td'))),
        node('tbody', {}, ...fixes.map((_, index) => this.#row(target, fixes, index))))),
      this.#form({ ...target, fix: this.#chosen }, fixes[this.#chosen - 1])
    ]
  }

  /**
   * @param {{ layer: string, feature: string }} target
   * @param {DeskFixPayload[]} fixes
   * @param {number} index
   */
  #row (target, fixes, index) {
    const { message } = this.store
    const fix = index + 1
    const own = { ...target, fix }
    const choose = () => {
      this.#chosen = fix
      this.page.show('feature', `${target.feature}/${fix}`)
      this.show()
    }
    const add = () => this.store.send({ edit: 'add-fix', ...own, fix: fix + 1, position: between(fixes, index) })
    const remove = () => this.store.send({ edit: 'remove-fix', ...own })
    return node('tr', {},
      node('th', { scope: 'row' }, button(String(fix), choose, {
        id: `choose-fix-${fix}`,
        'aria-label': message('desk_fix', { number: fix }),
        'aria-pressed': fix === this.#chosen
      })),
      ...COLUMNS.map((column) => node('td', { className: column }, this.#cell(own, fixes[index], column))),
      node('td', {},
        button('+', add, { 'aria-label': message('desk_add_fix'), id: `add-fix-${fix}` }),
        button('×', remove, { 'aria-label': message('desk_remove'), id: `remove-fix-${fix}` })))
  }

  /**
   * @param {Target} target
   * @param {DeskFixPayload} fix
   * @param {string} column
   */
  #cell (target, fix, column) {
    const { message, state } = this.store
    const value = /** @type {Words | null} */ (Reflect.get(fix, column))
    const label = `${this.measures.label(`desk_${column}`)} – ${message('desk_fix', { number: target.fix })}`
    const id = `fix-${target.fix}-${column}`
    if (column === 'basis') {
      const control = node('select', { id, 'aria-label': label })
      control.append(...['', ...BASES].map((basis) =>
        node('option', { value: basis, selected: basis === (value ?? '') }, message(basis))))
      control.addEventListener('change', () => this.#set(target, column, control.value))
      return control
    }
    const text = ALTITUDES.includes(column) ? this.measures.shown(value) : firstOf(value, state.languages)
    const control = node('input', { id, value: text, 'aria-label': label })
    if (column === 'citations') proposeSources(this.store, control)
    if (['lat', 'lon', ...NUMBERS].includes(column)) control.inputMode = 'decimal'
    control.addEventListener('change', () => {
      const written = control.value.trim()
      if (column === 'lat' || column === 'lon') this.#move(target, { [column]: number(written) })
      else if (NUMBERS.includes(column)) this.#set(target, column, amount(written))
      else this.#set(target, column, written, isTable(value) ? state.languages[0] : '')
    })
    return control
  }

  /**
   * What the table has no room for.
   * @param {Target} target
   * @param {DeskFixPayload} fix
   */
  #form (target, fix) {
    const { message, state: { languages } } = this.store
    const bases = (/** @type {string} */ none) =>
      ['', ...BASES].map((each) => /** @type {[string, string]} */ ([each, each ? message(each) : none]))
    const set = (/** @type {string} */ key) => (/** @type {string | number | null} */ value) =>
      this.#set(target, key, value)
    const id = (/** @type {string} */ key) => `fix-${target.fix}-${key}`
    const numbered = message('desk_fix', { number: target.fix })
    const title = [numbered, firstOf(fix.place, languages)].filter(Boolean).join(': ')
    const words = (/** @type {'place' | 'note'} */ key) => isTable(fix[key])
      ? wordFields(message(`desk_${key}`), fix[key], (value, language) => this.#set(target, key, value, language),
          languages, { id: `fix-${key}` })
      : []
    return node('fieldset', { className: 'claim', id: 'fix-form' },
      node('legend', {}, title),
      ...words('place'),
      ...words('note'),
      node('div', { className: 'settings' },
        ...OWN_BASES.map((key) =>
          choice(message(`desk_${key}`), bases(message('desk_as_the_fix')), fix[key] ?? '', set(key), id(key))),
        field(this.measures.label('desk_altitude_uncertainty_m'), this.measures.shown(fix.altitude_uncertainty_m),
          (value) => set('altitude_uncertainty_m')(amount(value)), { id: id('altitude_uncertainty_m') }),
        field(message('desk_place_zone'), fix.zone ?? '', set('zone'), { id: id('zone'), list: 'zones' })))
  }

  /**
   * Move a fix to another latitude or longitude; the other one is that of the moment when the edit is made.
   * @param {Target} target
   * @param {Partial<Coordinates>} to
   */
  #move (target, to) {
    this.store.send(() => {
      const { lon, lat } = { ...this.store.feature(target)?.fixes[target.fix - 1], ...to }
      return { edit: 'move-fix', ...target, position: [lon, lat] }
    })
  }

  /**
   * @param {Target} target
   * @param {string} key
   * @param {string | number | null} value
   * @param {string} [language] of words in several
   */
  #set (target, key, value, language = '') {
    this.store.send({ edit: 'set-fix', ...target, key, language, value: value === '' ? null : value })
  }
}

/**
 * A position between a fix and the next one, or a little beyond the last.
 * @param {DeskFixPayload[]} fixes
 * @param {number} index
 */
const between = (fixes, index) => {
  const here = fixes[index]
  const next = fixes[index + 1]
  const before = fixes[index - 1] ?? here
  return (/** @type {const} */ (['lon', 'lat'])).map((key) => Number(
    (next ? (here[key] + next[key]) / 2 : here[key] + (here[key] - before[key]) * ONWARD).toFixed(5)))
}
