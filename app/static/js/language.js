import { load } from '#data'

/**
 * What the page says, by number, in the language on show; the words of the other languages come when they are asked for.
 * Nodes bear the number of their words as `data-w`, or as `data-label` that of their `aria-label`.
 *
 * Event: `change`, when everything on the page speaks the new language.
 */
export class Language extends EventTarget {
  #page
  #asked
  #entries
  #others

  /**
   * @param {Document} page
   * @param {{now: string, all: string[], spoken: Object<number, string|object>, others: ?string}} setting `spoken` is what scripts
   *   say; `others` is the address of `{language: [entry, …]}`, the first of them number 1
   */
  constructor (page, { now, all, spoken, others }) {
    super()
    this.#page = page
    this.opening = this.now = this.#asked = now
    this.all = all
    this.#entries = new Map([[now, spoken]])
    this.#others = others
  }

  /** Words that came from the server: plain ones as they are, a number in the language on show, a table by language. */
  say (words) {
    if (typeof words === 'string') return words
    if (typeof words !== 'number') return words?.[this.now] ?? Object.values(words ?? {})[0] ?? ''
    const entry = this.#entries.get(this.now)[words]
    return entry?.words ?? entry ?? ''
  }

  /** Speak another language: at once where its words are here, else as soon as they have come. */
  speak (language) {
    if (!this.all.includes(language)) return
    this.#asked = language
    if (this.#entries.has(language)) this.#show(language)
    else this.fetch().then(() => { if (this.#asked === language) this.#show(language) })
  }

  /** Have the words of all languages at hand. */
  async fetch () {
    if (!this.#others || this.#entries.size > 1) return
    for (const [language, entries] of Object.entries(await load(this.#others))) {
      if (language !== this.opening) this.#entries.set(language, ['', ...entries])
    }
    this.#keepOpening()
  }

  /** The words of a number in all languages that are here. */
  inAll (number) {
    return [...this.#entries.values()].map((entries) => entries[number]).filter(Boolean)
      .map((entry) => entry.nodes?.map(({ textContent }) => textContent).join('') ?? entry.words ?? String(entry))
  }

  /** The opening language stands on the page itself; keep it before another is put in its place. */
  #keepOpening () {
    const spoken = this.#entries.get(this.opening)
    for (const node of this.#page.querySelectorAll('[data-w]')) spoken[node.dataset.w] ??= { nodes: copied(node.childNodes), lang: node.lang || this.opening }
    for (const node of this.#page.querySelectorAll('[data-label]')) spoken[node.dataset.label] ??= node.getAttribute('aria-label')
  }

  #show (language) {
    if (language === this.now) return
    this.now = language
    this.#page.documentElement.lang = language
    const entries = this.#entries.get(language)
    for (const node of this.#page.querySelectorAll('[data-w]')) speakInto(node, entries[node.dataset.w], language)
    for (const node of this.#page.querySelectorAll('[data-label]')) node.setAttribute('aria-label', this.say(Number(node.dataset.label)))
    for (const node of this.#page.querySelectorAll('[data-language]')) node.setAttribute('aria-current', String(node.dataset.language === language))
    this.dispatchEvent(new Event('change'))
  }
}

const speakInto = (node, entry, language) => {
  if (entry === undefined) return
  node.replaceChildren(...(typeof entry === 'string' ? [entry] : nodesOf(entry)))
  if (entry.lang && entry.lang !== language) node.lang = entry.lang
  else node.removeAttribute('lang')
}

/** An entry as nodes. Its HTML comes from the server's own reading, made and cleaned there as on the page itself. */
const nodesOf = ({ nodes, html, words }) => {
  if (nodes) return copied(nodes)
  return html === undefined ? [words] : new DOMParser().parseFromString(html, 'text/html').body.childNodes
}

const copied = (nodes) => [...nodes].map((node) => node.cloneNode(true))

/** What lets a visitor choose a language: buttons, or links that need no script. Returns the way out. */
export const offerLanguages = (page, language) => {
  const choose = (event) => {
    const choice = event.target.closest?.('[data-language]')
    if (!choice || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    language.speak(choice.dataset.language)
  }
  page.addEventListener('click', choose)
  return () => page.removeEventListener('click', choose)
}
