/** One choice that the whole page shares, such as the selected feature or the language. Event: `change`. */
export class Choice extends EventTarget {
  #now

  constructor (opening) {
    super()
    this.opening = this.#now = opening
  }

  get now () { return this.#now }

  set now (value) {
    if (value === this.#now) return
    this.#now = value
    this.dispatchEvent(new Event('change'))
  }
}

/** Which layers are on show. Event: `change`. */
export class Layers extends EventTarget {
  #visible

  /** @param {{id: string, visible: boolean}[]} layers in drawing order */
  constructor (layers) {
    super()
    this.ids = layers.map(({ id }) => id)
    this.opening = layers.filter(({ visible }) => visible).map(({ id }) => id)
    this.#visible = new Set(this.opening)
  }

  get visible () { return this.ids.filter((id) => this.#visible.has(id)) }

  set visible (ids) {
    const next = this.ids.filter((id) => ids.includes(id))
    if (String(next) === String(this.visible)) return
    this.#visible = new Set(next)
    this.dispatchEvent(new Event('change'))
  }

  isVisible (id) { return this.#visible.has(id) }

  show (id, on) { this.visible = on ? [...this.visible, id] : this.visible.filter((other) => other !== id) }
}
