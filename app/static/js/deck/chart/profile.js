/** @import { Flight } from '#flight' */
/** @import { ActPayload } from '#payloads' */
/** @import { Alternative } from '#deck/account_list' */
/** @import { Stretch } from '#deck/acts' */
/** @import { ProfiledFlight } from '#deck/chart/plot' */
/** @import { Deck } from '#deck/deck' */
/** @import { Stage } from '#state/stage' */
import { actAt, windowOf } from '#deck/acts'
import { paintAltitudeAxis, paintTimeAxis } from '#deck/chart/axes'
import { ceilingAt, paintCeilings } from '#deck/chart/ceilings'
import { paintCurve } from '#deck/chart/curves'
import { paintEvidence } from '#deck/chart/evidence'
import { paintGround } from '#deck/chart/ground'
import { paintPlayhead } from '#deck/chart/playhead'
import { Plot } from '#deck/chart/plot'
import { paintRow } from '#deck/chart/rows'
import { curveOf, envelopeOf, groundOf } from '#deck/chart/series'
import { queryAll } from '#lib/dom'
import { maxOf } from '#lib/min_max'

/** At how many moments the envelope of a flight is worked out. */
const ENVELOPE_POINTS = 200

/**
 * The altitude profile of one act, on canvas: what does not change while it plays is on one canvas, the play head on
 * another. Where no altitude is known it is a plain timeline with a row for each flight.
 */
export class Profile {
  #stage
  #host
  /** @type {HTMLCanvasElement} */
  #ground
  /** @type {HTMLCanvasElement} */
  #live
  /** What is flown, in full ink: as much of it as is flown is copied onto the live canvas. */
  #flown = document.createElement('canvas')
  #flights
  #payload
  #moments
  #act
  /** @type {Stretch} */
  #span
  /** @type {Plot} */
  plot

  /**
   * @param {Stage} stage
   * @param {HTMLElement} host with two canvases in it
   * @param {Pick<Deck, 'flights' | 'payload' | 'moments'>} deck
   */
  constructor (stage, host, { flights, payload, moments }) {
    this.#stage = stage
    this.#host = host
    ;[this.#ground, this.#live] = queryAll(host, 'canvas', HTMLCanvasElement)
    this.#payload = payload
    this.#moments = moments
    this.#flights = flights.map((flight) => profiled(flight, payload.acts))
    this.#act = 0
    this.#span = windowOf(payload.acts[0])
    this.plot = this.#measured()
  }

  /**
   * Show the act of that number, and draw everything.
   * @param {number} number
   * @param {ActPayload} act
   */
  show (number, act) {
    this.#act = number
    this.#span = windowOf(act)
    this.plot = this.#measured()
    if (this.plot.isSeen) this.#paint(this.plot)
  }

  /** @param {number} seconds */
  xOf (seconds) { return this.plot.xOf(seconds) }

  /** @param {number} x */
  secondsAt (x) { return this.plot.secondsAt(x) }

  get secondsPerPixel () { return this.plot.secondsPerPixel }

  /**
   * The ceiling whose line or band lies at `y`, or null.
   * @param {number} y
   */
  ceilingAt (y) { return ceilingAt(this.plot, y) }

  /**
   * Draw what moves: what is flown, the play head, and every flight on it.
   * @param {number} seconds
   * @param {{leading: Flight | null, pointed: number | null, alternative: Alternative | null}} shown
   */
  paintLive (seconds, shown) {
    const { plot } = this
    if (!plot.isSeen) return
    const context = plot.begin(this.#live)
    context.save()
    context.beginPath()
    context.rect(0, 0, Math.max(plot.left, Math.min(plot.right, plot.xOf(seconds))), plot.height)
    context.clip()
    context.drawImage(this.#flown, 0, 0, plot.width, plot.height)
    context.restore()
    paintPlayhead(context, plot, seconds, shown, this.#stage.message)
  }

  #measured () {
    const { layers } = this.#stage
    const here = this.#flights.filter(({ act, flight }) => act === this.#act && layers.isVisible(flight.layer))
    const { offsetWidth: width, offsetHeight: height } = this.#host
    return new Plot(this.#stage.theme, { width, height }, this.#span, here, this.#payload.ceilings)
  }

  /** @param {Plot} plot */
  #paint (plot) {
    const ground = plot.begin(this.#ground)
    paintAltitudeAxis(ground, plot, this.#stage)
    paintGround(ground, plot)
    paintEvidence(ground, plot, this.#moments.all)
    paintTimeAxis(ground, plot, this.#stage)
    paintCeilings(ground, plot, this.#stage)
    this.#paintFlights(ground, plot, false)
    this.#paintFlights(plot.begin(this.#flown), plot, true)
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {Plot} plot
   * @param {boolean} isFlown
   */
  #paintFlights (context, plot, isFlown) {
    for (const each of plot.profiled) paintCurve(context, plot, each, isFlown)
    for (const each of plot.others) paintRow(context, plot, each, isFlown, this.#stage)
  }
}

/**
 * @param {Flight} flight
 * @param {ActPayload[]} acts
 * @returns {ProfiledFlight}
 */
const profiled = (flight, acts) => {
  const { track, hasProfile } = flight
  const slack = flight.fixes.map(({ timeUncertainty }) => timeUncertainty)
  const curve = hasProfile ? curveOf(track) : []
  return {
    flight,
    act: actAt(acts, track.start),
    curve,
    highest: maxOf(curve.map(({ altitudes }) => maxOf(altitudes))),
    envelope: hasProfile && slack.some(Boolean) ? envelopeOf(track, slack, ENVELOPE_POINTS) : [],
    ground: groundOf(track, flight.ground)
  }
}
