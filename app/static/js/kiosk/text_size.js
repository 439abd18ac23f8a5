import { listen, together } from '#listen'

const OPENING = '1'

/** The three sizes of a page's words, and the buttons that choose one. */
export class TextSize {
  /**
   * @param {Document} page
   * @param {function()} [onChange] is called when the page has another size of words
   */
  constructor (page, onChange = () => {}) {
    this.onChange = onChange
    this.root = page.documentElement
    this.buttons = [...page.querySelectorAll('button[data-text-size]')]
    this.leave = together(...this.buttons.map((button) => listen(button, 'click', () => { this.now = button.dataset.textSize })))
    this.reset()
  }

  get now () { return this.root.dataset.textSize }

  set now (size) {
    if (size === this.now) return
    this.root.dataset.textSize = size
    for (const button of this.buttons) button.setAttribute('aria-pressed', String(button.dataset.textSize === size))
    this.onChange()
  }

  reset () { this.now = OPENING }
}
