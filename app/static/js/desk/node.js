import { queryAll } from '#lib/dom'

/**
 * An element with its properties and contents. Properties with a hyphen are attributes.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, unknown>} [properties]
 * @param {...(Node | string | null)} contents
 * @returns {HTMLElementTagNameMap[K]}
 */
export const node = (tag, properties = {}, ...contents) => {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(properties)) {
    if (name.includes('-')) made.setAttribute(name, String(value))
    else Reflect.set(made, name, value)
  }
  made.append(...contents.filter((each) => each !== null))
  return made
}

/**
 * A button.
 * @param {string} text
 * @param {() => void} onclick
 * @param {Record<string, unknown>} [properties]
 */
export const button = (text, onclick, properties = {}) =>
  node('button', { type: 'button', className: 'button', onclick, ...properties }, text)

/**
 * A form control below its label. `change` is called with what was written, without the spaces around it.
 * @param {string} label
 * @param {string} value
 * @param {(value: string) => void} change
 * @param {{ id: string, rows?: number, disabled?: boolean, list?: string, kept?: boolean }} options its
 *   id stays the same when the form is shown again; `list` is the id of a list of proposals; `kept` where nothing saves
 *   what is written
 */
export const field = (label, value, change, { id, rows, disabled = false, list = '', kept = false }) => {
  const control = rows ? node('textarea', { id, rows, value, disabled }) : node('input', { id, value, disabled })
  if (list) control.setAttribute('list', list)
  if (kept) control.dataset.kept = ''
  control.addEventListener('change', () => change(control.value.trim()))
  return node('label', { className: 'field' }, node('span', {}, label), control)
}

/**
 * A choice below its label.
 * @param {string} label
 * @param {[string, string][]} choices each a value and its name
 * @param {string} value
 * @param {(value: string) => void} change
 * @param {string} id
 */
export const choice = (label, choices, value, change, id) => {
  const control = node('select', { id })
  control.append(...choices.map(([key, name]) => node('option', { value: key, selected: key === value }, name)))
  control.addEventListener('change', () => change(control.value))
  return node('label', { className: 'field' }, node('span', {}, label), control)
}

/**
 * Words in one language; a table of several is edited in the file.
 * @param {import('#payloads').Words | null} words
 */
export const plain = (words) =>
  words === null || words === undefined ? '' : typeof words === 'object' ? '…' : String(words)

/**
 * A number as it was written, or, for the server to refuse, the text.
 * @param {string} written
 */
export const number = (written) => written !== '' && Number.isFinite(Number(written)) ? Number(written) : written

/**
 * What was written into a field, which is empty afterwards.
 * @param {HTMLElement} label of the field
 */
export const taken = (label) => {
  const control = /** @type {HTMLInputElement} */ (label.lastElementChild)
  const written = control.value.trim()
  control.value = ''
  return written
}

/**
 * Show a form again: the keyboard's focus and the cursor stay where they were, and so does what was opened, or written
 * into fields that nothing saves yet.
 * @param {HTMLElement} section
 * @param {Node[]} contents
 */
export const fill = (section, contents) => {
  const restore = [remembered(section), focusOf(section)]
  section.replaceChildren(...contents)
  for (const each of restore) each()
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
 * What restores the keyboard's focus and the cursor.
 * @param {HTMLElement} section
 */
const focusOf = (section) => {
  const focused = section.contains(document.activeElement) ? document.activeElement : null
  const [start, end, top] = isText(focused) ? [focused.selectionStart, focused.selectionEnd, focused.scrollTop] : []
  return () => {
    const again = focused?.id ? document.getElementById(focused.id) : null
    again?.focus()
    if (!isText(again) || typeof start !== 'number') return
    again.setSelectionRange(start, end ?? start)
    again.scrollTop = top ?? 0
  }
}

/**
 * Whether an element is one that one writes into.
 * @param {Element | null} element
 * @returns {element is HTMLInputElement | HTMLTextAreaElement}
 */
const isText = (element) =>
  element instanceof HTMLTextAreaElement || element instanceof HTMLInputElement
