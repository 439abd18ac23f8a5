import { decimal, figure } from '#deck/scale'

/** How near the moment of a fix counts as being on it, in seconds. */
const ON_FIX = 0.5

/**
 * Where a flight is at a moment: what its `Track` says, with `state` (`waiting` at its first fix, `flying`, `ended` at its last;
 * `unknown` between two parts, where it has only the place at which it was last known) and, exactly on a fix, that fix's own basis, its number (`fix`, from 0; else null), the speed of arriving
 * there, and whether a source states the height (`isStated`; between fixes it is placed by arithmetic).
 * @param {{fixes: {basis: string}[]}} flight
 */
export const readoutOf = (flight, track, seconds) => {
  const state = seconds < track.start ? 'waiting' : seconds > track.end ? 'ended' : track.at(seconds) ? 'flying' : 'unknown'
  const fix = fixOn(track, Math.max(track.start, Math.min(track.end, seconds)))
  const place = track.at(seconds, { clamp: true })
  if (state === 'unknown') return { ...place, state, fix: null, basis: null, altitude: null, uncertainty: null, isStated: false }
  if (fix === null) return { ...place, state, fix, isStated: false }
  const arriving = track.at(seconds - 2 * ON_FIX)?.speedKmh ?? place.speedKmh
  return { ...place, state, fix, basis: flight.fixes[fix].basis, isStated: flight.fixes[fix].hasHeight, speedKmh: state === 'flying' ? arriving : 0 }
}

const fixOn = (track, seconds) => {
  const fix = track.fixes.findLastIndex((vertex) => Math.abs(track.time[vertex] - seconds) < ON_FIX)
  return fix < 0 ? null : fix
}

/** A longitude that runs on past ±180, brought home. */
export const homeward = (lon) => lon - Math.round(lon / 360) * 360

/** What a readout's element says to machines: numbers with a dot, the moment in UTC, an unknown height as nothing. */
export const attributesOf = ({ lon, lat, altitude, basis, state }, moment) => ({
  lon: homeward(lon).toFixed(5),
  lat: lat.toFixed(5),
  altitudeM: altitude === null ? '' : String(Math.round(altitude)),
  basis: basis ?? '',
  date: moment,
  state
})

/** A height as it is read: `21 340 m`, after ≈ where no source states it for this very moment; null where none is known. */
export const heightOf = ({ altitude, isStated }, word) => altitude === null ? null : `${isStated ? '' : '≈ '}${word('metres_of', { n: figure(altitude) })}`

/** Height, speed and basis in words, as far as they are known; `word` gives the interface's words. */
export const factsOf = ({ altitude, isStated, speedKmh, basis, state }, word) => [
  heightOf({ altitude, isStated }, word),
  state === 'flying' && speedKmh >= 0.5 ? word('kmh_of', { n: figure(speedKmh) }) : null,
  basis ? word(basis) : null
].filter(Boolean)

/** What stands before a name's first comma or colon, Japanese ones too: enough on the map, where the whole name would be long. */
export const shortName = (name) => name.split(/[,:] |[、：]/)[0]

/** A position in words, to a hundredth of a degree or, for those who walk, to a hundred-thousandth. */
export const positionOf = ({ lon, lat }, word, decimals = 2) => {
  const home = homeward(lon)
  const degrees = (value) => decimal(Math.abs(value).toFixed(decimals), word)
  const north = word(lat < 0 ? 'degrees_south' : 'degrees_north', { degrees: degrees(lat) })
  return `${north}, ${word(home < 0 ? 'degrees_west' : 'degrees_east', { degrees: degrees(home) })}`
}

/**
 * The flight that the deck speaks of: the chosen one, else one that is under way and took place, best with a known height,
 * else the one whose time is nearest.
 * @param {{flight: object, track: Track, readout: object}[]} flights
 */
export const leadingOf = (flights, seconds, chosen) => {
  const own = flights.find(({ flight }) => chosen === flight.id || chosen?.startsWith(`${flight.id}/`))
  if (own) return own
  const rank = ({ flight, track, readout }) => {
    const away = Math.max(track.start - seconds, seconds - track.end, 0)
    return away * 10 + (flight.status === 'planned' ? 5 : 0) + (readout.altitude === null ? 1 : 0)
  }
  return flights.reduce((best, each) => !best || rank(each) < rank(best) ? each : best, null)
}
