/** @import { DeskFaultPayload } from '#payloads' */
/** @import { FaultPlace } from '#desk/fault_place' */
/** @import { Store } from '#desk/store' */
import { placeOfFault } from '#desk/fault_place'
import { FILLED } from '#desk/form'
import { node } from '#desk/node'
import { placed, severityName } from '#desk/where'
import { queryAll } from '#lib/dom'

/** The faults that are written in the forms: each below the control that it is about, others above the form. */
export class Noted {
  /** What each form was about when it was last shown.
   * @type {Map<HTMLElement, string>}
   */
  #subjects = new Map()

  /**
   * @param {HTMLElement[]} forms
   * @param {Store} store
   */
  constructor (forms, store) {
    this.store = store
    for (const form of forms) {
      form.addEventListener(FILLED, (event) => {
        this.#subjects.set(form, /** @type {CustomEvent<string>} */ (event).detail)
        this.#note(form)
      })
    }
    store.addEventListener('change', () => { for (const form of this.#subjects.keys()) this.#note(form) })
  }

  /** @param {HTMLElement} form */
  #note (form) {
    const { faults } = this.store.state
    for (const earlier of queryAll(form, '.noted', HTMLElement)) earlier.remove()
    for (const described of queryAll(form, '[aria-describedby$=-noted]', HTMLElement)) {
      described.removeAttribute('aria-describedby')
    }
    const others = faults.filter(({ severity }) => severity !== 'note').filter((fault) => {
      const place = placeOfFault({ ...fault.where, ...fault }, this.store.state)
      return place?.form === form.id && this.#isShown(form, place) && !noteAt(fault, place)
    })
    if (!others.length) return
    form.prepend(node('ul', { className: 'faults noted' }, ...others.map((fault) =>
      node('li', { className: `is-${fault.severity}` },
        node('strong', {}, severityName(fault.severity, this.store.message)),
        ` ${placed(fault.where, this.store.message)}: `,
        node('span', { lang: 'en' }, `${fault.problem} ${fault.fix}`)))))
  }

  /**
   * @param {HTMLElement} form
   * @param {FaultPlace} place
   */
  #isShown (form, { subject, language }) {
    const [shown, shownLanguage] = (this.#subjects.get(form) ?? '').split('/')
    return !subject || (subject === shown && (!language || language === shownLanguage))
  }
}

/**
 * The control that a fault is about, if it is on the page.
 * @param {FaultPlace} place
 */
export const controlOf = ({ controls }) =>
  controls.map((id) => document.getElementById(id)).find((control) => control !== null) ?? null

/**
 * Write a fault below its control; returns whether there is one.
 * @param {DeskFaultPayload} fault
 * @param {FaultPlace} place
 */
const noteAt = ({ severity, problem, fix }, place) => {
  const control = controlOf(place)
  if (!control) return false
  const id = `${control.id}-noted`
  const note = document.getElementById(id) ?? node('div', { id, className: 'noted' })
  note.append(node('p', { className: `invalid is-${severity}`, lang: 'en' }, `${problem} ${fix}`.trim()))
  control.setAttribute('aria-describedby', id)
  const whole = control.closest('label') ?? control
  whole.after(note)
  return true
}
