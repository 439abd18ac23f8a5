/**
 * A flight as a rival account has it: one fix at another time, place or height. The ways to the fixes before and after
 * bend to it, straight in time; fixes that it leaves no time for are passed over.
 */
export class Rival {
  #track
  #clock
  #warp
  #shift
  #reach

  /**
   * @param {Track} track the flight as it is drawn
   * @param {{fix: number, time: ?number, position: ?[number, number], altitude: ?number}} account `fix` counts from 0
   */
  constructor (track, { fix, time, position, altitude }) {
    const own = track.time[track.fixes[fix]]
    const times = track.fixes.length ? Array.from(track.fixes, (vertex) => track.time[vertex]).filter((each) => !Number.isNaN(each)) : []
    const before = times.filter((each) => each < own)
    const after = times.filter((each) => each > own)
    this.#track = track
    this.#clock = own
    this.time = time ?? own
    this.#warp = [
      ...before.filter((each) => each < this.time).map((each) => [each, each]),
      [this.time, own],
      ...after.filter((each) => each > this.time).map((each) => [each, each])
    ]
    this.#reach = [before.at(-1) ?? own, after[0] ?? own]
    this.#shift = this.#difference(track.at(own, { clamp: true }), position, altitude)
  }

  get start () { return this.#warp[0][0] }

  get end () { return this.#warp.at(-1)[0] }

  /** Where the flight would be; as `Track.at`, null before its start and after its end. */
  at (seconds) {
    if (seconds < this.start || seconds > this.end) return null
    const drawn = this.#drawnTime(seconds)
    const place = this.#track.at(drawn, { clamp: true })
    const weight = this.#weight(drawn)
    const { lon, lat, altitude } = this.#shift
    return {
      ...place,
      lon: place.lon + lon * weight,
      lat: place.lat + lat * weight,
      altitude: place.altitude === null ? null : place.altitude + altitude * weight
    }
  }

  /** The moment of the drawn flight that stands for `seconds` of this account. */
  #drawnTime (seconds) {
    const index = this.#warp.findLastIndex(([theirs]) => theirs <= seconds)
    const [theirs, drawn] = this.#warp[index]
    const next = this.#warp[index + 1]
    return next ? drawn + (next[1] - drawn) * (seconds - theirs) / (next[0] - theirs) : drawn
  }

  /** 1 on the contested fix, falling to 0 at the fixes before and after it. */
  #weight (drawn) {
    const [before, after] = this.#reach
    if (drawn === this.#clock) return 1
    const share = drawn < this.#clock ? (drawn - before) / (this.#clock - before) : (after - drawn) / (after - this.#clock)
    return Math.max(0, Math.min(1, share))
  }

  #difference (own, position, altitude) {
    const [lon, lat] = position ?? [own.lon, own.lat]
    return {
      lon: lon - own.lon - Math.round((lon - own.lon) / 360) * 360,
      lat: lat - own.lat,
      altitude: altitude === null || own.altitude === null ? 0 : altitude - own.altitude
    }
  }
}

/**
 * How an account differs from the fix that is drawn: `{minutes, km, metres}`, each null where it says nothing.
 * The distance is that on a sphere of the earth's mean radius, good to half a percent.
 */
export const differenceOf = (track, { fix, time, position, altitude }) => {
  const vertex = track.fixes[fix]
  const height = track.altitude[vertex]
  return {
    minutes: time === null ? null : (time - track.time[vertex]) / 60,
    km: position === null ? null : distance(track.lon[vertex], track.lat[vertex], ...position),
    metres: altitude === null || Number.isNaN(height) ? null : altitude - height
  }
}

const distance = (lon1, lat1, lon2, lat2) => {
  const [a, b, c, d] = [lon1, lat1, lon2, lat2].map((degrees) => degrees * Math.PI / 180)
  const half = Math.sin((d - b) / 2) ** 2 + Math.cos(b) * Math.cos(d) * Math.sin((c - a) / 2) ** 2
  return 2 * 6371.0088 * Math.asin(Math.sqrt(half))
}
