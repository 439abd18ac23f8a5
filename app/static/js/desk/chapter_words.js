/** @import { DeskChapterPayload } from '#payloads' */
/** @import { Store } from '#desk/store' */
import { proposeSources } from '#desk/citations'
import { button, check, choice, field, node, taken } from '#desk/node'

/** The title and the words of a chapter in one language, with what can be put into them. */
export class ChapterWords {
  /** Words that have been written and not saved, by chapter and language.
   * @type {Map<string, { title: string, words: string }>} */
  #unsaved = new Map()
  #isPreviewed = false

  /**
   * @param {Store} store
   * @param {import('#desk/visitors_page').VisitorsPage} page
   */
  constructor (store, page) {
    this.store = store
    this.page = page
    globalThis.addEventListener('beforeunload', (event) => { if (this.#unsaved.size) event.preventDefault() })
  }

  /**
   * @param {DeskChapterPayload} chapter
   * @param {string} language
   */
  elements (chapter, language) {
    const { message } = this.store
    const key = `${chapter.id}/${language}`
    const saved = chapter.stories[language] ?? { title: '', words: '' }
    const { title, words } = this.#unsaved.get(key) ?? saved
    const heading = field(message('desk_heading'), title, () => {}, { id: 'chapter-heading', draft: true })
    const body = field(message('desk_words'), words, () => {}, { id: 'chapter-words', rows: 14, draft: true })
    const [name, text] = [heading, body].map((label) => /** @type {HTMLTextAreaElement} */ (label.lastElementChild))
    const save = button(message('desk_save'), async () => {
      const written = { title: name.value, words: text.value }
      await this.store.send({ edit: 'write-chapter', chapter: chapter.id, language, ...written })
      const now = this.store.state.chapters.find(({ id }) => id === chapter.id)?.stories[language]
      if (now && now.words === written.words.replace(/^\n+|\n+$/g, '')) this.#unsaved.delete(key)
      this.store.changed()
    }, { id: 'save-words', className: 'button primary', disabled: !this.#unsaved.has(key) })
    for (const control of [name, text]) {
      control.addEventListener('input', () => {
        this.#unsaved.set(key, { title: name.value, words: text.value })
        save.disabled = false
      })
    }
    const preview = new Preview(text, language, message)
    const look = button(message('desk_preview'), () => {
      this.#isPreviewed = !this.#isPreviewed
      look.setAttribute('aria-pressed', String(this.#isPreviewed))
      preview.isShown = this.#isPreviewed
    }, { id: 'preview-words', 'aria-pressed': this.#isPreviewed })
    preview.isShown = this.#isPreviewed
    return [heading, body, node('div', { className: 'choices' }, save, look), preview.element,
      this.#notes(text), this.#pictures(text)]
  }

  /** @param {HTMLTextAreaElement} text */
  #notes (text) {
    const { message } = this.store
    const source = field(message('desk_cite'), '', () => {}, { id: 'cite-source', kept: true })
    const locator = field(message('desk_locator'), '', () => {}, { id: 'cite-locator', kept: true })
    const insert = button(message('desk_insert_note'), () => {
      const [id, where] = [source, locator].map(taken)
      if (id) insertAt(text, `[^${id}${where ? `, ${where}` : ''}]`)
    }, { id: 'insert-note' })
    proposeSources(this.store, /** @type {HTMLInputElement} */ (source.lastElementChild))
    return node('details', { className: 'insert', id: 'insert-notes' },
      node('summary', {}, message('desk_note_of_source')),
      node('div', { className: 'pair' }, source, locator), insert)
  }

  /** @param {HTMLTextAreaElement} text */
  #pictures (text) {
    const { message, state } = this.store
    const names = state.media.map(({ name }) => /** @type {[string, string]} */ ([name, name]))
    if (!names.length) return node('p', { className: 'facts' }, message('desk_no_pictures'))
    const facts = node('p', { className: 'facts', 'aria-live': 'polite' }, this.#captions(names[0][0]))
    const file = choice(message('desk_picture'), names, names[0][0],
      (name) => { facts.textContent = this.#captions(name) }, 'picture-file')
    const isTied = check(message('desk_tied'), false, () => {}, 'picture-tied')
    const shows = field(message('desk_shows'), '', () => {}, { id: 'picture-shows', kept: true })
    const credit = field(message('desk_credit'), '', () => {}, { id: 'picture-credit', kept: true })
    const controls = [file, shows, credit].map((label) => /** @type {HTMLInputElement} */ (label.lastElementChild))
    const insert = button(message('desk_insert_picture'), async () => {
      const [name, described, made] = controls.map(({ value }) => value.trim())
      const tied = /** @type {HTMLInputElement} */ (isTied.firstElementChild).checked
      const moment = tied ? (await this.page.moment())?.date : ''
      const title = [escaped(made), moment && `@${moment}`].filter(Boolean).join(' ')
      insertAt(text, `\n\n![${escaped(described)}](media/${name} "${title}")\n\n`)
    }, { id: 'insert-picture', disabled: true })
    for (const control of controls) {
      control.addEventListener('input', () => { insert.disabled = !controls.every(({ value }) => value.trim()) })
    }
    return node('details', { className: 'insert', id: 'insert-pictures' },
      node('summary', {}, message('desk_picture_or_sound')), file, facts, shows, credit, isTied, insert)
  }

  /**
   * In which languages a film has captions, and in which it has none; nothing of a picture or a sound.
   * @param {string} name
   */
  #captions (name) {
    const { message, state: { media, languages } } = this.store
    const captions = media.find((each) => each.name === name)?.captions
    if (!captions) return ''
    const missing = languages.filter((language) => !captions.includes(language))
    const example = `${name.slice(0, name.lastIndexOf('.'))}.${missing[0]}.vtt`
    return [
      captions.length ? message('desk_captions', { languages: captions.join(', ') }) : '',
      missing.length ? message('desk_no_captions', { languages: missing.join(', '), name: example }) : ''
    ].filter(Boolean).join(' ')
  }
}

/** The words as visitors see them, in a frame that the server fills; it follows while one writes. */
class Preview {
  #waiting = 0

  /**
   * @param {HTMLTextAreaElement} text
   * @param {string} language
   * @param {import('#desk/messages').Say} message
   */
  constructor (text, language, message) {
    this.text = text
    this.sent = node('input', { type: 'hidden', name: 'words' })
    this.form = node('form', { method: 'post', action: 'words', target: 'words-preview', hidden: true },
      this.sent, node('input', { type: 'hidden', name: 'language', value: language }))
    this.frame = node('iframe', { name: 'words-preview', title: message('desk_preview'), className: 'words-preview' })
    this.element = node('div', {}, this.form, this.frame)
    text.addEventListener('input', () => {
      clearTimeout(this.#waiting)
      this.#waiting = setTimeout(() => this.#send(), PAUSE)
    })
  }

  /** @param {boolean} isShown */
  set isShown (isShown) {
    this.frame.hidden = !isShown
    setTimeout(() => this.#send())
  }

  #send () {
    if (this.frame.hidden || !this.form.isConnected) return
    this.sent.value = this.text.value
    this.form.submit()
  }
}

/** Milliseconds without a key before the preview follows. */
const PAUSE = 500

/**
 * Put something into a text where the cursor is, which goes behind it.
 * @param {HTMLTextAreaElement} text
 * @param {string} inserted
 */
const insertAt = (text, inserted) => {
  text.setRangeText(inserted, text.selectionStart, text.selectionEnd, 'end')
  text.dispatchEvent(new Event('input'))
  text.focus()
}

/**
 * Words within a picture's Markdown, on one line.
 * @param {string} words
 */
const escaped = (words) => words.replace(/\s+/g, ' ').replace(/[\\[\]"\u0060*_<>]/g, '\\$&')
