/** @import { Column, PackedTrack } from '#payloads' */

/**
 * A flight's track as Python packed it: dense vertices with altitudes, times and uncertainty, and where the aircraft is
 * at any moment. Vertices follow the geodesic and lie close together; here one only goes straight from each to the
 * next.
 */

/** Positions cross in units of 1e-5 degree, about a metre. */
export const DEGREE = 1e5

/** @typedef {'documented' | 'inferred' | 'interpolated'} Basis what a position, time or altitude is based on */

/**
 * The bases in the order of `app.domain.Basis`, by which Python numbers them.
 * @type {Basis[]}
 */
export const BASES = ['documented', 'inferred', 'interpolated']

/**
 * A column of numbers from its short form: differences, `null` for an unknown value, `[item, n]` for repeats.
 * @param {Column} column
 * @param {number} [unit] what one whole number is
 * @returns {Float64Array} with NaN where a value is unknown
 */
export function unpackColumn (column, unit = 1) {
  const length = column.reduce((/** @type {number} */ sum, item) => sum + (Array.isArray(item) ? item[1] : 1), 0)
  const values = new Float64Array(length)
  let known = 0
  let next = 0
  for (const item of column) {
    const [step, count] = Array.isArray(item) ? item : [item, 1]
    for (const end = next + count; next < end; next++) {
      if (step !== null) known += step
      values[next] = step === null ? NaN : known / unit
    }
  }
  return values
}

/**
 * Where the aircraft is at a moment. `altitude` is in metres and `uncertainty` in kilometres, null where not known;
 * `bearing` in degrees from north, null where there is no leg; `vertex` is the number of the last vertex passed.
 * @typedef {{lon: number, lat: number, altitude: number | null, uncertainty: number | null, bearing: number | null,
 *   vertex: number}} TrackPosition
 */

/**
 * From one fix to the next: the first and last vertex, and the evidence.
 * @typedef {{first: number, last: number, basis: Basis}} Leg
 */

/**
 * The vertices as arrays of one length, NaN where a thing is not known: `lon` and `lat` in degrees (`lon` runs on past
 * ±180), `altitude` in metres, `time` in seconds since 1970, `uncertainty` in kilometres. `fixes[i]` is the vertex of
 * fix i, `timed[i]` 1 where a source gives it its time. `breaks` are the vertices at which further parts begin.
 */
export class Track {
  #clocked
  #bearings

  /** @param {PackedTrack} packed what `Track.packed()` made in Python */
  constructor (packed) {
    this.lon = unpackColumn(packed.lon, DEGREE)
    this.lat = unpackColumn(packed.lat, DEGREE)
    this.altitude = unpackColumn(packed.altitude)
    this.time = unpackColumn(packed.time, 10)
    this.uncertainty = unpackColumn(packed.uncertainty, 100)
    this.fixes = Int32Array.from(unpackColumn(packed.fixes))
    this.timed = Uint8Array.from(unpackColumn(packed.timed))
    this.breaks = Int32Array.from(unpackColumn(packed.breaks))
    this.legs = this.#readLegs(unpackColumn(packed.basis))
    this.#clocked = Int32Array.from(this.time.keys()).filter((vertex) => !Number.isNaN(this.time[vertex]))
    this.#bearings = this.#readBearings()
  }

  /** The number of vertices. */
  get length () { return this.lon.length }

  /** Whether the aircraft's position is known at any moment. */
  get isTimed () { return this.#clocked.length > 0 }

  /**
   * The first moment at which the aircraft's position is known, in seconds since 1970; NaN for a track without times.
   */
  get start () { return this.isTimed ? this.time[this.#clocked[0]] : NaN }

  /** The last such moment. */
  get end () { return this.isTimed ? this.time[this.#clocked[this.#clocked.length - 1]] : NaN }

  /**
   * Where the aircraft is, or null outside the track's times.
   * @param {number} seconds since 1970
   * @returns {TrackPosition | null}
   */
  at (seconds) {
    const passed = this.#passed(seconds)
    if (passed < 0) return null
    const vertex = this.#clocked[passed]
    if (seconds === this.time[vertex]) return this.#position(passed, 0)
    if (!this.#continues(passed)) return null
    return this.#position(passed, (seconds - this.time[vertex]) / (this.time[vertex + 1] - this.time[vertex]))
  }

  /**
   * The same, but before the start, after the end and between two parts where the aircraft was last, or will be first.
   * Only for a track with times.
   * @param {number} seconds since 1970
   * @returns {TrackPosition}
   */
  nearest (seconds) {
    return this.at(seconds) ?? this.#position(Math.max(0, this.#passed(seconds)), 0)
  }

  /**
   * The index among the timed vertices of the last one passed, or -1.
   * @param {number} seconds
   */
  #passed (seconds) {
    return lastNotAfter(this.#clocked.length, (index) => this.time[this.#clocked[index]], seconds)
  }

  /**
   * Whether a leg runs on, in known time, from this timed vertex to the next.
   * @param {number} passed
   */
  #continues (passed) {
    const vertex = this.#clocked[passed]
    return this.#clocked[passed + 1] === vertex + 1 && !this.#isBreak(vertex + 1)
  }

  /**
   * @param {number} passed
   * @param {number} share of the way to the next vertex
   * @returns {TrackPosition}
   */
  #position (passed, share) {
    const vertex = this.#clocked[passed]
    const isLast = !this.#continues(passed) && passed > 0 && this.#continues(passed - 1)
    /** @param {Float64Array} column */
    const between = (column) =>
      share ? column[vertex] + (column[vertex + 1] - column[vertex]) * share : column[vertex]
    return {
      lon: between(this.lon),
      lat: between(this.lat),
      altitude: orNull(between(this.altitude)),
      uncertainty: orNull(between(this.uncertainty)),
      bearing: orNull(this.#bearings[isLast ? vertex - 1 : vertex]),
      vertex
    }
  }

  /**
   * The index of the last fix that a vertex is at or behind.
   * @param {number} vertex
   */
  fixAt (vertex) { return lastNotAfter(this.fixes.length, (index) => this.fixes[index], vertex) }

  /** @param {number} vertex */
  #isBreak (vertex) {
    const index = lastNotAfter(this.breaks.length, (at) => this.breaks[at], vertex)
    return index >= 0 && this.breaks[index] === vertex
  }

  /**
   * A leg runs from each fix to the next, unless a part begins there.
   * @param {Float64Array} basis
   * @returns {Leg[]}
   */
  #readLegs (basis) {
    const begins = new Set(this.breaks)
    const ends = Array.from(this.fixes.keys()).slice(1).filter((fix) => !begins.has(this.fixes[fix]))
    return ends.map((fix, leg) => ({
      first: this.fixes[fix - 1],
      last: this.fixes[fix],
      basis: BASES[basis[leg]]
    }))
  }

  /**
   * The direction from each vertex onward; where the aircraft waits, that by which it came, else that in which it will
   * go.
   */
  #readBearings () {
    const bearings = new Float64Array(this.length).fill(NaN)
    for (const { first, last } of this.#parts()) {
      for (let vertex = first; vertex < last; vertex++) {
        bearings[vertex] = this.#bearing(vertex)
        if (Number.isNaN(bearings[vertex]) && vertex > first) bearings[vertex] = bearings[vertex - 1]
      }
      if (last > first) bearings[last] = bearings[last - 1]
      const moving = bearings.slice(first, last + 1).findIndex((bearing) => !Number.isNaN(bearing))
      if (moving > 0) bearings.fill(bearings[first + moving], first, first + moving)
    }
    return bearings
  }

  #parts () {
    const starts = [0, ...this.breaks]
    return starts.map((first, part) => ({ first, last: (starts[part + 1] ?? this.length) - 1 }))
  }

  /** @param {number} vertex */
  #bearing (vertex) {
    const north = this.lat[vertex + 1] - this.lat[vertex]
    const middle = (this.lat[vertex + 1] + this.lat[vertex]) / 2
    const east = (this.lon[vertex + 1] - this.lon[vertex]) * Math.cos(middle * Math.PI / 180)
    return north || east ? (Math.atan2(east, north) * 180 / Math.PI + 360) % 360 : NaN
  }
}

/**
 * The index of the last of `length` rising values that is not greater than `wanted`, or -1.
 * @param {number} length
 * @param {(index: number) => number} valueAt
 * @param {number} wanted
 */
function lastNotAfter (length, valueAt, wanted) {
  let low = 0
  let high = length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (valueAt(middle) <= wanted) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** @param {number} value */
function orNull (value) { return Number.isFinite(value) ? value : null }
