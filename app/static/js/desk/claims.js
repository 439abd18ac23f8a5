/** @import { DeskAccountPayload, DeskClaimPayload, DeskFeaturePayload, Words } from '#payloads' */
/** @import { Store } from '#desk/store' */
import { button, choice, field, lonLat, node, number, plain, taken } from '#desk/node'

/** The disputed points of a feature: what each account says, its sources, its own time and position, which is drawn. */
export class Claims {
  /** @param {Store} store */
  constructor (store) { this.store = store }

  /**
   * @param {{ layer: string, feature: string }} target
   * @param {DeskFeaturePayload} feature
   */
  element (target, { claims, fixes }) {
    const { message } = this.store
    return node('details', { className: 'insert', id: 'claims' },
      node('summary', {}, `${message('desk_claims')} (${claims.length})`),
      ...claims.map((claim, index) => this.#claim({ ...target, claim: index }, claim, fixes.length)),
      this.#adding(target, fixes.length))
  }

  /**
   * @param {{ layer: string, feature: string, claim: number }} target
   * @param {DeskClaimPayload} claim
   * @param {number} count of fixes
   */
  #claim (target, { topic, fix, assessment, accounts }, count) {
    const { message } = this.store
    const id = `claim-${target.claim}`
    const set = (/** @type {string} */ key) => (/** @type {unknown} */ value) =>
      this.store.send({ edit: 'set-claim', ...target, key, value: value === '' ? null : value })
    const about = (/** @type {string} */ value) => set('fix')(value && Number(value))
    const says = field(message('desk_new_account'), '', () => {}, { id: `${id}-new`, kept: true })
    return node('fieldset', { className: 'claim' },
      node('legend', {}, plain(topic)),
      text(message('desk_topic'), topic, set('topic'), `${id}-topic`),
      count ? choice(message('desk_about_fix'), this.#fixes(count), String(fix ?? ''), about, `${id}-fix`) : null,
      ...accounts.map((account, index) => this.#account({ ...target, account: index }, account)),
      node('div', { className: 'adding' }, says, button(message('desk_add_account'), () => {
        const written = taken(says)
        if (written) this.store.send({ edit: 'add-account', ...target, says: written })
      }, { id: `${id}-add` })),
      text(message('desk_assessment'), assessment, set('assessment'), `${id}-assessment`, 2))
  }

  /**
   * @param {{ layer: string, feature: string, claim: number, account: number }} target
   * @param {DeskAccountPayload} account
   */
  #account (target, { says, citations, preferred, time, position, altitude_m: altitude }) {
    const { message } = this.store
    const id = `account-${target.claim}-${target.account}`
    const set = (/** @type {string} */ key) => (/** @type {unknown} */ value) =>
      this.store.send({ edit: 'set-account', ...target, key, value: value === '' ? null : value })
    const drawn = node('input', { type: 'checkbox', id: `${id}-preferred`, checked: preferred })
    drawn.addEventListener('change', () => set('preferred')(drawn.checked))
    const remove = () => this.store.send({ edit: 'remove-account', ...target })
    return node('div', { className: 'account' },
      text(message('desk_says'), says, set('says'), `${id}-says`, 2),
      field(message('desk_citations'), citations, set('citations'), { id: `${id}-citations` }),
      node('div', { className: 'settings' },
        field(message('desk_time'), time ?? '', set('time'), { id: `${id}-time` }),
        field(message('desk_lat_lon'), position ? `${position[1]}, ${position[0]}` : '',
          (value) => set('position')(lonLat(value)), { id: `${id}-position` }),
        field(message('desk_altitude_m'), String(altitude ?? ''), (value) =>
          set('altitude_m')(value && number(value)), { id: `${id}-altitude` })),
      node('div', { className: 'choices' },
        node('label', { className: 'check' }, drawn, message('desk_drawn')),
        button(message('desk_remove'), remove, { id: `${id}-remove` })))
  }

  /**
   * @param {{ layer: string, feature: string }} target
   * @param {number} count of fixes
   */
  #adding (target, count) {
    const { message } = this.store
    const topic = field(message('desk_new_topic'), '', () => {}, { id: 'new-claim-topic', kept: true })
    const says = field(message('desk_new_account'), '', () => {}, { id: 'new-claim-says', kept: true })
    const fix = count ? choice(message('desk_about_fix'), this.#fixes(count), '', () => {}, 'new-claim-fix') : null
    const add = () => {
      if (!valueOf(topic) || !valueOf(says)) return
      const about = fix && valueOf(fix)
      const written = { topic: taken(topic), says: taken(says), fix: about ? Number(about) : null }
      this.store.send({ edit: 'add-claim', ...target, ...written })
    }
    return node('div', { className: 'claim' }, topic, says, fix,
      button(message('desk_add_claim'), add, { id: 'add-claim' }))
  }

  /** @param {number} count */
  #fixes (count) {
    const { message } = this.store
    const numbers = Array.from({ length: count }, (_, index) => String(index + 1))
    return /** @type {[string, string][]} */ ([
      ['', message('desk_whole_feature')], ...numbers.map((fix) => [fix, message('desk_fix', { number: fix })])
    ])
  }
}

/**
 * A field for words in one language; words in several are not changed here.
 * @param {string} label
 * @param {Words | null} words
 * @param {(value: string) => void} change
 * @param {string} id
 * @param {number} [rows]
 */
const text = (label, words, change, id, rows = 0) =>
  field(label, plain(words), change, { id, rows, disabled: typeof words === 'object' && words !== null })

/** @param {HTMLElement} label */
const valueOf = (label) => /** @type {HTMLInputElement} */ (label.lastElementChild).value.trim()
