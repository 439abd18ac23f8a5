/** @import { DeskPayload, DeskSetupPayload } from '#payloads' */
import { changedField } from '#desk/invalid'
import { messageOf } from '#desk/messages'

/** Milliseconds between two questions whether another program has changed the files. */
const PAUSE = 1500
/** Milliseconds after a save until the page for visitors is likely to be made of it. */
const SOON = 250

/**
 * An edit as `app/authoring/edits.py` describes it.
 * @typedef {{ edit: string } & Record<string, unknown>} Edit
 */

/**
 * The exhibit on the desk: what the server has of it, and the edits that are sent to it, one after the other.
 *
 * Events: `change` when the state is another; `saving`, `saved`; `refused` with the reasons and the id of the field
 * that was changed, or an empty one; `outside` with the names of files that another program changed, how they differ
 * and the edit that was not made; `lost` without the server; `shown` when visitors see another version; `earlier`
 * when they begin or cease to see one that is not the latest.
 */
export class Store extends EventTarget {
  /** @type {DeskPayload | null} */
  #state = null
  /** @type {Promise<void>} */
  #last = Promise.resolve()
  #waiting = 0
  #shown = ''
  /** When the version was saved that visitors still see, because the files have errors; else empty. */
  earlier = ''
  #timer = 0
  /** The zone of the times in forms, or empty for the time as the files have it, in UTC. */
  zone = ''
  /** The unit of the altitudes in forms: `m` or `ft`. */
  unit = 'm'

  /** @param {DeskSetupPayload} setup */
  constructor ({ messages }) {
    super()
    /** A message of the interface. */
    this.message = messageOf(messages)
  }

  /** What the server has; there is none before `start`. */
  get state () {
    if (!this.#state) throw new Error('The state has not been loaded.')
    return this.#state
  }

  /**
   * Show times in a zone, and altitudes in a unit.
   * @param {string} zone
   * @param {string} unit
   */
  measureIn (zone, unit) {
    this.zone = zone
    this.unit = unit
    return this.#inTurn(() => this.load())
  }

  /**
   * A feature of a layer, as the server has it now.
   * @param {{ layer: string, feature: string }} target
   */
  feature ({ layer, feature }) {
    return this.state.layers.find(({ id }) => id === layer)?.features.find(({ id }) => id === feature)
  }

  /** Load the state, and look for changes from then on. */
  async start () {
    await this.load()
    this.#poll()
  }

  /** Load the state again. */
  async load () {
    const response = await fetch(`state?zone=${encodeURIComponent(this.zone)}`)
    if (!response.ok) throw new Error(`state: ${response.status}`)
    this.#show(await response.json())
  }

  /** Show everything again. */
  changed () { this.#dispatch('change') }

  /**
   * Make an edit after those that are being made; one that needs what they change is a function.
   * @param {Edit | (() => Edit)} edit
   */
  send (edit) {
    const field = changedField()
    return this.#inTurn(() => this.#send(typeof edit === 'function' ? edit() : edit, field))
  }

  /**
   * Do something after what is being done: an answer never shows less than one before.
   * @param {() => Promise<void>} step
   */
  #inTurn (step) {
    this.#waiting += 1
    this.#last = this.#last.then(step).catch(() => this.#dispatch('lost')).finally(() => { this.#waiting -= 1 })
    return this.#last
  }

  /**
   * @param {Edit} edit
   * @param {string} field
   */
  async #send (edit, field) {
    this.#dispatch('saving')
    const measures = { time_zone: this.zone, altitude_unit: this.unit }
    const body = JSON.stringify({ ...measures, ...edit, version: this.state.version })
    const headers = { 'Content-Type': 'application/json' }
    const response = await fetch('edit', { method: 'POST', headers, body }).catch(() => null)
    if (!response) this.#dispatch('lost')
    else if (response.ok) {
      this.#show(await response.json())
      this.#dispatch('saved')
      this.#pollIn(SOON)
    } else if (response.status === 409) this.#dispatch('outside', { ...await response.json(), edit })
    else {
      const { faults } = await response.json().catch(() => ({ faults: [] }))
      this.#dispatch('refused', { faults, field })
    }
  }

  async #poll () {
    const response = await fetch('version').catch(() => null)
    if (!response?.ok) this.#dispatch('lost')
    else {
      const { version, shown, earlier } = await response.json()
      if (version !== this.state.version && !this.#waiting) await this.#inTurn(() => this.load())
      if (this.#shown && shown !== this.#shown) this.#dispatch('shown')
      this.#shown = shown
      if (earlier !== this.earlier) {
        this.earlier = earlier
        this.#dispatch('earlier')
      }
    }
    this.#pollIn(PAUSE)
  }

  /** @param {number} pause */
  #pollIn (pause) {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#poll(), pause)
  }

  /** @param {DeskPayload} state */
  #show (state) {
    this.#state = state
    this.#dispatch('change')
  }

  /**
   * @param {string} type
   * @param {unknown} [detail]
   */
  #dispatch (type, detail = null) { this.dispatchEvent(new CustomEvent(type, { detail })) }
}
