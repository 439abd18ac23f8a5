const TOUCHES = 5
const WITHIN_MS = 4000
/** The corner's size in pixels. */
const CORNER = 120

/** @typedef {{x: number, y: number, width: number}} Touch where a page of that width was touched */

/** The staff's hidden gesture: so many touches in the upper right corner, one soon after the other. */
export class StaffGesture {
  /** @type {number[]} */
  #touches = []
  #onDone

  /** @param {() => void} onDone */
  constructor (onDone) { this.#onDone = onDone }

  /**
   * @param {Touch} touch
   * @param {number} now in milliseconds
   */
  touch ({ x, y, width }, now) {
    const isInCorner = x > width - CORNER && y < CORNER
    this.#touches = isInCorner ? [...this.#touches.filter((touch) => now - touch < WITHIN_MS), now] : []
    if (this.#touches.length < TOUCHES) return
    this.#touches = []
    this.#onDone()
  }
}
