/** @import { Store } from '#desk/store' */
import { field } from '#desk/node'

/** The list of proposals, which the page has once. */
const LIST = 'source-ids'

/**
 * A field for citations, which proposes the sources for the one that is being written.
 * @param {Store} store
 * @param {string} citations
 * @param {(value: string) => void} change
 * @param {string} id
 */
export const citationsField = (store, citations, change, id) => {
  const label = field(store.message('desk_citations'), citations, change, { id, list: LIST })
  proposeSources(store, /** @type {HTMLInputElement} */ (label.lastElementChild))
  return label
}

/**
 * Propose the sources while a field is being written: what stands before the last semicolon stays.
 * @param {Store} store
 * @param {HTMLInputElement} control
 */
export const proposeSources = (store, control) => {
  const propose = () => {
    const before = control.value.slice(0, control.value.lastIndexOf(';') + 1)
    document.getElementById(LIST)?.replaceChildren(...store.state.sources.map(({ id, fields }) => {
      const option = document.createElement('option')
      option.value = before ? `${before} ${id}` : id
      option.textContent = [fields.author, fields.title, fields.issued].filter(Boolean).join(', ')
      return option
    }))
  }
  control.setAttribute('list', LIST)
  control.addEventListener('focus', propose)
  control.addEventListener('input', propose)
}
