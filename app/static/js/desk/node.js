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
 * @param {{ id: string, rows?: number, disabled?: boolean, list?: string, kept?: boolean, draft?: boolean }} options
 *   its id stays the same when the form is shown again; `list` is the id of a list of proposals; `kept` where nothing
 *   saves what is written, `draft` where a button does
 */
export const field = (label, value, change, { id, rows, disabled = false, list = '', kept = false, draft = false }) => {
  const control = rows ? node('textarea', { id, rows, value, disabled }) : node('input', { id, value, disabled })
  if (list) control.setAttribute('list', list)
  if (kept) control.dataset.kept = ''
  if (draft) control.dataset.draft = ''
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
 * A box that is checked or not, before its label.
 * @param {string} label
 * @param {boolean} checked
 * @param {(isOn: boolean) => void} change
 * @param {string} id
 */
export const check = (label, checked, change, id, disabled = false) => {
  const control = node('input', { type: 'checkbox', id, checked, disabled })
  control.addEventListener('change', () => change(control.checked))
  return node('label', { className: 'check' }, control, label)
}

/**
 * A field for words, or one for each language where they are in several. `change` is called with what was written and,
 * of several, its language.
 * @param {string} label
 * @param {import('#payloads').Words | null} words
 * @param {(value: string, language: string) => void} change
 * @param {string[]} languages of the exhibit
 * @param {{ id: string, rows?: number }} options
 */
export const wordFields = (label, words, change, languages, { id, rows }) => {
  if (!isTable(words)) return [field(label, plain(words), (value) => change(value, ''), { id, rows })]
  return [...new Set([...languages, ...Object.keys(words)])].map((language) =>
    field(`${label} (${language})`, words[language] ?? '', (value) => change(value, language),
      { id: `${id}-${language}`, rows }))
}

/**
 * Words in the first language that they have.
 * @param {import('#payloads').Words | null} words
 * @param {string[]} languages of the exhibit
 */
export const firstOf = (words, languages) => {
  if (!isTable(words)) return plain(words)
  const language = languages.find((each) => each in words) ?? Object.keys(words)[0]
  return words[language] ?? ''
}

/**
 * Whether words are in several languages.
 * @param {import('#payloads').Words | null} words
 * @returns {words is Record<string, string>}
 */
export const isTable = (words) => typeof words === 'object' && words !== null

/**
 * A number as it was written, or, for the server to refuse, the text.
 * @param {string} written
 */
export const number = (written) => written !== '' && Number.isFinite(Number(written)) ? Number(written) : written

/**
 * `56.8, 60.9` as longitude and latitude, or, for the server to refuse, the text.
 * @param {string} written
 */
export const lonLat = (written) => {
  const [lat, lon, ...rest] = written.split(/[,;]\s*/).map(number)
  return rest.length || lon === undefined ? written : [lon, lat]
}

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
