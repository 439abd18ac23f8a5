/** @import { DeskCandidatePayload, DeskPlacesPayload, DeskUnlocatedPayload } from '#payloads' */
/** @import { Store } from '#desk/store' */
/** @import { VisitorsPage } from '#desk/visitors_page' */
import { fill } from '#desk/form'
import { button, choice, field, node } from '#desk/node'
import { post, worded } from '#desk/request'

/** How many addresses are sent to a service at once. */
const AT_ONCE = 10
/** What proposes positions without a network. */
const OFFLINE = ['', 'overflight-cities', 'overflight-places']

/** The places that have an address and no position: where they may be, of which the author chooses. */
export class FindPlaces {
  /** @type {DeskPlacesPayload | null} */
  #found = null
  #version = ''
  /** The chosen candidates by the keys of their places.
   * @type {Map<string, DeskCandidatePayload>}
   */
  #chosen = new Map()
  #service = ''
  #account = ''
  #progress = ''
  #isAsking = false
  #isPointing = false

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
  }

  /** Show the form again, with what the server has of the places. */
  async show () {
    if (this.section.hidden) {
      this.#point(null)
      return
    }
    const { version } = this.store.state
    if (version !== this.#version) {
      const response = await fetch('places').catch(() => null)
      if (!response?.ok) return
      this.#found = await response.json()
      this.#version = version
      const keys = this.#places.map(keyOf)
      for (const key of this.#chosen.keys()) if (!keys.includes(key)) this.#chosen.delete(key)
    }
    fill(this.section, () => this.#contents())
  }

  get #places () { return this.#found?.places ?? [] }

  get #undecided () { return this.#places.filter((place) => !this.#chosen.has(keyOf(place))) }

  #contents () {
    const { message } = this.store
    const { problem = '', locked = [] } = this.#found ?? {}
    const count = this.#places.length
    return [
      ...(problem ? [node('p', { lang: 'en' }, problem)] : []),
      ...locked.map((file) => this.#locked(file)),
      ...(count || problem || locked.length ? [] : [node('p', {}, message('desk_places_none'))]),
      ...(count
        ? [node('p', { className: 'facts' }, message('desk_places_help')),
            ...this.#places.map((place, index) => this.#place(place, index)), this.#serviceForm(),
            node('p', { role: 'status', id: 'places-progress' }, this.#progress),
            button(message('desk_places_take'), () => this.#take(), {
              id: 'take-places', className: 'button primary', disabled: !this.#chosen.size
            })]
        : [])
    ]
  }

  /**
   * A layer that has to be GeoJSON first.
   * @param {string} file
   */
  #locked (file) {
    const { message, state } = this.store
    const layer = state.layers.find((each) => each.file === file)?.id ?? ''
    return node('div', { className: 'claim' },
      node('p', {}, message('desk_places_locked', { file })),
      button(message('desk_convert'), () => this.store.send({ edit: 'convert', layer }), { id: `locked-${layer}` }))
  }

  /**
   * @param {DeskUnlocatedPayload} place
   * @param {number} index
   */
  #place (place, index) {
    const { message } = this.store
    const { name, address, candidates } = place
    const chosen = this.#chosen.get(keyOf(place))
    const choose = (/** @type {DeskCandidatePayload | null} */ candidate) => {
      if (candidate) this.#chosen.set(keyOf(place), candidate)
      else this.#chosen.delete(keyOf(place))
      this.#point(candidate)
      this.show()
    }
    const radio = (/** @type {DeskCandidatePayload | null} */ candidate, /** @type {number} */ number) =>
      node('label', { className: 'check' },
        node('input', {
          type: 'radio',
          name: `place-${index}`,
          id: `place-${index}-${number}`,
          checked: candidate ? isSame(candidate, chosen) : !chosen,
          onchange: () => choose(candidate)
        }),
        candidate ? this.#words(candidate) : message('desk_places_undecided'))
    return node('fieldset', { className: 'claim' },
      node('legend', {}, name), node('p', { className: 'facts' }, address),
      ...(candidates.length
        ? [null, ...candidates].map(radio)
        : [node('p', {}, message('desk_places_nothing'))]))
  }

  /** @param {DeskCandidatePayload} candidate */
  #words ({ name, at: [lon, lat], provider }) {
    const { message } = this.store
    const by = OFFLINE.includes(provider)
      ? message(`desk_places_by_${provider.replace('overflight-', '') || 'address'}`)
      : this.#found?.services.find(([id]) => id === provider)?.[1] ?? provider
    return node('span', {}, `${provider ? `${name}: ` : ''}${lat}, ${lon} – ${by}`)
  }

  /** A service in the network, which is asked for the places without a choice. */
  #serviceForm () {
    const { message } = this.store
    const services = this.#found?.services ?? []
    if (!this.#service) this.#service = services[0]?.[0] ?? ''
    const account = field(message('desk_places_account'), this.#account, (written) => { this.#account = written }, {
      id: 'places-account', kept: true
    })
    return node('details', { className: 'insert', id: 'places-service' },
      node('summary', {}, message('desk_places_ask_service')),
      choice(message('desk_places_service'), services, this.#service, (service) => {
        this.#service = service
        this.show()
      }, 'places-service-name'),
      this.#service === 'geonames' ? account : null,
      node('p', { className: 'facts' }, message('desk_places_sent')),
      button(message('desk_places_ask'), () => this.#ask(), {
        id: 'ask-places', disabled: this.#isAsking || !this.#undecided.length
      }))
  }

  /** Ask for the places without a choice, some at once; the first failure ends it. */
  async #ask () {
    const { message } = this.store
    const addresses = [...new Set(this.#undecided.map(({ address }) => address))]
    this.#isAsking = true
    let refused = ''
    for (let done = 0; done < addresses.length && !refused; done += AT_ONCE) {
      this.#say(message('desk_places_asking', { done, count: addresses.length }))
      const { answer, refused: faults } = await post('places/ask', {
        service: this.#service, user: this.#account, addresses: addresses.slice(done, done + AT_ONCE)
      })
      const why = faults?.map((fault) => worded(fault, message)).join(' ')
      refused = faults ? why || message('desk_lost') : answer.problem
    }
    this.#isAsking = false
    this.#say(refused || message('desk_places_asked'))
    await this.store.load()
  }

  /** @param {string} progress */
  #say (progress) {
    this.#progress = progress
    this.show()
  }

  #take () {
    const places = this.#places.flatMap((place) => {
      const { file, index, name, address } = place
      const candidate = this.#chosen.get(keyOf(place))
      return candidate ? [{ file, index, name, address, candidate }] : []
    })
    this.#point(null)
    this.#progress = ''
    this.store.send({ edit: 'locate', places })
  }

  /**
   * Show on the map where a place may be.
   * @param {DeskCandidatePayload | null} candidate
   */
  #point (candidate) {
    if (candidate || this.#isPointing) this.page.sketch = candidate ? [candidate.at] : []
    if (candidate) this.page.lookAt(candidate.at)
    this.#isPointing = candidate !== null
  }
}

/** @param {DeskUnlocatedPayload} place */
const keyOf = ({ file, index, name, address }) => JSON.stringify([file, index, name, address])

/**
 * @param {DeskCandidatePayload} one
 * @param {DeskCandidatePayload | undefined} other
 */
const isSame = (one, other) => JSON.stringify(one) === JSON.stringify(other)
