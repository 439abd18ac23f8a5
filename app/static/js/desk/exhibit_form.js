/** @import { DeskExhibitPayload } from '#payloads' */
/** @import { Store } from '#desk/store' */
import { field, fill } from '#desk/node'

const KEYS = /** @type {const} */ (['title', 'subtitle', 'summary', 'period'])
const LABELS = { title: 'desk_heading', subtitle: 'desk_subtitle', summary: 'desk_summary', period: 'desk_period' }

/** What exhibit.toml says of the exhibit as a whole. */
export class ExhibitForm {
  /**
   * @param {HTMLElement} section
   * @param {Store} store
   */
  constructor (section, store) {
    this.section = section
    this.store = store
    store.addEventListener('change', () => this.show())
  }

  /** Show the form again: a field for each value, or for each language of one. */
  show () {
    const { exhibit } = this.store.state
    fill(this.section, KEYS.flatMap((key) => this.#fields(key, exhibit)))
  }

  /**
   * @param {typeof KEYS[number]} key
   * @param {DeskExhibitPayload} exhibit
   */
  #fields (key, exhibit) {
    const value = exhibit[key]
    const label = this.store.message(LABELS[key])
    const rows = key === 'summary' ? 5 : 0
    const set = (/** @type {unknown} */ written) => {
      this.store.send({ edit: 'set-exhibit', key, value: written || null })
    }
    if (typeof value !== 'object' || value === null) {
      return [field(label, String(value ?? ''), set, { id: `exhibit-${key}`, rows })]
    }
    return Object.entries(value).map(([language, text]) => field(
      `${label} (${language})`, text, (written) => set({ ...value, [language]: written }),
      { id: `exhibit-${key}-${language}`, rows }))
  }
}
