/** @import { ChangesPayload, EditingPayload, ProblemPayload } from '#payloads' */
import { query } from '#lib/dom'
import { formatMoment } from '#lib/local_time'
import { listen } from '#state/listen'

/** Lists what is wrong with an exhibit's files, above the page; nothing is seen of it while nothing is wrong. */
export class Banner {
  /** @type {ChangesPayload | null} */
  #changes = null
  #isAway = false
  #isFolded = false
  #root
  #messages
  #summary
  #button
  #list

  /**
   * @param {HTMLElement} root
   * @param {EditingPayload['messages']} messages
   */
  constructor (root, messages) {
    this.#root = root
    this.#messages = messages
    this.#summary = query(root, '[role=status]', HTMLElement)
    this.#button = query(root, 'button', HTMLButtonElement)
    this.#list = query(root, 'ul', HTMLElement)
    listen(this.#button, 'click', () => {
      this.#isFolded = !this.#isFolded
      this.#render()
    })
    new MutationObserver(() => this.#render()).observe(document.documentElement, { attributeFilter: ['lang'] })
  }

  /** @param {ChangesPayload} changes */
  show (changes) {
    this.#changes = changes
    this.#isAway = false
    this.#render()
  }

  /** Say that the server does not answer. */
  showAway () {
    this.#isAway = true
    this.#render()
  }

  /**
   * @param {string} key
   * @param {string | number} [value] of the one name in braces
   */
  #say (key, value = '') {
    const text = this.#messages[`editing_${key}`]
    return (text[document.documentElement.lang] ?? text.en).replace(/\{\w+\}/, String(value))
  }

  #render () {
    const { problems = [], count = 0 } = this.#changes ?? {}
    const sentences = this.#sentences()
    this.#root.classList.toggle('visually-hidden', !sentences.length)
    this.#summary.replaceChildren(sentences.join(' · '))
    this.#button.hidden = !count
    this.#button.setAttribute('aria-expanded', String(!this.#isFolded))
    this.#button.replaceChildren(this.#say(this.#isFolded ? 'show' : 'hide'))
    this.#list.hidden = !count || this.#isFolded
    const more = count - problems.length
    this.#list.replaceChildren(
      ...problems.map((problem) => this.#item(problem)),
      ...more ? [element('li', '', this.#say('more', more))] : []
    )
  }

  #sentences () {
    if (this.#isAway) return [this.#say('away')]
    if (!this.#changes) return []
    const { count, isMissing, shownSince } = this.#changes
    return [
      ...isMissing ? [this.#say('missing')] : [],
      ...count ? [this.#say('problems', count)] : [],
      ...shownSince ? [this.#say('earlier', formatMoment(shownSince, document.documentElement.lang))] : []
    ]
  }

  /** @param {ProblemPayload} problem */
  #item ({ severity, exhibit, place, problem, fix }) {
    const kind = element('b', `is-${severity}`, this.#say(severity))
    kind.lang = document.documentElement.lang
    const where = element('span', 'place', [exhibit, place].filter(Boolean).join(': '))
    const item = element('li', '')
    item.append(kind, ' ', where, ' ', element('span', '', problem), ' ', element('span', 'fix', fix))
    return item
  }
}

/**
 * @param {string} name
 * @param {string} className
 * @param {string} [text]
 */
const element = (name, className, text = '') =>
  Object.assign(document.createElement(name), { className, textContent: text })
