/** @import { DeskMentionPayload, DeskSourcePayload } from '#payloads' */
/** @import { Store } from '#desk/store' */
import { fill } from '#desk/form'
import { button, choice, field, node, taken } from '#desk/node'

/** The types that are offered; a source keeps another that it has. */
const TYPES = [
  'book', 'chapter', 'article-journal', 'article-newspaper', 'report', 'document', 'manuscript', 'interview', 'map',
  'webpage'
]
const KEYS = [
  'title', 'author', 'editor', 'issued', 'container-title', 'publisher', 'publisher-place', 'volume', 'issue', 'page',
  'archive', 'archive_location', 'URL', 'DOI'
]

/** The bibliography: a list that can be searched, and of the chosen source what it says and where it is cited. */
export class Sources {
  #chosen = ''
  #sought = ''

  /**
   * @param {HTMLElement} section
   * @param {Store} store
   * @param {(name: string, isChapter: boolean) => void} lead
   */
  constructor (section, store, lead) {
    this.section = section
    this.store = store
    this.lead = lead
    store.addEventListener('change', () => this.show())
  }

  /** Show the form again. */
  show () {
    const { message, state } = this.store
    const chosen = state.sources.find(({ id }) => id === this.#chosen)
    const list = node('ul', { className: 'sources' })
    const seek = field(message('desk_search'), this.#sought, () => {}, { id: 'search-sources', kept: true })
    const control = /** @type {HTMLInputElement} */ (seek.lastElementChild)
    control.type = 'search'
    control.addEventListener('input', () => {
      this.#sought = control.value
      list.replaceChildren(...this.#rows())
    })
    list.append(...this.#rows())
    const title = field(message('desk_new_source'), '', () => {}, { id: 'new-source', kept: true })
    fill(this.section, () => [
      seek, list,
      node('form', { className: 'adding', onsubmit: (/** @type {SubmitEvent} */ event) => this.#add(event) }, title,
        node('button', { type: 'submit', className: 'button', id: 'add-source' }, message('desk_add'))),
      node('p', { className: 'facts' }, message('desk_drop_sources')),
      ...(chosen ? this.#form(chosen) : [])
    ], this.#chosen)
  }

  #rows () {
    const sought = this.#sought.trim().toLowerCase()
    return this.store.state.sources
      .filter(({ id, fields }) => `${id} ${Object.values(fields).join(' ')}`.toLowerCase().includes(sought))
      .map((source) => node('li', {}, button(nameOf(source), () => this.choose(source.id), {
        'aria-pressed': source.id === this.#chosen, id: `source-${source.id}`, className: 'button name'
      }), node('span', {}, String(source.cited.length || '–'))))
  }

  /**
   * Choose a source.
   * @param {string} id
   */
  choose (id) {
    this.#chosen = id
    this.show()
    document.getElementById('source-title')?.scrollIntoView({ block: 'nearest' })
  }

  /** @param {SubmitEvent} event */
  async #add (event) {
    event.preventDefault()
    const title = taken(/** @type {HTMLElement} */ (document.getElementById('new-source')?.parentElement))
    if (!title) return
    const before = new Set(this.store.state.sources.map(({ id }) => id))
    await this.store.send({ edit: 'add-source', title })
    const added = this.store.state.sources.find(({ id }) => !before.has(id))
    if (added) this.choose(added.id)
  }

  /** @param {DeskSourcePayload} source */
  #form (source) {
    const { message } = this.store
    const { id, cited, editable } = source
    return [
      node('h2', {}, id),
      node('p', { className: 'facts' }, message(cited.length ? 'desk_cited_at' : 'desk_not_cited')),
      node('ul', { className: 'mentions' }, ...cited.map((mention) => this.#mention(mention))),
      ...(editable ? this.#fields(source) : [node('p', {}, message('desk_source_elsewhere'))])
    ]
  }

  /** @param {DeskSourcePayload} source */
  #fields ({ id, fields }) {
    const { message } = this.store
    const set = (/** @type {string} */ key) => (/** @type {string} */ value) =>
      this.store.send({ edit: 'set-source', source: id, key, value })
    const types = [...new Set([fields.type, ...TYPES])].filter(Boolean)
      .map((type) => /** @type {[string, string]} */ ([type, this.#typeName(type)]))
    const label = (/** @type {string} */ key) => message(`desk_source_${key.replaceAll('-', '_').toLowerCase()}`)
    const text = (/** @type {string} */ key) => field(label(key), fields[key] ?? '', set(key), { id: `source-${key}` })
    const remove = () => this.store.send({ edit: 'remove-source', source: id })
    return [
      choice(message('desk_source_type'), types, fields.type ?? '', set('type'), 'source-type'),
      ...KEYS.map(text),
      field(message('desk_note'), fields.note ?? '', set('note'), { id: 'source-note', rows: 3 }),
      button(message('desk_remove'), remove, { id: 'remove-source' })
    ]
  }

  /** @param {string} type */
  #typeName (type) {
    return TYPES.includes(type) ? this.store.message(`desk_type_${type.replaceAll('-', '_')}`) : type
  }

  /** @param {DeskMentionPayload} mention */
  #mention ({ id, name, chapter }) {
    return node('li', {}, button(name, () => this.lead(id, chapter), { className: 'link' }))
  }
}

/** @param {DeskSourcePayload} source */
const nameOf = ({ id, fields }) =>
  [fields.author?.split(',')[0], fields.title ?? id, fields.issued?.slice(0, 4)].filter(Boolean).join(', ')
