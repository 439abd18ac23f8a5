import { queryAll } from '#lib/dom'
import { combine, listen } from '#state/listen'

const INITIAL = '1'

/** The three sizes of a page's text, and the buttons that choose one. */
export class TextSize {
  #onChange
  #root
  #buttons

  /**
   * @param {Document} page
   * @param {() => void} [onChange] is called when the text has another size
   */
  constructor (page, onChange = () => {}) {
    this.#onChange = onChange
    this.#root = page.documentElement
    this.#buttons = queryAll(page, 'button[data-text-size]', HTMLButtonElement)
    this.destroy = combine(...this.#buttons.map((button) =>
      listen(button, 'click', () => { this.value = button.dataset.textSize ?? INITIAL })))
    this.reset()
  }

  get value () { return this.#root.dataset.textSize ?? INITIAL }

  set value (size) {
    if (size === this.#root.dataset.textSize) return
    this.#root.dataset.textSize = size
    for (const button of this.#buttons) button.setAttribute('aria-pressed', String(button.dataset.textSize === size))
    this.#onChange()
  }

  reset () { this.value = INITIAL }
}
