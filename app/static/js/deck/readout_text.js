/** @import { Flight, Readout } from '#flight' */
/** @import { Message, Stage } from '#state/stage' */
import { formatDecimal, formatNumber } from '#lib/format'
import { featureOf } from '#lib/keys'

/** @typedef {Pick<Stage, 'message' | 'translate'>} Words */

/**
 * A longitude that runs on past ±180, within ±180 again.
 * @param {number} lon
 */
export const wrapLon = (lon) => lon - Math.round(lon / 360) * 360

/**
 * A readout for machines, as data attributes: numbers with a dot, the moment in UTC, an unknown altitude as nothing.
 * @param {Pick<Readout, 'lon' | 'lat' | 'altitude' | 'basis' | 'state'>} readout
 * @param {string} moment
 * @returns {Record<string, string>}
 */
export const attributesOf = ({ lon, lat, altitude, basis, state }, moment) => ({
  lon: wrapLon(lon).toFixed(5),
  lat: lat.toFixed(5),
  altitudeM: altitude === null ? '' : String(Math.round(altitude)),
  basis: basis ?? '',
  date: moment,
  state
})

/**
 * An altitude as it is read: `21 340 m`, or rounded and after ≈ where no source states it for this very moment; null
 * where none is known.
 * @param {Pick<Readout, 'about' | 'isStated'>} readout
 * @param {Message} message
 */
export const altitudeText = ({ about, isStated }, message) =>
  about === null ? null : `${isStated ? '' : '≈ '}${message('metres_of', { n: formatNumber(about) })}`

/**
 * The evidence of a readout; null where nothing is known.
 * @param {Pick<Flight, 'isPlanned'>} flight
 * @param {Pick<Readout, 'basis'>} readout
 * @param {Message} message
 */
export const evidenceText = ({ isPlanned }, { basis }, message) => {
  if (isPlanned) return message('planned')
  return basis && message(basis)
}

/**
 * A speed in short: `mean 700 km/h`; null where none can be given.
 * @param {Pick<Readout, 'mean'>} readout
 * @param {Message} message
 */
export const meanText = ({ mean }, message) =>
  mean && message('mean_speed', { speed: message('kmh_of', { n: formatNumber(mean.kmh) }) })

/**
 * A speed as it is read: `mean 700 km/h since Soviet border`; null where none can be given.
 * @param {Pick<Readout, 'mean'>} readout
 * @param {Words} words
 */
export const speedText = ({ mean }, { message, translate }) => {
  if (!mean) return null
  const place = mean.since.named ? shortName(translate(mean.since.named.place)) : ''
  const speed = message('kmh_of', { n: formatNumber(mean.kmh) })
  return place ? message('mean_speed_since', { speed, place }) : meanText({ mean }, message)
}

/**
 * Altitude, evidence and mean speed of a flight under way, as far as they are known; of another, that it is not.
 * @param {Pick<Flight, 'isAirborne' | 'isPlanned'>} flight
 * @param {Readout} readout
 * @param {Words} words
 */
export const factsOf = (flight, readout, words) => {
  const { message } = words
  if (readout.state !== 'flying') return [message(flight.isPlanned ? 'planned' : `flight_${readout.state}`)]
  return [
    flight.isAirborne ? altitudeText(readout, message) ?? message('altitude_unknown') : null,
    evidenceText(flight, readout, message),
    speedText(readout, words)
  ].filter((fact) => fact !== null)
}

/**
 * What comes before a name's first comma or colon, Japanese ones too: enough on the map, where the whole name would be
 * long.
 * @param {string} name
 */
export const shortName = (name) => name.split(/[,:] |[、：]/)[0]

/**
 * A position in words, to a hundredth of a degree or, for those who walk, to a hundred-thousandth.
 * @param {{lon: number, lat: number}} position
 * @param {Message} message
 */
export const positionText = ({ lon, lat }, message, decimals = 2) => {
  const wrapped = wrapLon(lon)
  /** @param {number} value */
  const degrees = (value) => formatDecimal(Math.abs(value).toFixed(decimals), message)
  const north = message(lat < 0 ? 'degrees_south' : 'degrees_north', { degrees: degrees(lat) })
  return `${north}, ${message(wrapped < 0 ? 'degrees_west' : 'degrees_east', { degrees: degrees(wrapped) })}`
}

/**
 * The flight that the deck shows in large figures: the selected one, else one that is under way and took place, best
 * with a known altitude, else the one whose time is nearest.
 * @param {Flight[]} flights
 * @param {number} seconds
 * @param {string | null} selected
 * @returns {Flight | null}
 */
export const leadingOf = (flights, seconds, selected) => {
  const own = flights.find(({ id }) => selected !== null && featureOf(selected) === id)
  if (own) return own
  /** @param {Flight} flight */
  const rank = ({ track, isPlanned, readout }) => {
    const away = Math.max(track.start - seconds, seconds - track.end, 0)
    return away * 10 + (isPlanned ? 5 : 0) + (readout.altitude === null ? 1 : 0)
  }
  return flights.reduce((/** @type {Flight | null} */ best, each) =>
    !best || rank(each) < rank(best) ? each : best, null)
}
