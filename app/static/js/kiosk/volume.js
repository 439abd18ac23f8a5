import { listen } from '#state/listen'

/** Each film and sound begins as loud as the kiosk is set, and does so again for the next visitor. */
export class Volume {
  /** @type {WeakSet<EventTarget>} */
  #played = new WeakSet()

  /** @param {Document} page whose root may have the volume in percent */
  constructor (page) {
    const { volume = '100' } = page.documentElement.dataset
    /** @param {Event} event */
    const begin = ({ target }) => {
      if (!(target instanceof HTMLMediaElement) || this.#played.has(target)) return
      this.#played.add(target)
      target.volume = Number(volume) / 100
    }
    this.destroy = listen(page, 'play', begin, { capture: true })
  }

  /** A visitor has gone. */
  reset () { this.#played = new WeakSet() }
}
