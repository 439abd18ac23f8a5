/** @import { DeskTranslationPayload, DeskTranslationsPayload } from '#payloads' */
/** @import { Store } from '#desk/store' */
import { fill } from '#desk/form'
import { button, choice, node } from '#desk/node'

/** About how many characters a line of a translation has. */
const CHARACTERS = 26

/** The words of the exhibit beside their translations: what is missing first, then what has changed since. */
export class Translation {
  #language = ''
  /** @type {DeskTranslationsPayload | null} */
  #found = null
  #version = ''
  /** The words in the order in which they were shown first: nothing moves while one translates.
   * @type {string[]}
   */
  #order = []

  /**
   * @param {HTMLElement} section
   * @param {Store} store
   * @param {(chapter: string, language: string) => void} lead to the words of a chapter
   */
  constructor (section, store, lead) {
    this.section = section
    this.store = store
    this.lead = lead
    store.addEventListener('change', () => this.show())
  }

  /**
   * Choose the language to translate into, and lead to words by their beginning.
   * @param {string} language
   * @param {string} [beginning]
   */
  async choose (language, beginning = '') {
    this.#language = language
    this.#order = []
    await this.show()
    const index = beginning ? this.#order.findIndex((words) => words.trimStart().startsWith(beginning)) : -1
    const control = document.getElementById(`translation-${index}`)
    control?.scrollIntoView({ block: 'center' })
    control?.focus()
  }

  /** Show the form again, with what the server has of the language. */
  async show () {
    const { state, message } = this.store
    const further = state.languages.slice(1)
    if (!further.includes(this.#language)) this.#language = further[0] ?? ''
    if (this.section.hidden) {
      this.#order = []
      return
    }
    if (!this.#language) return fill(this.section, () => [node('p', {}, message('desk_one_language'))])
    const wanted = `${state.version} ${this.#language}`
    if (wanted !== this.#version) {
      const response = await fetch(`translations/${this.#language}`).catch(() => null)
      if (!response?.ok) return
      this.#found = await response.json()
      this.#version = wanted
    }
    fill(this.section, () => this.#contents(further))
  }

  /** @param {string[]} further languages */
  #contents (further) {
    const { message } = this.store
    const { chapters, problem } = this.#found ?? { chapters: [], problem: '' }
    const entries = this.#entries()
    const done = entries.filter(({ translation, changed }) => translation && !changed).length
    const names = further.map((language) => /** @type {[string, string]} */ ([language, nameOf(language)]))
    return [
      choice(message('desk_translate_into'), names, this.#language, (language) => this.choose(language),
        'translate-into'),
      node('p', { role: 'status' }, message('desk_translated', { done, count: entries.length })),
      node('progress', { max: Math.max(entries.length, 1), value: done, 'aria-label': message('desk_translation') }),
      ...(problem ? [node('p', {}, problem)] : []),
      ...(chapters.length ? [this.#chapters(chapters)] : []),
      node('ol', { className: 'translations' }, ...entries.map((entry, index) => this.#row(entry, index)))
    ]
  }

  #entries () {
    const placeOf = (/** @type {DeskTranslationPayload} */ { words }) =>
      this.#order.includes(words) ? this.#order.indexOf(words) : this.#order.length
    const entries = (this.#found?.entries ?? []).toSorted((one, other) => placeOf(one) - placeOf(other))
    this.#order = entries.map(({ words }) => words)
    return entries
  }

  /** @param {string[]} chapters without words in the language */
  #chapters (chapters) {
    const { message, state } = this.store
    const titleOf = (/** @type {string} */ id) =>
      state.chapters.find((chapter) => chapter.id === id)?.stories[state.languages[0]]?.title || id
    return node('div', {},
      node('p', {}, message('desk_chapters_missing')),
      node('ul', { className: 'mentions' }, ...chapters.map((id) =>
        node('li', {}, button(titleOf(id), () => this.lead(id, this.#language), { className: 'link' })))))
  }

  /**
   * @param {DeskTranslationPayload} entry
   * @param {number} index
   */
  #row ({ words, place, translation, changed }, index) {
    const { message, state } = this.store
    const id = `translation-${index}`
    const rows = Math.min(8, Math.ceil(Math.max(words.length, translation.length) / CHARACTERS) + 1)
    const control = node('textarea', {
      id, rows, value: translation, lang: this.#language, 'aria-describedby': `${id}-words`,
      'aria-label': message('desk_translation_of', { words: words.slice(0, 80) })
    })
    control.addEventListener('change', () => this.store.send({
      edit: 'translate', language: this.#language, words, translation: control.value.trim()
    }))
    const checked = () => this.store.send({ edit: 'translate', language: this.#language, words, translation })
    return node('li', { className: translation ? changed ? 'changed' : '' : 'missing' },
      node('div', { id: `${id}-words` },
        node('p', { lang: state.languages[0] }, words), node('small', {}, place)),
      node('div', {}, control,
        changed ? button(message('desk_translation_checked'), checked, { id: `${id}-checked` }) : null))
  }
}

/**
 * The beginning of the words that a problem quotes.
 * @param {string} problem
 */
export const quoted = (problem) => /“(.*?)…?” has no words/.exec(problem)?.[1] ?? ''

/** @param {string} language */
const nameOf = (language) =>
  new Intl.DisplayNames([document.documentElement.lang], { type: 'language' }).of(language) ?? language
