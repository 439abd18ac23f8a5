/** @import { EntryPayload, LanguagePayload, Words } from '#payloads' */
import { closest, queryAll, queryOptional } from '#lib/dom'
import { loadJson } from '#lib/load'
import { listen } from '#state/listen'

/**
 * An entry of a message table: text, HTML that the server made, or nodes copied from the page.
 * @typedef {string | (EntryPayload & {nodes?: Node[]})} Entry
 */

/** The files that the page carries, by name: the `src` of each `data-media`. */
/** @typedef {Map<string | undefined, string | null>} Media */

/** The server has a newer version of the page, whose texts have other numbers. */
export class PageOutdated extends Error {}

/**
 * The page's texts by number, in the current language; the tables of the other languages come when they are asked for.
 * Nodes have the number of their text as `data-w`, or as `data-label` that of their `aria-label`.
 *
 * Event: `change`, when everything on the page is in the new language.
 */
export class Language extends EventTarget {
  #page
  #requested
  /** @type {Map<string, Record<number, Entry>>} */
  #tables
  #others
  /** @type {Media} */
  #media
  /** @type {Promise<void> | null} */
  #loading = null

  /**
   * @param {Document} page
   * @param {LanguagePayload} setting
   */
  constructor (page, { current, all, rightToLeft, entries, others }) {
    super()
    this.#page = page
    this.initial = this.current = this.#requested = current
    this.all = all
    const asked = new URLSearchParams(globalThis.location?.search).get('lang')
    /** The language that the address asks for by `?lang=`, else the initial one. */
    this.asked = asked && all.includes(asked) ? asked : current
    this.rightToLeft = rightToLeft
    this.#tables = new Map([[current, entries]])
    this.#others = others
    this.#media = new Map([...this.#all('[data-media]')].map((node) => [node.dataset.media, node.getAttribute('src')]))
  }

  /** The language that was chosen last: the current one, or the one whose words are still to come. */
  get requested () { return this.#requested }

  /**
   * Text that came from the server, in the current language.
   * @param {Words} text
   * @returns {string}
   */
  translate (text) {
    if (typeof text === 'string') return text
    if (typeof text !== 'number') {
      const [wider] = this.current.split('-')
      return text[this.current] ?? text[wider] ?? Object.values(text)[0] ?? ''
    }
    const entry = this.#tables.get(this.current)?.[text] ?? ''
    return typeof entry === 'string' ? entry : entry.text ?? ''
  }

  /**
   * Change to another language: at once where its table is here, else as soon as it has come.
   * @param {string} language
   */
  async switchTo (language) {
    if (!this.all.includes(language)) return
    this.#requested = language
    if (!this.#tables.has(language)) await this.fetch()
    if (this.#requested === language) this.#show(language)
  }

  /** Load the tables of all languages, once; again after a failure. */
  fetch () {
    this.#loading ??= this.#load().catch((error) => {
      this.#loading = null
      throw error
    })
    return this.#loading
  }

  async #load () {
    if (!this.#others) return
    /** @type {Record<string, Entry[]>} */
    const tables = await loadJson(this.#others)
    if (!this.#fits(tables[this.initial])) throw new PageOutdated()
    for (const [language, entries] of Object.entries(tables)) {
      if (language !== this.initial) this.#tables.set(language, ['', ...entries])
    }
    this.#keepInitial()
  }

  /**
   * Whether a table numbers its entries as this page does: a page may stay open for days while its content changes.
   * @param {Entry[] | undefined} table of the page's own language; a page that carries its tables has none
   */
  #fits (table) {
    const own = Object.entries(this.#tables.get(this.initial) ?? {})
    return !table || own.every(([number, entry]) => JSON.stringify(table[Number(number) - 1]) === JSON.stringify(entry))
  }

  /**
   * The text of a number in all languages that are here.
   * @param {number} number
   */
  inAll (number) {
    return [...this.#tables.values()].map((entries) => entries[number]).filter(Boolean).map(plainOf)
  }

  /** @param {string} language */
  #direction (language) { return this.rightToLeft.includes(language) ? 'rtl' : 'ltr' }

  /** The page itself has the texts of the initial language; copy them before others take their place. */
  #keepInitial () {
    const entries = this.#tables.get(this.initial) ?? {}
    for (const node of this.#all('[data-w]')) {
      entries[Number(node.dataset.w)] ??= { nodes: copied(node.childNodes), lang: node.lang || this.initial }
    }
    for (const node of this.#all('[data-label]')) {
      entries[Number(node.dataset.label)] ??= node.getAttribute('aria-label') ?? ''
    }
  }

  /** @param {string} language */
  #show (language) {
    if (language === this.current) return
    this.current = language
    this.#page.documentElement.lang = language
    this.#page.documentElement.dir = this.#direction(language)
    const entries = this.#tables.get(language) ?? {}
    for (const node of this.#all('[data-w]')) setEntry(node, entries[Number(node.dataset.w)], language, this.#media)
    for (const node of this.#all('[data-label]')) {
      node.setAttribute('aria-label', this.translate(Number(node.dataset.label)))
    }
    for (const node of this.#all('[data-language]')) {
      node.setAttribute('aria-current', String(node.dataset.language === language))
    }
    this.dispatchEvent(new Event('change'))
  }

  /**
   * @param {string} selector
   * @returns {NodeListOf<HTMLElement>}
   */
  #all (selector) { return this.#page.querySelectorAll(selector) }
}

/**
 * @param {HTMLElement} node
 * @param {Entry | undefined} entry
 * @param {string} language
 * @param {Media} media
 */
const setEntry = (node, entry, language, media) => {
  if (entry === undefined) return
  if (typeof entry === 'string') node.replaceChildren(entry)
  else node.replaceChildren(...nodesOf(entry, media))
  if (typeof entry !== 'string' && entry.lang && entry.lang !== language) {
    node.lang = entry.lang
    node.dir = 'auto'
  } else {
    node.removeAttribute('lang')
    node.removeAttribute('dir')
  }
}

/**
 * An entry as nodes. Its HTML was made and sanitised on the server, as that of the page itself; a picture that the
 * page's own language has, too, is in it by name.
 * @param {Exclude<Entry, string>} entry
 * @param {Media} media
 * @returns {Iterable<Node | string>}
 */
const nodesOf = ({ nodes, html, text = '' }, media) => {
  if (nodes) return copied(nodes)
  if (html === undefined) return [text]
  const { body } = new DOMParser().parseFromString(html, 'text/html')
  for (const node of queryAll(body, '[src^="#"]', HTMLElement)) {
    node.setAttribute('src', media.get(node.getAttribute('src')?.slice(1)) ?? '')
  }
  return body.childNodes
}

/** @param {Entry} entry */
const plainOf = (entry) => {
  if (typeof entry === 'string') return entry
  return entry.nodes?.map(({ textContent }) => textContent).join('') ?? entry.text ?? ''
}

/** @param {Iterable<Node>} nodes */
const copied = (nodes) => [...nodes].map((node) => node.cloneNode(true))

/**
 * Show a file in the language that its address asks for, as the server does with a page. It is the same at the
 * addresses of all its languages: to search engines it names this one as its own.
 * @param {Document} page
 * @param {Language} language
 */
export const openInAskedLanguage = async (page, language) => {
  if (language.asked === language.initial) return
  const own = queryOptional(page, `link[hreflang="${language.asked}"]`, HTMLLinkElement)
  const canonical = queryOptional(page, 'link[rel=canonical]', HTMLLinkElement)
  if (own && canonical) canonical.href = own.href
  await language.switchTo(language.asked)
}

/**
 * Let a visitor choose a language by nodes with `data-language`: buttons, or links that also work without a script. A
 * page that is older than the server's texts is reloaded, at the same moment.
 * @param {Document} page
 * @param {Language} language
 */
export const mountLanguageButtons = (page, language) => listen(page, 'click', (event) => {
  const choice = closest(event, '[data-language]')?.dataset.language
  if (!choice || event.ctrlKey || event.metaKey || event.shiftKey) return
  event.preventDefault()
  language.switchTo(choice).catch((error) => {
    if (!(error instanceof PageOutdated)) throw error
    const address = new URL(location.href)
    address.searchParams.set('lang', choice)
    location.assign(address)
  })
})
