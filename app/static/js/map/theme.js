const QUERIES = ['(prefers-color-scheme: dark)', '(forced-colors: active)', '(prefers-contrast: more)']

/**
 * The colours, fonts and lines of the page's style sheet, for what is drawn on canvas: its custom properties.
 * Event: `change` when light and dark change places, and when canvases have to be drawn again because the browser lost
 * them, as it may while a computer sleeps.
 */
export class Theme extends EventTarget {
  /** @type {Map<string, string>} */
  #known = new Map()
  /** @type {Map<string, number[]>} */
  #numbers = new Map()
  /** @type {Map<string, {dash: number[], width: number}>} */
  #lines = new Map()

  #end = new AbortController()

  /** @param {HTMLElement} root */
  constructor (root) {
    super()
    this.root = root
    const { signal } = this.#end
    const change = () => {
      this.#known.clear()
      this.#numbers.clear()
      this.#lines.clear()
      this.dispatchEvent(new Event('change'))
    }
    for (const query of QUERIES) matchMedia(query).addEventListener('change', change, { signal })
    root.addEventListener('contextrestored', change, { capture: true, signal })
  }

  /** Follow no more changes. */
  destroy () { this.#end.abort() }

  /**
   * The value of the custom property `--name`.
   * @param {string} name
   */
  get (name) {
    const known = this.#known.get(name)
    if (known !== undefined) return known
    const value = getComputedStyle(this.root).getPropertyValue(`--${name}`).trim()
    this.#known.set(name, value)
    return value
  }

  /**
   * A property that is one or several numbers.
   * @param {string} name
   */
  numbers (name) {
    const known = this.#numbers.get(name)
    if (known) return known
    const numbers = this.get(name).split(/[\s,]+/).filter(Boolean).map(Number)
    this.#numbers.set(name, numbers)
    return numbers
  }

  /** How much larger `--map-text-scale` wants what is written on the map. */
  get textScale () { return this.numbers('map-text-scale')[0] ?? 1 }

  /** What a CSS pixel is to a page whose own text is larger or smaller than 16 pixels. */
  get unit () { return parseFloat(getComputedStyle(this.root).fontSize) / 16 }

  /**
   * A font for what is drawn on canvas.
   * @param {string} face weight and size, such as `700 13px`
   * @param {'sans' | 'serif'} [family]
   */
  font (face, family = 'sans') {
    return `${face.replace(/[\d.]+(?=px)/, (size) => String(Number(size) * this.textScale))} ${this.get(family)}`
  }

  /**
   * How a line of that evidence is drawn: `--dash-…` and `--width-…`, in pixels.
   * @param {string} evidence `documented`, `inferred`, `interpolated` or `planned`
   */
  line (evidence) {
    const known = this.#lines.get(evidence)
    if (known) return known
    const line = { dash: this.numbers(`dash-${evidence}`), width: this.numbers(`width-${evidence}`)[0] ?? 1 }
    this.#lines.set(evidence, line)
    return line
  }
}
