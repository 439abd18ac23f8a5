/** @import { DeskAccountPayload, DeskClaimPayload, DeskFeaturePayload } from '#payloads' */
/** @import { Store } from '#desk/store' */
import { citationsField } from '#desk/citations'
import { Measures, amount } from '#desk/measures'
import { button, check, choice, field, firstOf, lonLat, node, taken, wordFields } from '#desk/node'

/** The disputed points of a feature: what each account says, its sources, its own time and position, which is drawn. */
export class Claims {
  /** @param {Store} store */
  constructor (store) {
    this.store = store
    this.measures = new Measures(store)
  }

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
    const { message, state: { languages } } = this.store
    const id = `claim-${target.claim}`
    const set = (/** @type {string} */ key) => (/** @type {unknown} */ value, language = '') =>
      this.store.send({ edit: 'set-claim', ...target, key, language, value: value === '' ? null : value })
    const about = (/** @type {string} */ value) => set('fix')(value && Number(value))
    const says = field(message('desk_new_account'), '', () => {}, { id: `${id}-new`, kept: true })
    return node('fieldset', { className: 'claim' },
      node('legend', {}, firstOf(topic, languages)),
      ...wordFields(message('desk_topic'), topic, set('topic'), languages, { id: `${id}-topic` }),
      count ? choice(message('desk_about_fix'), this.#fixes(count), String(fix ?? ''), about, `${id}-fix`) : null,
      ...accounts.map((account, index) => this.#account({ ...target, account: index }, account)),
      node('div', { className: 'adding' }, says, button(message('desk_add_account'), () => {
        const written = taken(says)
        if (written) this.store.send({ edit: 'add-account', ...target, says: written })
      }, { id: `${id}-add` })),
      ...wordFields(message('desk_assessment'), assessment, set('assessment'), languages,
        { id: `${id}-assessment`, rows: 2 }))
  }

  /**
   * @param {{ layer: string, feature: string, claim: number, account: number }} target
   * @param {DeskAccountPayload} account
   */
  #account (target, { says, citations, preferred, time, position, altitude_m: altitude }) {
    const { message, state: { languages } } = this.store
    const id = `account-${target.claim}-${target.account}`
    const set = (/** @type {string} */ key) => (/** @type {unknown} */ value, language = '') =>
      this.store.send({ edit: 'set-account', ...target, key, language, value: value === '' ? null : value })
    const remove = () => this.store.send({ edit: 'remove-account', ...target })
    return node('div', { className: 'account' },
      ...wordFields(message('desk_says'), says, set('says'), languages, { id: `${id}-says`, rows: 2 }),
      citationsField(this.store, citations, set('citations'), `${id}-citations`),
      node('div', { className: 'settings' },
        field(this.measures.label('desk_time'), time ?? '', set('time'), { id: `${id}-time` }),
        field(message('desk_lat_lon'), position ? `${position[1]}, ${position[0]}` : '',
          (value) => set('position')(lonLat(value)), { id: `${id}-position` }),
        field(this.measures.label('desk_altitude_m'), this.measures.shown(altitude),
          (value) => set('altitude_m')(amount(value)), { id: `${id}-altitude` })),
      node('div', { className: 'choices' },
        check(message('desk_drawn'), preferred, set('preferred'), `${id}-preferred`),
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

/** @param {HTMLElement} label */
const valueOf = (label) => /** @type {HTMLInputElement} */ (label.lastElementChild).value.trim()
