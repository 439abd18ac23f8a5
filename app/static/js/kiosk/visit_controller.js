/** @import { SceneText } from '#kiosk/attract_loop' */
/** @import { VisitState } from '#kiosk/visit' */
/** @import { TimingPayload } from '#payloads' */
/** @import { Message } from '#state/stage' */
import { burnInShift } from '#kiosk/scenes'
import { Visit } from '#kiosk/visit'
import { query, queryAll } from '#lib/dom'
import { combine, listen } from '#state/listen'

const TOUCHES = ['pointerdown', 'keydown', 'wheel']
/** Milliseconds: between two looks at the clock, of a fade, and in which the touch that woke does nothing else. */
const BEAT_MS = 250
const FADE_MS = 700
const WAKING_MS = 400
/**
 * The sides of the screen on which the attract loop's text is in turn, so that nothing bright stays anywhere for long.
 */
const SIDES = ['foot', 'head']

/**
 * What visitors are shown: `scene` plays one scene with its text at a side of the screen, `wake` begins a visit, `rest`
 * puts everything back to its beginning, `isPlaying` says whether there is something to watch without touching.
 * @typedef {{scene: (number: number, seconds: number, onText: (text: SceneText) => void, side: string) => void, wake:
 *   () => void, rest: () => void, isPlaying: () => boolean, message: Message}} Presenter
 */

/**
 * Receives visitors on a page: the attract loop until somebody touches, then the visit, "Still there?", and back.
 *
 * The page has `.attract`, `.still-there`, and what is for visitors in `[data-visitors]`.
 */
export class VisitController {
  #page
  #timing
  #presenter
  #attract
  #dialog
  /** @type {VisitState} */
  #before
  #scene = 0
  #sceneEnds = 0
  #fading = 0
  #waking = 0

  /**
   * @param {Document} page
   * @param {TimingPayload} timing
   * @param {Presenter} presenter
   * @param {VisitState} [state] how it begins
   */
  constructor (page, timing, presenter, state = 'attract') {
    this.#page = page
    this.#timing = timing
    this.#presenter = presenter
    this.#attract = query(page, '.attract', HTMLElement)
    this.#dialog = query(page, '.still-there', HTMLDialogElement)
    this.#before = state
    this.visit = new Visit(timing, now(), state)
    /** When it last looked at the clock, in milliseconds: a page that hangs does not. */
    this.lastBeat = 0
    this.#enter()
    this.#beat()
    const beating = setInterval(() => this.#beat(), BEAT_MS)
    this.destroy = combine(
      listen(this.visit, 'change', () => this.#enter()),
      listen(this.#attract, 'pointerup', () => this.#touch()),
      listen(this.#dialog, 'cancel', (event) => event.preventDefault()),
      this.watch(page),
      () => clearInterval(beating),
      () => clearTimeout(this.#fading),
      () => clearTimeout(this.#waking)
    )
  }

  #touch () { this.visit.touch(now()) }

  /**
   * Take touches of a page for a visitor's; the one that wakes does nothing else.
   * @param {Document} page
   */
  watch (page) {
    /** @param {Event} event */
    const notice = (event) => {
      if (this.visit.state !== 'attract') this.#touch()
      else if (event.type === 'keydown') {
        event.preventDefault()
        this.#touch()
      }
    }
    return combine(...TOUCHES.map((type) => listen(page, type, notice, { capture: true, passive: false })))
  }

  #beat () {
    this.lastBeat = performance.now()
    this.visit.tick(now(), this.#presenter.isPlaying())
    if (this.visit.state === 'warned') this.#countDown()
    if (this.visit.state === 'attract' && now() >= this.#sceneEnds) this.#playNext()
  }

  /** Show the state that the visit has come to. */
  #enter () {
    const { state } = this.visit
    const before = this.#before
    this.#before = state
    this.#page.documentElement.dataset.visit = state
    this.#attract.inert = state !== 'attract'
    if (state === 'warned') {
      this.#countDown()
      this.#dialog.showModal()
    } else if (this.#dialog.open) this.#dialog.close()
    if (state === 'visiting' && before === 'attract') this.#wake()
    if (state === 'attract') this.#rest()
  }

  #wake () {
    clearTimeout(this.#fading)
    this.#attract.classList.remove('between')
    this.#waking = setTimeout(() => this.#admit(true), WAKING_MS)
    this.#presenter.wake()
  }

  /**
   * Let touches through to what is for visitors, or not.
   * @param {boolean} isAdmitted
   */
  #admit (isAdmitted) {
    for (const part of queryAll(this.#page, '[data-visitors]', HTMLElement)) part.inert = !isAdmitted
  }

  #rest () {
    clearTimeout(this.#waking)
    this.#admit(false)
    if (this.#page.activeElement instanceof HTMLElement) this.#page.activeElement.blur()
    this.#presenter.rest()
    this.#sceneEnds = 0
  }

  #countDown () {
    const text = this.#presenter.message('resets_in', { seconds: this.visit.secondsLeft(now()) })
    query(this.#dialog, '.countdown', HTMLElement).textContent = text
  }

  /** Fade out, change the scene, fade in. */
  #playNext () {
    const { sceneSeconds } = this.#timing
    this.#sceneEnds = now() + sceneSeconds
    this.#attract.classList.add('between')
    clearTimeout(this.#fading)
    this.#fading = setTimeout(() => {
      const side = SIDES[this.#scene % SIDES.length]
      this.#attract.style.translate = burnInShift(this.#scene).map((shift) => `${shift}px`).join(' ')
      this.#page.documentElement.dataset.textSide = side
      this.#presenter.scene(this.#scene++, sceneSeconds - FADE_MS / 1000, (text) => this.#write(text), side)
      this.#attract.classList.remove('between')
    }, FADE_MS)
  }

  /** @param {SceneText} text */
  #write ({ title, line }) {
    query(this.#attract, '.scene-title', HTMLElement).textContent = title
    query(this.#attract, '.scene-line', HTMLElement).textContent = line
  }
}

/** Seconds that never go back, whatever is done to the computer's clock. */
const now = () => performance.now() / 1000
