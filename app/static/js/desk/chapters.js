/** @import { DeskChapterPayload } from '#payloads' */
/** @import { Store } from '#desk/store' */
/** @import { VisitorsPage } from '#desk/visitors_page' */
import { button, choice, field, fill, node } from '#desk/node'

/** The chapters: their order, and of the chosen one its words, view and moment. */
export class Chapters {
  #chosen = ''
  #language = ''
  /** Words that have been written and not saved, by chapter and language.
   * @type {Map<string, { title: string, words: string }>} */
  #unsaved = new Map()

  /**
   * @param {HTMLElement} section
   * @param {Store} store
   * @param {VisitorsPage} page
   */
  constructor (section, store, page) {
    this.section = section
    this.store = store
    this.page = page
    store.addEventListener('change', () => this.show())
    globalThis.addEventListener('beforeunload', (event) => { if (this.#unsaved.size) event.preventDefault() })
  }

  /** Show the form again. */
  show () {
    const { chapters, languages } = this.store.state
    if (!chapters.some(({ id }) => id === this.#chosen)) this.#chosen = chapters[0]?.id ?? ''
    if (!languages.includes(this.#language)) this.#language = languages[0]
    const chosen = chapters.find(({ id }) => id === this.#chosen)
    const { message } = this.store
    fill(this.section, [
      node('ol', { className: 'chapters' }, ...chapters.map((chapter, index) => this.#row(chapter, index))),
      button(message('desk_add_chapter'), () => this.#add(), { id: 'add-chapter' }),
      ...(chosen ? this.#form(chosen) : [])
    ])
  }

  /**
   * Choose a chapter, and let the page show it.
   * @param {string} id
   */
  choose (id) {
    this.#chosen = id
    this.page.show('chapter', id)
    this.show()
  }

  /**
   * @param {DeskChapterPayload} chapter
   * @param {number} index
   */
  #row ({ id, stories }, index) {
    const { message, state } = this.store
    const isChosen = id === this.#chosen
    const isLast = index === state.chapters.length - 1
    const title = stories[state.languages[0]]?.title || id
    const move = (/** @type {number} */ to) => this.store.send({ edit: 'move-chapter', chapter: id, index: to })
    const remove = () => this.store.send({ edit: 'remove-chapter', chapter: id })
    return node('li', {},
      button(title, () => this.choose(id), { 'aria-pressed': isChosen, id: `chapter-${id}`, className: 'button name' }),
      button('↑', () => move(index - 1), { 'aria-label': message('desk_up'), disabled: index === 0, id: `up-${id}` }),
      button('↓', () => move(index + 1), { 'aria-label': message('desk_down'), disabled: isLast, id: `down-${id}` }),
      button('×', remove, { 'aria-label': message('desk_remove') }))
  }

  async #add () {
    const before = this.store.state.chapters.map(({ id }) => id)
    const index = before.indexOf(this.#chosen) + 1
    await this.store.send({ edit: 'add-chapter', title: this.store.message('desk_new_chapter'), index })
    const added = this.store.state.chapters.find(({ id }) => !before.includes(id))
    if (added) this.#chosen = added.id
    this.show()
    document.getElementById('chapter-heading')?.focus()
  }

  /** @param {DeskChapterPayload} chapter */
  #form (chapter) {
    const { message, state } = this.store
    const set = (/** @type {Record<string, unknown>} */ values) =>
      this.store.send({ edit: 'set-chapter', chapter: chapter.id, values })
    return [
      node('h2', {}, chapter.id),
      node('p', { className: 'facts' },
        message('desk_view', { view: chapter.view || '–' }), node('br'),
        message('desk_moment', { date: chapter.date || '–' })),
      button(message('desk_use_view'), () => {
        const { view, date } = this.page.moment
        set({ view, date })
      }, { id: 'use-view', className: 'button primary' }),
      choice(message('desk_focus'), [['', message('desk_nothing')], ...this.#targets()], chapter.focus,
        (focus) => set({ focus: focus || null }), 'chapter-focus'),
      ...(state.languages.length > 1 ? [this.#languages()] : []),
      ...this.#words(chapter)
    ]
  }

  /** What a chapter can point at. */
  #targets () {
    return this.store.state.layers.flatMap(({ features }) => features.flatMap(({ id, fixes }) => [
      /** @type {[string, string]} */ ([id, id]),
      ...fixes.map((_, index) => /** @type {[string, string]} */ ([`${id}/${index + 1}`, `${id}/${index + 1}`]))
    ]))
  }

  #languages () {
    return node('div', { className: 'choices' }, ...this.store.state.languages.map((language) =>
      button(language, () => {
        this.#language = language
        this.show()
      }, { 'aria-pressed': language === this.#language, id: `language-${language}` })))
  }

  /** @param {DeskChapterPayload} chapter */
  #words (chapter) {
    const { message } = this.store
    const key = `${chapter.id}/${this.#language}`
    const saved = chapter.stories[this.#language] ?? { title: '', words: '' }
    const { title, words } = this.#unsaved.get(key) ?? saved
    const form = [
      field(message('desk_heading'), title, () => {}, { id: 'chapter-heading' }),
      field(message('desk_words'), words, () => {}, { id: 'chapter-words', rows: 14 })
    ]
    const [heading, text] = form.map((label) => /** @type {HTMLInputElement} */ (label.lastElementChild))
    const save = button(message('desk_save'), async () => {
      const written = { title: heading.value, words: text.value }
      await this.store.send({ edit: 'write-chapter', chapter: chapter.id, language: this.#language, ...written })
      const now = this.store.state.chapters.find(({ id }) => id === chapter.id)?.stories[this.#language]
      if (now && now.words === written.words.replace(/^\n+|\n+$/g, '')) this.#unsaved.delete(key)
      this.show()
    }, { id: 'save-words', className: 'button primary', disabled: !this.#unsaved.has(key) })
    for (const control of [heading, text]) {
      control.addEventListener('input', () => {
        this.#unsaved.set(key, { title: heading.value, words: text.value })
        save.disabled = false
      })
    }
    return [...form, save]
  }
}
