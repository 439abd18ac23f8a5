/** From so many milliseconds between two pictures on, on average, a movement is not smooth: 24 in a second. */
const SLOW = 1000 / 24
/** What one interval adds to the average. */
const SHARE = 0.15
/** A longer interval is no measure of the machine: the page was in the background, or only just opened. */
const PAUSE = 500

/** How fast this machine draws the map while it moves. Once it has been slow, it is taken for slow. */
export class Pace {
  #mean = 0
  #isSlow = false

  /** Whether pictures came too late to be seen as one movement. */
  get isSlow () { return this.#isSlow }

  /** @param {number} interval between two pictures of a movement, in milliseconds */
  note (interval) {
    if (interval > PAUSE) return
    this.#mean += (interval - this.#mean) * SHARE
    this.#isSlow ||= this.#mean > SLOW
  }
}
