import { drift } from '#kiosk/scenes'
import { Visit } from '#kiosk/visit'
import { listen, together } from '#listen'

export const TOUCHES = ['pointerdown', 'keydown', 'wheel']
const BEAT = 250
const FADE = 700
const WAKING = 400
/** Where the words of the attract loop stand in turn, so that nothing bright stands anywhere for long. */
const SIDES = ['foot', 'head']

/**
 * Receives visitors on a page: the attract loop until somebody touches, then the visit, "Still there?", and back.
 *
 * The page has `.attract`, `.still-there`, and what is for visitors in `[data-visitors]`.
 */
export class Host {
  #scene = 0
  #sceneEnds = 0
  #fading = 0
  #waking = 0
  #before

  /**
   * @param {Document} page
   * @param {{idleSeconds: number, warningSeconds: number, sceneSeconds: number}} setting
   * @param {object} show what visitors are received to: `scene(number, seconds, tell, side)` plays one scene, its words
   *   standing at the `side` of the screen, `wake()` begins a visit, `rest()` puts everything back to its beginning, `isPlaying()` tells whether there is something to watch
   *   without touching, `say(words)` and `word(key, values)` speak
   * @param {'attract'|'visiting'} [state] how it begins
   */
  constructor (page, setting, show, state = 'attract') {
    this.page = page
    this.setting = setting
    this.show = show
    this.visit = new Visit(setting, now(), state)
    this.attract = page.querySelector('.attract')
    this.dialog = page.querySelector('.still-there')
    this.#before = state
    this.beaten = 0
    this.#turn()
    this.#beat()
    const beating = setInterval(() => this.#beat(), BEAT)
    this.leave = together(
      listen(this.visit, 'change', () => this.#turn()),
      listen(this.attract, 'pointerup', () => this.touch()),
      listen(this.dialog, 'cancel', (event) => event.preventDefault()),
      this.watch(page),
      () => clearInterval(beating),
      () => clearTimeout(this.#fading),
      () => clearTimeout(this.#waking)
    )
  }

  /** Somebody touched. */
  touch () { this.visit.touch(now()) }

  /** Take touches of `page` for a visitor's; the one that wakes does nothing else. Returns the way out. */
  watch (page) {
    const feel = (event) => {
      if (this.visit.state !== 'attract') this.touch()
      else if (event.type === 'keydown') {
        event.preventDefault()
        this.touch()
      }
    }
    return together(...TOUCHES.map((type) => listen(page, type, feel, { capture: true, passive: false })))
  }

  #beat () {
    this.beaten = performance.now()
    this.visit.tick(now(), this.show.isPlaying())
    if (this.visit.state === 'warned') this.#ask()
    if (this.visit.state === 'attract' && now() >= this.#sceneEnds) this.#playNext()
  }

  #turn () {
    const { state } = this.visit
    const before = this.#before
    this.#before = state
    this.page.documentElement.dataset.visit = state
    this.attract.inert = state !== 'attract'
    if (state === 'warned') {
      this.#ask()
      this.dialog.showModal()
    } else if (this.dialog.open) this.dialog.close()
    if (state === 'visiting' && before === 'attract') this.#wake()
    if (state === 'attract') this.#rest()
  }

  #wake () {
    clearTimeout(this.#fading)
    this.attract.classList.remove('between')
    this.#waking = setTimeout(() => this.#admit(true), WAKING)
    this.show.wake()
  }

  /** Let touches through to what is for visitors, or not: what comes of the touch that woke must do nothing else. */
  #admit (isOpen) {
    for (const room of this.page.querySelectorAll('[data-visitors]')) room.inert = !isOpen
  }

  #rest () {
    clearTimeout(this.#waking)
    this.#admit(false)
    this.page.activeElement?.blur()
    this.show.rest()
    this.#sceneEnds = 0
  }

  #ask () {
    this.dialog.querySelector('.countdown').textContent = this.show.word('resets_in', { seconds: this.visit.secondsLeft(now()) })
  }

  /** Fade out, change the scene, fade in. */
  #playNext () {
    this.#sceneEnds = now() + this.setting.sceneSeconds
    this.attract.classList.add('between')
    clearTimeout(this.#fading)
    this.#fading = setTimeout(() => {
      this.attract.style.translate = drift(this.#scene).map((shift) => `${shift}px`).join(' ')
      const side = SIDES[this.#scene % SIDES.length]
      this.page.documentElement.dataset.words = side
      this.show.scene(this.#scene++, this.setting.sceneSeconds - FADE / 1000, (words) => this.#tell(words), side)
      this.attract.classList.remove('between')
    }, FADE)
  }

  #tell ({ title, line }) {
    this.attract.querySelector('.scene-title').textContent = title
    this.attract.querySelector('.scene-line').textContent = line
  }
}

/** Seconds that never go back, whatever is done to the computer's clock. */
const now = () => performance.now() / 1000
