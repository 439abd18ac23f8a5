/** @import { FlightPayload, NamedFixPayload, TravelPayload } from '#payloads' */
/** @import { Basis, TrackPosition } from '#track' */
/** @import { Clock } from '#state/clock' */
import { fixKey } from '#lib/keys'
import { BASES, Track, unpackColumn } from '#track'

/** How near the moment of a fix counts as being on it, in seconds. */
const ON_FIX = 0.5

/**
 * Where a flight is at a moment: its track's position, with `state` (`waiting` at its first fix, `flying`, `ended` at
 * its last; `unknown` between two parts, where it has only the position at which it was last known). Exactly on a fix
 * it has that fix's own basis and number (`fix`, from 0; else null); between fixes everything is interpolated.
 * `isStated`: a source states the altitude. `about` is the altitude as it may be shown: between fixes rounded, the
 * coarser the more it changes. `mean` is the mean speed, where the flight moves and one can be given.
 * @typedef {TrackPosition & {state: 'waiting' | 'flying' | 'ended' | 'unknown', fix: number | null,
 *   basis: Basis | null, isStated: boolean, about: number | null, mean: MeanSpeed | null}} Readout
 */

/**
 * A mean speed, and since which fix.
 * @typedef {{kmh: number, since: FlightFix}} MeanSpeed
 */

/** The ground crosses in hundreds of metres. */
const GROUND = 0.01

/** A flight of the page, for all elements that draw it or name it. */
export class Flight {
  #clock
  #means
  /** The altitudes that sources state. */
  #altitudes
  /** @type {Readout | null} */
  #readout = null
  #readAt = NaN

  /**
   * @param {FlightPayload} payload
   * @param {TravelPayload} travel what its mode of travel means
   * @param {Clock} clock
   */
  constructor (payload, travel, clock) {
    const { id, name, layer, status, mode, style, isTimed, hasProfile, track } = payload
    this.id = id
    this.name = name
    this.layer = layer
    this.mode = mode
    this.style = style
    this.isTimed = isTimed
    this.hasProfile = hasProfile
    this.isPlanned = status === 'planned'
    this.isAirborne = travel.airborne
    this.shape = travel.shape
    this.track = new Track(track)
    this.fixes = fixesOf(payload)
    /** About how high the ground is below each vertex of the track, in metres; NaN where nothing is known of it. */
    this.ground = unpackColumn(payload.ground, GROUND)
    this.#means = { kmh: unpackColumn(payload.meanKmh), since: unpackColumn(payload.meanSince) }
    this.#altitudes = Array.from(this.track.fixes).flatMap((vertex, fix) => this.fixes[fix].hasAltitude
      ? [{ time: this.track.time[vertex], altitude: this.track.altitude[vertex] }]
      : [])
    this.#clock = clock
  }

  /** The name of its colour in the style sheet. */
  get color () { return this.isAirborne ? 'flight' : 'ink' }

  /** Where it is at the moment of the clock; worked out once for each. */
  get readout () {
    if (!this.#readout || this.#readAt !== this.#clock.now) {
      this.#readAt = this.#clock.now
      this.#readout = this.readoutAt(this.#readAt)
    }
    return this.#readout
  }

  /**
   * Where it is at any moment.
   * @param {number} seconds since 1970
   * @returns {Readout}
   */
  readoutAt (seconds) {
    const { track } = this
    const state = this.#stateAt(seconds)
    const position = track.nearest(seconds)
    /** @type {Readout} */
    const unknown = { ...position, state, fix: null, basis: null, isStated: false, about: null, mean: null }
    if (state === 'unknown') return { ...unknown, altitude: null, uncertainty: null }
    const fix = this.#fixOn(Math.max(track.start, Math.min(track.end, seconds)))
    const isMoving = state === 'flying' && fix !== 0 && fix !== track.fixes.length - 1
    const mean = isMoving ? this.#meanAt(fix === null ? track.fixAt(position.vertex) : fix - 1) : null
    if (fix === null) return { ...unknown, basis: 'interpolated', about: this.#about(seconds, position.altitude), mean }
    const { basis, hasAltitude } = this.fixes[fix]
    const about = hasAltitude ? position.altitude : this.#about(seconds, position.altitude)
    return { ...unknown, fix, basis, isStated: hasAltitude, about, mean }
  }

  /**
   * The mean speed that is shown from a fix to the next.
   * @param {number} fix
   * @returns {MeanSpeed | null}
   */
  #meanAt (fix) {
    const kmh = this.#means.kmh[fix]
    return Number.isNaN(kmh) ? null : { kmh, since: this.fixes[this.#means.since[fix]] }
  }

  /**
   * An altitude that no source states, rounded, and not beyond those stated before and after.
   * @param {number} seconds
   * @param {number | null} altitude
   */
  #about (seconds, altitude) {
    if (altitude === null) return null
    const before = this.#altitudes.findLast(({ time }) => time <= seconds)?.altitude ?? altitude
    const after = this.#altitudes.find(({ time }) => time > seconds)?.altitude ?? altitude
    return roundedAltitude(altitude, before, after)
  }

  /**
   * The evidence of a line that rests on a basis: a plan is a plan whatever it rests on.
   * @param {Basis} basis
   * @returns {Basis | 'planned'}
   */
  evidence (basis) { return this.isPlanned ? 'planned' : basis }

  /** @param {number} seconds */
  #stateAt (seconds) {
    if (seconds < this.track.start) return 'waiting'
    if (seconds > this.track.end) return 'ended'
    return this.track.at(seconds) ? 'flying' : 'unknown'
  }

  /** @param {number} seconds */
  #fixOn (seconds) {
    const { fixes, time } = this.track
    const fix = fixes.findLastIndex((vertex) => Math.abs(time[vertex] - seconds) < ON_FIX)
    return fix < 0 ? null : fix
  }
}

/**
 * From which change of altitude between two fixes, and from which altitude, it is rounded to which step; all in metres.
 */
const ROUNDING = [
  { change: 5000, altitude: 0, step: 1000 },
  { change: 1000, altitude: 0, step: 500 },
  { change: 0, altitude: 1000, step: 100 },
  { change: 200, altitude: 0, step: 50 }
]
const FINEST = 10

/**
 * @param {number} altitude
 * @param {number} before
 * @param {number} after
 */
const roundedAltitude = (altitude, before, after) => {
  const change = Math.abs(after - before)
  const step = ROUNDING.find((row) => change >= row.change && altitude >= row.altitude)?.step ?? FINEST
  /** @param {number} metres */
  const fine = (metres) => Math.round(metres / FINEST) * FINEST
  const [low, high] = [Math.min(before, after), Math.max(before, after)]
  if (change < FINEST) return Math.round(altitude / step) * step
  return Math.max(fine(low), Math.min(fine(high), Math.round(altitude / step) * step))
}

/**
 * A fix: what its position, time or altitude is based on, whether a source states its altitude, how many seconds its
 * time may be off (NaN where nobody says), and its name, if it has one.
 * @typedef {{key: string, basis: Basis, hasAltitude: boolean, timeUncertainty: number, named: NamedFixPayload | null}}
 *   FlightFix
 */

/**
 * @param {FlightPayload} payload
 * @returns {FlightFix[]}
 */
const fixesOf = ({ id, basis, hasAltitude, timeUncertainty, fixes }) => {
  const named = new Map(fixes.map((fix) => [fix.number, fix]))
  const [altitudes, slack] = [unpackColumn(hasAltitude), unpackColumn(timeUncertainty)]
  return Array.from(unpackColumn(basis), (number, index) => ({
    key: fixKey(id, index + 1),
    basis: BASES[number],
    hasAltitude: Boolean(altitudes[index]),
    timeUncertainty: slack[index],
    named: named.get(index + 1) ?? null
  }))
}
