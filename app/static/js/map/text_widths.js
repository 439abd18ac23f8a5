const MOST_WIDTHS = 5000

/** The widths of texts on a canvas in pixels, each measured once; kept by font, whose names are long, then by text. */
export class TextWidths {
  /** @type {Map<string, Map<string, number>>} */
  #byFont = new Map()
  #count = 0

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {{text: string, font: string, spacing?: number}} line
   */
  of (context, { text, font, spacing = 0 }) {
    const style = `${font}|${spacing}`
    const known = this.#byFont.get(style)?.get(text)
    if (known !== undefined) return known
    if (this.#count >= MOST_WIDTHS) this.clear()
    context.font = font
    context.letterSpacing = `${spacing}px`
    const { width } = context.measureText(text)
    const widths = this.#byFont.get(style) ?? new Map()
    this.#byFont.set(style, widths.set(text, width))
    this.#count++
    return width
  }

  clear () {
    this.#byFont.clear()
    this.#count = 0
  }
}
