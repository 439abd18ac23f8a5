/** @import { DeskChapterPayload } from '#payloads' */
/** @import { Store } from '#desk/store' */
/** @import { VisitorsPage } from '#desk/visitors_page' */
import { ChapterWords } from '#desk/chapter_words'
import { fill } from '#desk/form'
import { button, check, choice, firstOf, node } from '#desk/node'

/** A view that is stereographic: as a table, or as an address with the centre of the map. */
const STEREOGRAPHIC = /stereographic|map=[^/]+(\/[^/&]+){4}/

/** The chapters: their order, and of the chosen one its words, view and moment. */
export class Chapters {
  #chosen = ''
  #language = ''
  #dragged = ''
  #isPicking = false
  #words

  /**
   * @param {HTMLElement} section
   * @param {Store} store
   * @param {VisitorsPage} page
   */
  constructor (section, store, page) {
    this.section = section
    this.store = store
    this.page = page
    this.#words = new ChapterWords(store, page)
    store.addEventListener('change', () => this.show())
  }

  /** Show the form again. */
  show () {
    const { chapters, languages } = this.store.state
    if (!chapters.some(({ id }) => id === this.#chosen)) this.#chosen = chapters[0]?.id ?? ''
    if (!languages.includes(this.#language)) this.#language = languages[0]
    const chosen = chapters.find(({ id }) => id === this.#chosen)
    const { message } = this.store
    fill(this.section, () => [
      node('ol', { className: 'chapters' }, ...chapters.map((chapter, index) => this.#row(chapter, index))),
      button(message('desk_add_chapter'), () => this.#add(), { id: 'add-chapter' }),
      ...(chosen ? this.#form(chosen) : [])
    ], `${this.#chosen}/${this.#language}`)
  }

  /**
   * Choose a chapter, and let the page show it.
   * @param {string} id
   * @param {string} [language] of its words
   */
  choose (id, language = this.#language) {
    this.#chosen = id
    this.#language = language
    this.#isPicking = false
    this.page.onSelect(null)
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
    const keys = (/** @type {KeyboardEvent} */ event) => {
      const step = { ArrowUp: -1, ArrowDown: 1 }[event.key]
      if (!step || !event.altKey || !state.chapters[index + step]) return
      event.preventDefault()
      move(index + step)
    }
    const row = node('li', { draggable: true },
      button(title, () => this.choose(id), {
        id: `chapter-${id}`, className: 'button name', onkeydown: keys,
        'aria-pressed': isChosen, 'aria-keyshortcuts': 'Alt+ArrowUp Alt+ArrowDown'
      }),
      button('↑', () => move(index - 1), { 'aria-label': message('desk_up'), disabled: index === 0, id: `up-${id}` }),
      button('↓', () => move(index + 1), { 'aria-label': message('desk_down'), disabled: isLast, id: `down-${id}` }),
      button('×', remove, { 'aria-label': message('desk_remove') }))
    row.addEventListener('dragstart', () => { this.#dragged = id })
    row.addEventListener('dragover', (event) => { if (this.#dragged) event.preventDefault() })
    row.addEventListener('drop', (event) => {
      event.preventDefault()
      if (this.#dragged !== id) this.store.send({ edit: 'move-chapter', chapter: this.#dragged, index })
    })
    row.addEventListener('dragend', () => { this.#dragged = '' })
    return row
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
        message('desk_moment', { date: chapter.date || '–' }),
        ...(chapter.inset ? [node('br'), message('desk_inset', { view: chapter.inset })] : [])),
      button(message('desk_use_view'), async () => {
        const moment = await this.page.moment()
        if (moment) set(moment)
      }, { id: 'use-view', className: 'button primary' }),
      choice(message('desk_projection'),
        [['mercator', message('desk_mercator')], ['stereographic', message('desk_stereographic')]],
        STEREOGRAPHIC.test(chapter.view) ? 'stereographic' : 'mercator', async (chosen) => {
          const moment = await this.page.project(chosen === 'stereographic')
          if (moment) set(moment)
        }, 'projection'),
      button(message('desk_use_inset'), async () => {
        const inset = await this.page.inset()
        if (inset) set({ inset })
      }, { id: 'use-inset' }),
      ...(chapter.inset
        ? [button(message('desk_remove_inset'), () => set({ inset: null }), { id: 'remove-inset' })]
        : []),
      choice(message('desk_focus'), [['', message('desk_nothing')], ...this.#targets()], chapter.focus,
        (focus) => set({ focus: focus || null }), 'chapter-focus'),
      ...this.#picking((focus) => set({ focus })),
      this.#layers(chapter, (layers) => set({ layers })),
      ...(state.languages.length > 1 ? [this.#languages()] : []),
      ...this.#words.elements(chapter, this.#language)
    ]
  }

  /**
   * A button after which the chapter points at what is selected on the page.
   * @param {(focus: string) => void} set
   */
  #picking (set) {
    const { message } = this.store
    const pick = (/** @type {boolean} */ isPicking) => {
      this.#isPicking = isPicking
      this.page.onSelect(isPicking ? (key) => { pick(false); set(key) } : null)
      this.show()
    }
    return [
      button(message('desk_pick'), () => pick(!this.#isPicking), { id: 'pick-focus', 'aria-pressed': this.#isPicking }),
      ...(this.#isPicking ? [node('p', { className: 'facts', role: 'status' }, message('desk_pick_help'))] : [])
    ]
  }

  /**
   * The layers and base maps that a chapter shows.
   * @param {DeskChapterPayload} chapter
   * @param {(layers: string[] | null) => void} set
   */
  #layers ({ layers: shown }, set) {
    const { message, state: { layers, basemaps, languages } } = this.store
    const all = [...layers, ...basemaps].map(({ id, name }) => ({ id, name: firstOf(name, languages) || id }))
    const others = shown?.filter((each) => !all.some(({ id }) => id === each)) ?? []
    const isShown = (/** @type {string} */ id) => shown === null || shown.includes(id)
    return node('details', { className: 'insert', id: 'chapter-layers' },
      node('summary', {}, message('desk_layers_shown')),
      check(message('desk_layers_as_before'), shown === null,
        (isOn) => set(isOn ? null : all.map(({ id }) => id)), 'layers-as-before'),
      ...all.map(({ id, name }) => check(name, isShown(id), (isOn) =>
        set([...all.filter((each) => each.id === id ? isOn : isShown(each.id)).map((each) => each.id), ...others]),
      `shows-${id}`, shown === null)))
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
}
