const KEY = 'overflight-visits'
const LARGEST = 500

/**
 * Visits on their way to the server: kept through restarts until it has taken them, the oldest dropped when there are
 * too many.
 */
export class VisitQueue {
  #isSending = false
  #storage
  #post

  /**
   * @param {Pick<Storage, 'getItem' | 'setItem'>} storage
   * @param {(visits: object[]) => Promise<string | null>} post resolves to null when the server did not take them
   */
  constructor (storage, post) {
    this.#storage = storage
    this.#post = post
  }

  /** @returns {object[]} */
  get waiting () {
    try { return JSON.parse(this.#storage.getItem(KEY) ?? '[]') } catch { return [] }
  }

  /**
   * Add a visit. None is dropped while others are being sent, so that those are still the first.
   * @param {object} visit
   */
  put (visit) {
    const visits = [...this.waiting, visit]
    this.#keep(this.#isSending ? visits : visits.slice(-LARGEST))
  }

  async send () {
    const sent = this.waiting
    if (this.#isSending || !sent.length) return
    this.#isSending = true
    const taken = await this.#post(sent)
    this.#isSending = false
    if (taken !== null) this.#keep(this.waiting.slice(sent.length))
  }

  /** @param {object[]} visits */
  #keep (visits) {
    try { this.#storage.setItem(KEY, JSON.stringify(visits)) } catch { /* a full disk: these visits are not counted */ }
  }
}
