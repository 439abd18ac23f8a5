import { enlarge } from '#kiosk/viewing'
import { queryAll } from '#lib/dom'
import { combine, listen } from '#state/listen'

const NORMAL = '1'

/** The three sizes of a page's text, and the buttons that choose one; the first is what the screen's distance needs. */
export class TextSize {
  #initial
  #onChange
  #root
  #buttons

  /**
   * @param {Document} page
   * @param {() => void} [onChange] is called when the text has another size
   */
  constructor (page, onChange = () => {}) {
    this.#initial = enlarge(page)?.textSize ?? NORMAL
    this.#onChange = onChange
    this.#root = page.documentElement
    this.#buttons = queryAll(page, 'button[data-text-size]', HTMLButtonElement)
    this.destroy = combine(...this.#buttons.map((button) =>
      listen(button, 'click', () => { this.value = button.dataset.textSize ?? NORMAL })))
    this.reset()
  }

  get value () { return this.#root.dataset.textSize ?? NORMAL }

  set value (size) {
    if (size === this.#root.dataset.textSize) return
    this.#root.dataset.textSize = size
    for (const button of this.#buttons) button.setAttribute('aria-pressed', String(button.dataset.textSize === size))
    this.#onChange()
  }

  reset () { this.value = this.#initial }
}
