/** @import { Store } from '#desk/store' */
import { placeOfFault } from '#desk/fault_place'
import { fill } from '#desk/form'
import { Measures } from '#desk/measures'
import { button, node } from '#desk/node'
import { fieldName, placed, severityName } from '#desk/where'

/** What is wrong with the exhibit; each problem leads to its field. */
export class Problems {
  /**
   * @param {HTMLElement} section
   * @param {Store} store
   * @param {(place: import('#desk/fault_place').FaultPlace, problem: string) => void} lead
   */
  constructor (section, store, lead) {
    this.section = section
    this.store = store
    this.lead = lead
    this.measures = new Measures(store)
    store.addEventListener('change', () => this.show())
  }

  /** Show the list again. */
  show () {
    const { faults } = this.store.state
    const { message } = this.store
    if (!faults.length) fill(this.section, () => [node('p', {}, message('desk_no_problems'))])
    else fill(this.section, () => [node('ul', { className: 'faults' }, ...faults.map((fault) => this.#row(fault)))])
  }

  /** @param {import('#payloads').DeskFaultPayload} fault */
  #row (fault) {
    const { severity, where, line, problem, fix } = fault
    const { message, state } = this.store
    const found = placeOfFault({ ...where, ...fault }, state)
    const labelOf = (/** @type {string} */ key) => this.measures.label(key)
    return node('li', { className: `is-${severity}` },
      node('strong', {}, severityName(severity, message)), ' ',
      found ? button(fieldName(found, message, labelOf), () => this.lead(found, problem), { className: 'link' }) : null,
      node('p', { className: 'facts' }, placed(where, message)),
      node('p', { lang: 'en' }, `${problem} ${fix}`),
      line ? node('pre', {}, line) : null)
  }
}
