/** @import { Flight } from '#flight' */
/** @import { TimeDeckPayload } from '#payloads' */
/** @import { Stage } from '#state/stage' */
/** @import { Stretch } from '#deck/acts' */
import { windowOf } from '#deck/acts'
import { Moments, momentsOf } from '#deck/moments'
import { Player } from '#deck/player'
import { leadingOf } from '#deck/readout_text'
import { combine, listen } from '#state/stage'

/** What the parts of the flight deck share. */
export class Deck {
  /**
   * @param {Stage} stage
   * @param {HTMLElement} root
   * @param {TimeDeckPayload} payload
   */
  constructor (stage, root, payload) {
    this.stage = stage
    this.root = root
    this.payload = payload
    this.flights = stage.flights.filter(({ isTimed }) => isTimed)
    const ends = this.flights.filter(({ isPlanned }) => !isPlanned).flatMap(({ track }) => [track.start, track.end])
    this.moments = new Moments(momentsOf(payload.moments, stage.flights), ends)
    this.player = new Player(stage.clock, { acts: payload.acts, moments: this.moments, speeds: payload.speeds }, {
      reducedMotion: () => stage.reducedMotion,
      canPlay: (act) => this.hasFlight(act),
      request: (callback) => requestAnimationFrame(callback),
      cancel: (frame) => cancelAnimationFrame(frame)
    })
    /** @type {Flight | null} the flight that is shown in large figures */
    this.leading = null
    const refresh = () => this.#refresh()
    refresh()
    this.destroy = combine(
      listen(stage.clock, 'tick', refresh),
      ...[stage.layers, stage.selection].map((shared) => listen(shared, 'change', refresh)),
      listen(stage.chapter, 'change', () => this.player.useOwnSpeed()),
      () => this.player.destroy()
    )
  }

  /**
   * Whether a visible flight is under way at some time of an act.
   * @param {Stretch} act
   */
  hasFlight ({ start, end }) {
    return this.flights.some(({ layer, track }) =>
      this.stage.layers.isVisible(layer) && track.start <= end && track.end >= start)
  }

  /** Whether there is nothing to play about the moment of the clock. */
  get isIdle () {
    const { now } = this.stage.clock
    const { start, end } = windowOf(this.player.act)
    return now < start || now > end || !this.player.canPlay
  }

  #refresh () {
    const { clock, layers, selection } = this.stage
    this.leading = leadingOf(this.flights.filter(({ layer }) => layers.isVisible(layer)), clock.now, selection.value)
  }
}
