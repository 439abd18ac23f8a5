import { listen, together } from '#listen'

const OPENING = '1'

/** The three sizes of a page's words, and the buttons that choose one. */
export class TextSize {
  constructor (page) {
    this.root = page.documentElement
    this.buttons = [...page.querySelectorAll('button[data-text-size]')]
    this.leave = together(...this.buttons.map((button) => listen(button, 'click', () => { this.now = button.dataset.textSize })))
    this.reset()
  }

  get now () { return this.root.dataset.textSize }

  set now (size) {
    this.root.dataset.textSize = size
    for (const button of this.buttons) button.setAttribute('aria-pressed', String(button.dataset.textSize === size))
  }

  reset () { this.now = OPENING }
}
