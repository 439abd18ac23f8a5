/** However long something plays, after so many seconds without a touch nobody is there any more. */
const PATIENCE = 900

/**
 * One visitor after another: `attract` –touch→ `visiting` –idle→ `warned` –countdown→ `attract`.
 * A touch while warned leads back to `visiting`; the touch that ends `attract` only wakes.
 *
 * It has no timers: it is told of touches and asked from time to time, in seconds of any clock that never goes back.
 * Event: `change` when the state does.
 */
export class Visit extends EventTarget {
  #state
  #touched
  #lively
  #warned = 0

  /**
   * @param {{idleSeconds: number, warningSeconds: number}} setting how long nothing happens, how long it then asks
   * @param {number} now
   * @param {'attract'|'visiting'} [state]
   */
  constructor ({ idleSeconds, warningSeconds }, now, state = 'attract') {
    super()
    this.idleSeconds = idleSeconds
    this.warningSeconds = warningSeconds
    this.#state = state
    this.#touched = this.#lively = now
  }

  get state () { return this.#state }

  /** Somebody touched. */
  touch (now) {
    this.#touched = this.#lively = now
    this.#turn('visiting')
  }

  /** Time has passed; `isPlaying` tells whether there is something to watch without touching. */
  tick (now, isPlaying = false) {
    if (this.#state === 'visiting') {
      if (isPlaying && now - this.#touched < PATIENCE) this.#lively = now
      if (now - this.#lively < this.idleSeconds) return
      this.#warned = now
      this.#turn('warned')
    } else if (this.#state === 'warned' && now - this.#warned >= this.warningSeconds) this.#turn('attract')
  }

  /** Whole seconds until a warned visit ends. */
  secondsLeft (now) {
    return Math.max(0, Math.ceil(this.warningSeconds - (now - this.#warned)))
  }

  #turn (state) {
    if (state === this.#state) return
    this.#state = state
    this.dispatchEvent(new Event('change'))
  }
}
