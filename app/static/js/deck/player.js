/** @import { ActPayload } from '#payloads' */
/** @import { Moments } from '#deck/moments' */
/** @import { Clock } from '#state/clock' */
import { actAt, isInstant, speedAt } from '#deck/acts'

/** The longest step of real time, in milliseconds: a page that was hidden continues where it was. */
const LONGEST_FRAME = 100
/** Seconds for which the end of an act is held before the next begins, and a moment where movement is kept to steps. */
const HOLD = 1.5
const STILL = 2

/**
 * What surrounds a player: whether only to step, whether there is anything to play in an act, and frames.
 * @typedef {{reducedMotion: () => boolean, canPlay: (act: ActPayload) => boolean,
 *   request: (callback: FrameRequestCallback) => number, cancel: (frame: number) => void}} Surroundings
 */

/**
 * Moves a clock through acts. When anything else moves the clock, playing ends.
 * Event: `change` when playing, speed or act changes.
 */
export class Player extends EventTarget {
  #clock
  #moments
  #surroundings
  #frame = 0
  #last = 0
  #waited = 0
  #isOwn = false
  #act
  #speed
  #isChosen = false
  #onTick = () => this.#onTime()

  /**
   * @param {Clock} clock
   * @param {{acts: ActPayload[], moments: Moments, speeds: number[]}} content `speeds`: how many seconds may pass in
   *   one
   * @param {Surroundings} surroundings
   */
  constructor (clock, { acts, moments, speeds }, surroundings) {
    super()
    this.acts = acts
    this.speeds = speeds
    this.#clock = clock
    this.#moments = moments
    this.#surroundings = surroundings
    this.#act = actAt(acts, clock.now)
    this.#speed = speedAt(this.act, clock.now)
    clock.addEventListener('tick', this.#onTick)
  }

  get isPlaying () { return this.#frame !== 0 }

  get actNumber () { return this.#act }

  get act () { return this.acts[this.#act] }

  get speed () { return this.#speed }

  set speed (speed) {
    if (speed === this.#speed || !this.speeds.includes(speed)) return
    this.#speed = speed
    this.#isChosen = true
    this.#changed()
  }

  /** Play at the speeds of the act again, and not at one that was chosen. */
  useOwnSpeed () {
    this.#isChosen = false
    this.#follow()
  }

  faster () { this.speed = this.speeds[this.speeds.indexOf(this.speed) + 1] }

  slower () { this.speed = this.speeds[this.speeds.indexOf(this.speed) - 1] }

  /** Whether there is anything to play in the act. */
  get canPlay () { return !isInstant(this.act) && this.#surroundings.canPlay(this.act) }

  /** Play on. Where all is over the act begins again, where it has not begun it begins. */
  play () {
    if (this.isPlaying || !this.canPlay) return
    const isOver = this.#clock.now >= this.act.end && !this.#nextAct()
    if (isOver) this.#set(this.act.start)
    else if (this.#clock.now < this.act.start) this.#set(this.act.start)
    this.#last = 0
    this.#waited = 0
    this.#frame = this.#surroundings.request(this.#advance)
    this.#changed()
  }

  pause () {
    if (!this.isPlaying) return
    this.#surroundings.cancel(this.#frame)
    this.#frame = 0
    this.#changed()
  }

  /** Stop, with the act's own speed again. */
  reset () {
    this.pause()
    this.useOwnSpeed()
  }

  toggle () {
    if (this.isPlaying) this.pause()
    else this.play()
  }

  /**
   * Stop, and go to a moment.
   * @param {number | null} seconds
   */
  seek (seconds) {
    this.pause()
    if (seconds !== null) this.#clock.now = seconds
  }

  /**
   * Stop, and go to the next (1) or previous (-1) moment that a source gives.
   * @param {number} way
   */
  step (way) { this.seek(way > 0 ? this.#moments.after(this.#clock.now) : this.#moments.before(this.#clock.now)) }

  /**
   * Stop, and go to the beginning of the act that lies `way` acts further.
   * @param {number} way
   */
  turn (way) { if (this.acts[this.#act + way]) this.seek(this.acts[this.#act + way].start) }

  /** Stop, and leave the clock alone from now on. */
  destroy () {
    this.pause()
    this.#clock.removeEventListener('tick', this.#onTick)
  }

  /** @param {number} time */
  #advance = (time) => {
    const elapsed = this.#last ? Math.min(LONGEST_FRAME, time - this.#last) / 1000 : 0
    this.#last = time
    this.#frame = this.#surroundings.request(this.#advance)
    if (this.#clock.now >= this.act.end) this.#endAct(elapsed)
    else if (this.#surroundings.reducedMotion()) this.#stepOn(elapsed)
    else this.#set(Math.min(this.act.end, this.#clock.now + elapsed * this.speed))
  }

  /** @param {number} elapsed */
  #stepOn (elapsed) {
    if (!this.#hasWaited(elapsed, STILL)) return
    this.#set(Math.min(this.act.end, this.#moments.after(this.#clock.now) ?? this.act.end))
  }

  /** @param {number} elapsed */
  #endAct (elapsed) {
    const next = this.#nextAct()
    if (!next) this.pause()
    else if (this.#hasWaited(elapsed, HOLD)) this.#set(next.start)
  }

  /**
   * @param {number} elapsed
   * @param {number} seconds
   */
  #hasWaited (elapsed, seconds) {
    this.#waited += elapsed
    if (this.#waited < seconds) return false
    this.#waited = 0
    return true
  }

  /** The next act that can be played, if this one is over. */
  #nextAct () {
    return this.acts.slice(this.#act + 1).find((act) => !isInstant(act) && this.#surroundings.canPlay(act))
  }

  /** @param {number} seconds */
  #set (seconds) {
    this.#isOwn = true
    this.#clock.now = seconds
    this.#isOwn = false
  }

  #onTime () {
    if (!this.#isOwn) this.pause()
    this.#follow()
  }

  /** The act of the clock, and its speed unless one was chosen for this act. */
  #follow () {
    const act = actAt(this.acts, this.#clock.now)
    const isChosen = this.#isChosen && act === this.#act
    const speed = isChosen ? this.#speed : speedAt(this.acts[act], this.#clock.now)
    if (act === this.#act && speed === this.#speed) return
    this.#act = act
    this.#speed = speed
    this.#isChosen = isChosen
    this.#changed()
  }

  #changed () { this.dispatchEvent(new Event('change')) }
}
