import { refusedIn } from '#desk/invalid'
import { queryAll } from '#lib/dom'

/** The event of a form that has been shown again, with what it is about. */
export const FILLED = 'filled'

const CONTROLS = 'button:enabled, input, select, textarea, summary, a[href]'

/** @typedef {{ contents: () => Node[], subject: string }} Filling what a form is filled with, and what it is about */

/**
 * The forms that have been shown, and the contents of those that are to be shown again when nobody writes there.
 * @type {WeakMap<HTMLElement, Filling | null>}
 */
const forms = new WeakMap()
/**
 * What each form was about when it was last shown.
 * @type {WeakMap<HTMLElement, string>}
 */
const subjects = new WeakMap()
/**
 * The field that is being written, of those that are saved when they are left.
 * @type {EventTarget | null}
 */
let written = null

/**
 * Show a form again: the keyboard's focus and the cursor stay where they were, and so does what was opened, or written
 * into fields that nothing saves yet, or that were refused. While a field is being written, the form waits until it is
 * left; where that saves it, until the next time.
 * @param {HTMLElement} section
 * @param {() => Node[]} contents
 * @param {string} subject what the form is about: what was refused belongs to that only
 */
export const fill = (section, contents, subject = '') => {
  if (!forms.has(section)) follow(section)
  const waits = written instanceof Node && section.contains(written)
  forms.set(section, waits ? { contents, subject } : null)
  if (waits) return
  const refused = subjects.get(section) === subject ? [refusedIn(section)] : []
  subjects.set(section, subject)
  const restore = [remembered(section), ...refused, focusOf(section)]
  section.replaceChildren(...contents())
  for (const each of restore) each()
  section.dispatchEvent(new CustomEvent(FILLED, { detail: subject }))
}

/**
 * Notice when a field of a form is being written, and show a control whole that the keyboard has gone to.
 * @param {HTMLElement} section
 */
const follow = (section) => {
  section.addEventListener('keyup', ({ key, target }) => {
    if (key !== 'Tab' || !(target instanceof Element)) return
    const whole = target.closest('.check, .chooser') ?? target
    whole.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  })
  section.addEventListener('input', ({ target }) => {
    if (isText(target) && !('kept' in target.dataset)) written = target
  })
  section.addEventListener('change', ({ target }) => {
    if (target === written && isText(target) && !('draft' in target.dataset)) forms.set(section, null)
    written = null
  })
  section.addEventListener('focusout', () => {
    written = null
    const waiting = forms.get(section)
    if (waiting) fill(section, waiting.contents, waiting.subject)
  })
}

/**
 * What restores opened details and fields that nothing saves, by their ids.
 * @param {HTMLElement} section
 */
const remembered = (section) => {
  const opened = queryAll(section, 'details[open]', HTMLDetailsElement).map(({ id }) => id).filter(Boolean)
  const kept = queryAll(section, 'input[data-kept]', HTMLInputElement).filter(({ value }) => value)
  return () => {
    for (const id of opened) document.getElementById(id)?.setAttribute('open', '')
    for (const { id, value } of kept) {
      const control = document.getElementById(id)
      if (!(control instanceof HTMLInputElement)) continue
      control.value = value
      control.dispatchEvent(new Event('input'))
    }
  }
}

/**
 * What restores the keyboard's focus and the cursor; where the control is gone, the focus goes to the next one.
 * @param {HTMLElement} section
 */
const focusOf = (section) => {
  const focused = section.contains(document.activeElement) ? document.activeElement : null
  const controls = queryAll(section, CONTROLS, HTMLElement)
  const index = controls.findIndex((each) => each === focused)
  const following = index < 0 ? [] : controls.slice(index).map(({ id }) => id).filter(Boolean)
  const [start, end, top] = isText(focused) ? [focused.selectionStart, focused.selectionEnd, focused.scrollTop] : []
  return () => {
    const again = following.map((id) => document.getElementById(id)).find((each) => each?.checkVisibility()) ?? null
    again?.focus()
    if (again?.id !== focused?.id || !isText(again) || typeof start !== 'number') return
    again.setSelectionRange(start, end ?? start)
    again.scrollTop = top ?? 0
  }
}

/**
 * Whether an element is one that one writes into.
 * @param {EventTarget | null} element
 * @returns {element is HTMLInputElement | HTMLTextAreaElement}
 */
const isText = (element) =>
  element instanceof HTMLTextAreaElement || element instanceof HTMLInputElement
