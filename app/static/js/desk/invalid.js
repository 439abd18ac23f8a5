import { node } from '#desk/node'
import { queryAll } from '#lib/dom'

/** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Control */

/** The id of the field whose change is being heard. */
let changed = ''

document.addEventListener('change', ({ target }) => {
  if (!isControl(target)) return
  changed = target.id
  unmark(target)
}, { capture: true })
document.addEventListener('change', () => { changed = '' })

/** The id of the field whose change is being heard; else empty. */
export const changedField = () => changed

/**
 * Mark a field whose value was refused: the reason stands below it.
 * @param {string} id
 * @param {string} reason
 * @returns {Control | null} the field, if it is there
 */
export const mark = (id, reason) => {
  const control = id ? document.getElementById(id) : null
  if (!isControl(control)) return null
  unmark(control)
  const note = node('p', { id: `${id}-invalid`, className: 'invalid', role: 'alert', lang: 'en' }, reason)
  control.setAttribute('aria-invalid', 'true')
  control.setAttribute('aria-errormessage', note.id)
  const whole = control.closest('label') ?? control
  whole.after(note)
  return control
}

/**
 * What marks the refused fields of a form again, with what was written into them.
 * @param {HTMLElement} section
 */
export const refusedIn = (section) => {
  const refused = queryAll(section, '[aria-invalid]', HTMLElement).filter(isControl)
    .map(({ id, value }) => ({ id, value, reason: document.getElementById(`${id}-invalid`)?.textContent ?? '' }))
  return () => {
    for (const { id, value, reason } of refused) {
      const control = mark(id, reason)
      if (control) control.value = value
    }
  }
}

/** @param {Control} control */
const unmark = (control) => {
  document.getElementById(`${control.id}-invalid`)?.remove()
  control.removeAttribute('aria-invalid')
  control.removeAttribute('aria-errormessage')
}

/**
 * @param {EventTarget | null} element
 * @returns {element is Control}
 */
const isControl = (element) => element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement ||
  element instanceof HTMLSelectElement
