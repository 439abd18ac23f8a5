/**
 * A flight's track as Python packed it: dense vertices with heights, times and uncertainty, and where the aircraft is at any moment.
 *
 * Vertices follow the geodesic and lie close together; here one only goes straight from each to the next.
 */

/** Positions cross in units of 1e-5 degree, about a metre. */
export const DEGREE = 1e5

const BASES = ['documented', 'inferred', 'interpolated']

/**
 * A column of numbers from its short form: differences, `null` for an unknown value, `[item, n]` for repeats.
 * @param {Array<number|null|Array>} column
 * @param {number} [unit] what one whole number stands for
 * @returns {Float64Array} with NaN where a value is unknown
 */
export function unpackColumn (column, unit = 1) {
  const length = column.reduce((sum, item) => sum + (Array.isArray(item) ? item[1] : 1), 0)
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
 * @param {object} document what `Track.packed()` made in Python
 * @returns {Track}
 */
export function unpack (document) {
  return new Track(document)
}

/**
 * Where the aircraft is at a moment. `altitude` is in metres and `uncertainty` in kilometres, null where not known;
 * `bearing` in degrees from north; `speedKmh` is that of the whole leg, 0 while standing; `leg` and `vertex` are
 * the numbers of the leg and of the last vertex passed. `bearing`, `speedKmh`, `basis` and `leg` are null where no leg leads.
 * @typedef {{lon: number, lat: number, altitude: ?number, uncertainty: ?number, bearing: ?number, speedKmh: ?number,
 *   basis: ?string, leg: ?number, vertex: number}} Place
 */

/**
 * The vertices as arrays of one length, NaN where a thing is not known: `lon` and `lat` in degrees (`lon` runs on past
 * ±180), `altitude` in metres, `time` in seconds since 1970, `uncertainty` in kilometres. `fixes[i]` is the vertex
 * of fix i, `timed[i]` 1 where a source gives it its time. `legs` are `{first, last, basis, km}`, `breaks` the vertices
 * at which further parts begin.
 */
export class Track {
  #clocked
  #bearings
  #moments

  constructor (document) {
    this.lon = unpackColumn(document.lon, DEGREE)
    this.lat = unpackColumn(document.lat, DEGREE)
    this.altitude = unpackColumn(document.altitude)
    this.time = unpackColumn(document.time, 10)
    this.uncertainty = unpackColumn(document.uncertainty, 100)
    this.fixes = Int32Array.from(unpackColumn(document.fixes))
    this.timed = Uint8Array.from(unpackColumn(document.timed))
    this.breaks = Int32Array.from(unpackColumn(document.breaks))
    this.legs = this.#readLegs(unpackColumn(document.basis), unpackColumn(document.metres))
    this.#clocked = Int32Array.from(this.time.keys()).filter(vertex => !Number.isNaN(this.time[vertex]))
    this.#bearings = this.#readBearings()
    this.#moments = Float64Array.from(new Set(this.#timesOfFixes())).sort()
  }

  /** The number of vertices. */
  get length () {
    return this.lon.length
  }

  /** The first moment at which the aircraft's place is known, in seconds since 1970; null for a track without times. */
  get start () {
    return this.#clocked.length ? this.time[this.#clocked[0]] : null
  }

  /** The last such moment. */
  get end () {
    return this.#clocked.length ? this.time[this.#clocked.at(-1)] : null
  }

  /**
   * Where the aircraft is.
   * @param {number} seconds since 1970
   * @param {{clamp?: boolean}} [options] `clamp`: before the start and after the end, and between two parts, stand where
   *   the aircraft was last (or will be first) instead of being nowhere
   * @returns {?Place} null outside the track's times
   */
  at (seconds, { clamp = false } = {}) {
    if (!this.#clocked.length) return null
    const passed = this.#passed(seconds)
    if (passed < 0) return clamp ? this.#standing(0) : null
    const vertex = this.#clocked[passed]
    if (seconds === this.time[vertex]) return this.#place(passed, 0)
    if (this.#leads(passed)) return this.#place(passed, (seconds - this.time[vertex]) / (this.time[vertex + 1] - this.time[vertex]))
    return clamp ? this.#standing(passed) : null
  }

  /**
   * The number of the last fix that the aircraft has reached, or null before the first that has a time.
   * @param {number} seconds since 1970
   * @returns {?number}
   */
  fixAt (seconds) {
    const passed = this.#passed(seconds)
    return passed < 0 ? null : lastNotAfter(this.fixes.length, index => this.fixes[index], this.#clocked[passed])
  }

  /**
   * The latest moment before `seconds` to which a source bears witness, or null.
   * @param {number} seconds since 1970
   * @returns {?number}
   */
  previousMoment (seconds) {
    const index = this.#moments.findLastIndex(moment => moment < seconds)
    return index < 0 ? null : this.#moments[index]
  }

  /**
   * The earliest moment after `seconds` to which a source bears witness, or null.
   * @param {number} seconds since 1970
   * @returns {?number}
   */
  nextMoment (seconds) {
    return this.#moments.find(moment => moment > seconds) ?? null
  }

  /** The index among the timed vertices of the last one passed, or -1. */
  #passed (seconds) {
    return lastNotAfter(this.#clocked.length, index => this.time[this.#clocked[index]], seconds)
  }

  /** Whether a leg leads on, in known time, from this timed vertex to the next. */
  #leads (passed) {
    const vertex = this.#clocked[passed]
    return this.#clocked[passed + 1] === vertex + 1 && !this.#isBreak(vertex + 1)
  }

  #place (passed, share) {
    const vertex = this.#clocked[passed]
    const arriving = !this.#leads(passed) && passed > 0 && this.#leads(passed - 1)
    const number = this.#legOf(arriving ? vertex - 1 : vertex)
    const leg = this.legs[number]
    const straight = column => share ? column[vertex] + (column[vertex + 1] - column[vertex]) * share : column[vertex]
    return {
      lon: straight(this.lon),
      lat: straight(this.lat),
      altitude: orNull(straight(this.altitude)),
      uncertainty: orNull(straight(this.uncertainty)),
      bearing: orNull(this.#bearings[arriving ? vertex - 1 : vertex]),
      speedKmh: leg ? orNull(leg.km / (this.time[leg.last] - this.time[leg.first]) * 3600) : null,
      basis: leg ? leg.basis : null,
      leg: number,
      vertex
    }
  }

  #standing (passed) {
    return { ...this.#place(passed, 0), speedKmh: 0 }
  }

  #legOf (vertex) {
    const number = lastNotAfter(this.legs.length, index => this.legs[index].first, vertex)
    return number >= 0 && vertex <= this.legs[number].last ? number : null
  }

  #isBreak (vertex) {
    const index = lastNotAfter(this.breaks.length, at => this.breaks[at], vertex)
    return index >= 0 && this.breaks[index] === vertex
  }

  #timesOfFixes () {
    return Array.from(this.fixes).filter((_, fix) => this.timed[fix]).map(vertex => this.time[vertex])
  }

  /** A leg leads from each fix to the next, unless a part begins there. */
  #readLegs (basis, metres) {
    const begins = new Set(this.breaks)
    const ends = Array.from(this.fixes.keys()).slice(1).filter(fix => !begins.has(this.fixes[fix]))
    return ends.map((fix, leg) => ({
      first: this.fixes[fix - 1],
      last: this.fixes[fix],
      basis: BASES[basis[leg]],
      km: metres[leg] / 1000
    }))
  }

  /** The direction of each vertex's way onward; where the aircraft stands, the way it came, else the way it will go. */
  #readBearings () {
    const bearings = new Float64Array(this.length).fill(NaN)
    for (const { first, last } of this.#parts()) {
      for (let vertex = first; vertex < last; vertex++) {
        bearings[vertex] = this.#bearing(vertex)
        if (Number.isNaN(bearings[vertex]) && vertex > first) bearings[vertex] = bearings[vertex - 1]
      }
      if (last > first) bearings[last] = bearings[last - 1]
      const moving = bearings.slice(first, last + 1).findIndex(bearing => !Number.isNaN(bearing))
      if (moving > 0) bearings.fill(bearings[first + moving], first, first + moving)
    }
    return bearings
  }

  #parts () {
    const starts = [0, ...this.breaks]
    return starts.map((first, part) => ({ first, last: (starts[part + 1] ?? this.length) - 1 }))
  }

  #bearing (vertex) {
    const north = this.lat[vertex + 1] - this.lat[vertex]
    const middle = (this.lat[vertex + 1] + this.lat[vertex]) / 2
    const east = (this.lon[vertex + 1] - this.lon[vertex]) * Math.cos(middle * Math.PI / 180)
    return north || east ? (Math.atan2(east, north) * 180 / Math.PI + 360) % 360 : NaN
  }
}

/** The index of the last of `length` rising values that is not greater than `wanted`, or -1. */
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

function orNull (value) {
  return Number.isFinite(value) ? value : null
}
