/** @import { Store } from '#desk/store' */
import { placeOfFault } from '#desk/fault_place'
import { fill } from '#desk/form'
import { button, node } from '#desk/node'

/** What is wrong with the exhibit; each problem leads to its field. */
export class Problems {
  /**
   * @param {HTMLElement} section
   * @param {Store} store
   * @param {(place: import('#desk/fault_place').FaultPlace) => void} lead
   */
  constructor (section, store, lead) {
    this.section = section
    this.store = store
    this.lead = lead
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
    const { severity, place, line, problem, fix } = fault
    const found = placeOfFault(fault, this.store.state)
    const where = found ? button(place, () => this.lead(found), { className: 'link' }) : node('span', {}, place)
    return node('li', { className: `is-${severity}` }, where, node('p', {}, `${problem} ${fix}`),
      line ? node('pre', {}, line) : null)
  }
}
