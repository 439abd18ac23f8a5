import { SPEEDS, actAt, isInstant, paceOf } from '#deck/acts'

/** The longest step of real time, in milliseconds: a page that was hidden goes on where it stood. */
const LONGEST_FRAME = 100

/** Seconds for which the end of an act is held before the next begins, and a moment where movement is kept to steps. */
const HOLD = 1.5
const STILL = 2

/**
 * Moves a clock through acts. Whoever else moves the clock takes it over: playing then ends.
 * Events: `change` when playing, speed or act changes.
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
  #onTick = () => this.#follow()

  /**
   * @param {Clock} clock
   * @param {{acts: object[], moments: Moments}} score
   * @param {{isStill: () => boolean, isShown: (act: object) => boolean, request: function, cancel: function}} surroundings
   *   frames, whether only to step, and whether anything of an act is to be seen
   */
  constructor (clock, { acts, moments }, surroundings) {
    super()
    this.acts = acts
    this.#clock = clock
    this.#moments = moments
    this.#surroundings = surroundings
    this.#act = actAt(acts, clock.now)
    this.#speed = paceOf(this.act)
    clock.addEventListener('tick', this.#onTick)
  }

  get isPlaying () { return this.#frame !== 0 }

  get actNumber () { return this.#act }

  get act () { return this.acts[this.#act] }

  get speed () { return this.#speed }

  set speed (speed) {
    if (speed === this.#speed || !SPEEDS.includes(speed)) return
    this.#speed = speed
    this.#tell()
  }

  faster () { this.speed = SPEEDS[SPEEDS.indexOf(this.speed) + 1] }

  slower () { this.speed = SPEEDS[SPEEDS.indexOf(this.speed) - 1] }

  /** Play on. Where all is over it begins again, where an act has not begun it begins. */
  play () {
    if (this.isPlaying || this.acts.every(isInstant)) return
    const isOver = this.#clock.now >= this.act.end && !this.#nextAct()
    if (isOver) this.#set((isInstant(this.act) ? this.acts.find((act) => !isInstant(act)) : this.act).start)
    else if (this.#clock.now < this.act.start) this.#set(this.act.start)
    this.#last = 0
    this.#waited = 0
    this.#frame = this.#surroundings.request(this.#advance)
    this.#tell()
  }

  pause () {
    if (!this.isPlaying) return
    this.#surroundings.cancel(this.#frame)
    this.#frame = 0
    this.#tell()
  }

  /** Stop, and go at the act's own speed again. */
  rest () {
    this.pause()
    this.speed = paceOf(this.act)
  }

  toggle () { this.isPlaying ? this.pause() : this.play() }

  /** Stop, and stand at `seconds`. */
  seek (seconds) {
    this.pause()
    if (seconds !== null) this.#clock.now = seconds
  }

  /** Stop, and go to the next (1) or previous (-1) moment to which a source bears witness. */
  step (way) { this.seek(way > 0 ? this.#moments.after(this.#clock.now) : this.#moments.before(this.#clock.now)) }

  /** Stop, and go to the beginning of the act that lies `way` acts further. */
  turn (way) { if (this.acts[this.#act + way]) this.seek(this.acts[this.#act + way].start) }

  /** Leave the clock alone for ever. */
  leave () {
    this.pause()
    this.#clock.removeEventListener('tick', this.#onTick)
  }

  #advance = (time) => {
    const elapsed = this.#last ? Math.min(LONGEST_FRAME, time - this.#last) / 1000 : 0
    this.#last = time
    this.#frame = this.#surroundings.request(this.#advance)
    if (this.#clock.now >= this.act.end) this.#turnOver(elapsed)
    else if (this.#surroundings.isStill()) this.#stepOn(elapsed)
    else this.#set(Math.min(this.act.end, this.#clock.now + elapsed * this.speed))
  }

  #stepOn (elapsed) {
    if (this.#hasWaited(elapsed, STILL)) this.#set(Math.min(this.act.end, this.#moments.after(this.#clock.now) ?? this.act.end))
  }

  #turnOver (elapsed) {
    const next = this.#nextAct()
    if (!next) this.pause()
    else if (this.#hasWaited(elapsed, HOLD)) this.#set(next.start)
  }

  #hasWaited (elapsed, seconds) {
    this.#waited += elapsed
    if (this.#waited < seconds) return false
    this.#waited = 0
    return true
  }

  /** The next act that can be played and seen, if this one is over. */
  #nextAct () { return this.acts.slice(this.#act + 1).find((act) => !isInstant(act) && this.#surroundings.isShown(act)) }

  #set (seconds) {
    this.#isOwn = true
    this.#clock.now = seconds
    this.#isOwn = false
  }

  #follow () {
    if (!this.#isOwn) this.pause()
    const act = actAt(this.acts, this.#clock.now)
    if (act === this.#act) return
    this.#act = act
    this.#speed = paceOf(this.act)
    this.#tell()
  }

  #tell () { this.dispatchEvent(new Event('change')) }
}
