/** However long something plays, after so many seconds without a touch nobody is there any more. */
const LONGEST_WITHOUT_TOUCH = 900

/** @typedef {'attract' | 'visiting' | 'warned'} VisitState */

/**
 * One visitor after another: `attract` –touch→ `visiting` –idle→ `warned` –countdown→ `attract`.
 * A touch while warned returns to `visiting`; the touch that ends `attract` only wakes.
 *
 * It has no timers: it is called at touches and from time to time, in seconds of any clock that never goes back.
 * Event: `change` when the state does.
 */
export class Visit extends EventTarget {
  /** @type {VisitState} */
  #state
  #touched
  #active
  #warned = 0

  /**
   * @param {{idleSeconds: number, warningSeconds: number}} timing how long nothing happens, how long it then asks
   * @param {number} now
   * @param {VisitState} [state]
   */
  constructor ({ idleSeconds, warningSeconds }, now, state = 'attract') {
    super()
    this.idleSeconds = idleSeconds
    this.warningSeconds = warningSeconds
    this.#state = state
    this.#touched = this.#active = now
  }

  get state () { return this.#state }

  /**
   * Somebody touched.
   * @param {number} now
   */
  touch (now) {
    this.#touched = this.#active = now
    this.#setState('visiting')
  }

  /**
   * Time has passed; `isPlaying`: there is something to watch without touching.
   * @param {number} now
   */
  tick (now, isPlaying = false) {
    if (this.#state === 'visiting') {
      if (isPlaying && now - this.#touched < LONGEST_WITHOUT_TOUCH) this.#active = now
      if (now - this.#active < this.idleSeconds) return
      this.#warned = now
      this.#setState('warned')
    } else if (this.#state === 'warned' && now - this.#warned >= this.warningSeconds) this.#setState('attract')
  }

  /**
   * Whole seconds until a warned visit ends.
   * @param {number} now
   */
  secondsLeft (now) {
    return Math.max(0, Math.ceil(this.warningSeconds - (now - this.#warned)))
  }

  /** @param {VisitState} state */
  #setState (state) {
    if (state === this.#state) return
    this.#state = state
    this.dispatchEvent(new Event('change'))
  }
}
