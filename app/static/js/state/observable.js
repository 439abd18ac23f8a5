/**
 * One value that the whole page shares, such as the selected feature. Event: `change`.
 * @template T
 */
export class Observable extends EventTarget {
  #value

  /** @param {T} initial */
  constructor (initial) {
    super()
    this.initial = this.#value = initial
  }

  get value () { return this.#value }

  set value (value) {
    if (value === this.#value) return
    this.#value = value
    this.dispatchEvent(new Event('change'))
  }
}
