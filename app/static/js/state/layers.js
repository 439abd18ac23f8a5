/** Which layers are visible. Event: `change`. */
export class Layers extends EventTarget {
  #visible

  /** @param {{id: string, visible: boolean}[]} layers in drawing order */
  constructor (layers) {
    super()
    this.ids = layers.map(({ id }) => id)
    this.initial = layers.filter(({ visible }) => visible).map(({ id }) => id)
    this.#visible = new Set(this.initial)
  }

  /** Whether the same layers are visible as at first. */
  get isInitial () { return String(this.visible) === String(this.initial) }

  get visible () { return this.ids.filter((id) => this.#visible.has(id)) }

  set visible (ids) {
    const next = this.ids.filter((id) => ids.includes(id))
    if (String(next) === String(this.visible)) return
    this.#visible = new Set(next)
    this.dispatchEvent(new Event('change'))
  }

  /** @param {string} id */
  isVisible (id) { return this.#visible.has(id) }

  /**
   * Show a layer, or hide it.
   * @param {string} id
   * @param {boolean} on
   */
  show (id, on) { this.visible = on ? [...this.visible, id] : this.visible.filter((other) => other !== id) }
}
