import { Flight } from '../../app/static/js/flight.js'
import { Clock } from '../../app/static/js/state/clock.js'
import { Track } from '../../app/static/js/track.js'

/** Five minutes along a meridian from a documented fix by an inferred to an interpolated one, up and down again. */
export const PACKED = {
  lon: [0, [0, 4]],
  lat: [0, [100000, 4]],
  altitude: [0, 500, 500, -500, -500],
  time: [10, [750, 4]],
  uncertainty: [0, [10, 2], [-10, 2]],
  fixes: [0, 2, 2],
  timed: [1, 0, 0],
  basis: [1, 1],
  breaks: []
}
export const track = new Track(PACKED)
export const FIXES = {
  basis: [0, 1, 1],
  hasAltitude: [1, 0, -1],
  timeUncertainty: [[null, 3]],
  meanKmh: [300, [null, 2]],
  meanSince: [0, [null, 2]],
  fixes: [{ number: 1, place: 'Border: crossed', time: null, contested: false }]
}
export const AIR = { airborne: true, shape: 'airframe' }

/** A flight of that track at a moment of the clock. */
export const flightAt = (now, more = {}, travel = AIR) => new Flight({
  id: 'a',
  name: 'A',
  layer: 'all',
  status: 'flown',
  mode: 'air',
  style: {},
  isTimed: true,
  hasProfile: true,
  ...FIXES,
  ground: [],
  track: PACKED,
  ...more
}, travel, new Clock({ now, start: 0, end: 400 }))
/** Messages in English, as far as the tests read them. */
export const inEnglish = (key, { n, speed, place } = {}) => ({
  metres_of: `${n} m`,
  km_of: `${n} km`,
  kmh_of: `${n} km/h`,
  mean_speed: `mean ${speed}`,
  mean_speed_since: `mean ${speed} since ${place}`,
  decimal_mark: '.'
})[key] ?? key
export const words = { message: inEnglish, translate: (text) => text }
