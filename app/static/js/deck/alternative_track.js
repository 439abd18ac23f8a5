/** @import { AccountPayload } from '#payloads' */
/** @import { Track, TrackPosition } from '#track' */
import { nearestLon } from '#map/mercator'

/** @typedef {Pick<AccountPayload, 'fix' | 'time' | 'position' | 'altitude'>} Claim what an account says of a fix */

const EARTH_RADIUS_KM = 6371.0088

/**
 * A flight as another account has it: one fix at another time, position or altitude. The ways to the fixes before and
 * after bend to it, straight in time; fixes that it leaves no time for are skipped.
 */
export class AlternativeTrack {
  #track
  #ownTime
  /** Pairs of this account's moments and those of the drawn flight. */
  #warp
  #reach
  #shift

  /**
   * @param {Track} track the flight as it is drawn
   * @param {Claim} account
   */
  constructor (track, { fix, time, position, altitude }) {
    const own = track.time[track.fixes[fix]]
    const times = Array.from(track.fixes, (vertex) => track.time[vertex]).filter((each) => !Number.isNaN(each))
    const before = times.filter((each) => each < own)
    const after = times.filter((each) => each > own)
    const claimed = this.time = time ?? own
    this.#track = track
    this.#ownTime = own
    this.#warp = [
      ...before.filter((each) => each < claimed).map((each) => [each, each]),
      [claimed, own],
      ...after.filter((each) => each > claimed).map((each) => [each, each])
    ]
    this.#reach = [before[before.length - 1] ?? own, after[0] ?? own]
    this.#shift = shiftOf(track.nearest(own), position, altitude)
  }

  get start () { return this.#warp[0][0] }

  get end () { return this.#warp[this.#warp.length - 1][0] }

  /**
   * Where the flight would be; as `Track.at`, null before its start and after its end.
   * @param {number} seconds
   * @returns {TrackPosition | null}
   */
  at (seconds) {
    if (seconds < this.start || seconds > this.end) return null
    const drawn = this.#drawnTime(seconds)
    const position = this.#track.nearest(drawn)
    const weight = this.#weight(drawn)
    const { lon, lat, altitude } = this.#shift
    return {
      ...position,
      lon: position.lon + lon * weight,
      lat: position.lat + lat * weight,
      altitude: position.altitude === null ? null : position.altitude + altitude * weight
    }
  }

  /**
   * The moment of the drawn flight that a moment of this account is.
   * @param {number} seconds
   */
  #drawnTime (seconds) {
    const index = this.#warp.findLastIndex(([claimed]) => claimed <= seconds)
    const [claimed, drawn] = this.#warp[index]
    const next = this.#warp[index + 1]
    return next ? drawn + (next[1] - drawn) * (seconds - claimed) / (next[0] - claimed) : drawn
  }

  /**
   * 1 on the contested fix, falling to 0 at the fixes before and after it.
   * @param {number} drawn
   */
  #weight (drawn) {
    const [before, after] = this.#reach
    const own = this.#ownTime
    if (drawn === own) return 1
    const share = drawn < own ? (drawn - before) / (own - before) : (after - drawn) / (after - own)
    return Math.max(0, Math.min(1, share))
  }
}

/**
 * @param {TrackPosition} own
 * @param {[number, number] | null} position
 * @param {number | null} altitude
 */
const shiftOf = (own, position, altitude) => {
  const [lon, lat] = position ?? [own.lon, own.lat]
  return {
    lon: nearestLon(lon, own.lon) - own.lon,
    lat: lat - own.lat,
    altitude: altitude === null || own.altitude === null ? 0 : altitude - own.altitude
  }
}

/**
 * How an account differs from the fix that is drawn: `{minutes, km, metres}`, each null where it says nothing. The
 * distance is that on a sphere of the earth's mean radius, good to half a percent.
 * @param {Track} track
 * @param {Claim} account
 */
export const differenceOf = (track, { fix, time, position, altitude }) => {
  const vertex = track.fixes[fix]
  const own = track.altitude[vertex]
  return {
    minutes: time === null ? null : (time - track.time[vertex]) / 60,
    km: position === null ? null : distanceKm([track.lon[vertex], track.lat[vertex]], position),
    metres: altitude === null || Number.isNaN(own) ? null : altitude - own
  }
}

/**
 * @param {[number, number]} from longitude and latitude
 * @param {[number, number]} to
 */
const distanceKm = (from, to) => {
  const [lon1, lat1, lon2, lat2] = [...from, ...to].map((degrees) => degrees * Math.PI / 180)
  const half = Math.sin((lat2 - lat1) / 2) ** 2 + Math.cos(lat1) * Math.cos(lat2) * Math.sin((lon2 - lon1) / 2) ** 2
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.sqrt(half))
}
