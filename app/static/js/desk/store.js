/** @import { DeskPayload, DeskSetupPayload } from '#payloads' */
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
 * Events: `change` when the state is another; `saving`, `saved`; `refused` with the reasons; `outside` with the names
 * of files that another program changed, how they differ and the edit that was not made; `lost` without the server;
 * `shown` when visitors see another version.
 */
export class Store extends EventTarget {
  /** @type {DeskPayload | null} */
  #state = null
  /** @type {Promise<void>} */
  #last = Promise.resolve()
  #waiting = 0
  #shown = ''
  #timer = 0

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

  /** Load the state, and look for changes from then on. */
  async start () {
    await this.load()
    this.#poll()
  }

  /** Load the state again. */
  async load () {
    const response = await fetch('state')
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
    this.#waiting += 1
    this.#last = this.#last
      .then(() => this.#send(typeof edit === 'function' ? edit() : edit))
      .finally(() => { this.#waiting -= 1 })
    return this.#last
  }

  /** @param {Edit} edit */
  async #send (edit) {
    this.#dispatch('saving')
    const body = JSON.stringify({ ...edit, version: this.state.version })
    const headers = { 'Content-Type': 'application/json' }
    const response = await fetch('edit', { method: 'POST', headers, body }).catch(() => null)
    if (!response) this.#dispatch('lost')
    else if (response.ok) {
      this.#show(await response.json())
      this.#dispatch('saved')
      this.#pollIn(SOON)
    } else if (response.status === 409) this.#dispatch('outside', { ...await response.json(), edit })
    else this.#dispatch('refused', (await response.json().catch(() => ({ faults: [] }))).faults)
  }

  async #poll () {
    const response = await fetch('version').catch(() => null)
    if (!response?.ok) this.#dispatch('lost')
    else {
      const { version, shown } = await response.json()
      if (version !== this.state.version && !this.#waiting) await this.load()
      if (this.#shown && shown !== this.#shown) this.#dispatch('shown')
      this.#shown = shown
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
