/** The colours of the page's style sheet, for what is drawn on canvas. Event: `change` when light and dark change places. */
export class Ink extends EventTarget {
  #known = new Map()

  constructor (root) {
    super()
    this.root = root
    for (const query of ['(prefers-color-scheme: dark)', '(forced-colors: active)', '(prefers-contrast: more)']) {
      matchMedia(query).addEventListener('change', () => {
        this.#known.clear()
        this.dispatchEvent(new Event('change'))
      })
    }
  }

  /** The value of the custom property `--name`. */
  get (name) {
    if (!this.#known.has(name)) this.#known.set(name, getComputedStyle(this.root).getPropertyValue(`--${name}`).trim())
    return this.#known.get(name)
  }
}
