import assert from 'node:assert/strict'
import { describe, test } from 'node:test'

import { dayStyleOf, fixTimeText, flightsOfOtherDays } from '../../app/static/js/map/fix_times.js'

const MAY_DAY = Date.UTC(1960, 4, 1) / 1000
const HOUR = 3600
const message = (key) => key === 'utc' ? 'UTC' : key

describe('a time on the map', () => {
  /** As it is written for a fix at an hour (UTC) of 1 May 1960. */
  const text = (hour, offset, { style = 'none', uncertainty = NaN } = {}) =>
    fixTimeText({ seconds: MAY_DAY + hour * HOUR, offset, uncertainty }, style, 'en', message)

  test('is that of the place, with UTC beside it', () => {
    assert.equal(text(1.5, 300), '06:30 · 01:30 UTC')
    assert.equal(text(1.5, -210), '30 Apr, 22:00 · 1 May, 01:30 UTC')
  })

  test('is that of UTC where the zone of the place is not known or is UTC', () => {
    assert.deepEqual([text(1.5, null), text(1.5, 0)], ['01:30 UTC', '01:30 UTC'])
  })

  test('has its day, and its year, where others are of another', () => {
    assert.equal(text(1.5, 300, { style: 'day' }), '1 May, 06:30 · 01:30 UTC')
    assert.equal(text(1.5, null, { style: 'year' }), '1 May 1960, 01:30 UTC')
  })

  test('is only a day where it may be off by many hours', () => {
    assert.equal(text(3, 540, { uncertainty: 12 * HOUR }), '1 May')
    assert.equal(text(3, 540, { uncertainty: HOUR }), '12:00 · 03:00 UTC')
  })
})

/** A flight with named fixes at these times. */
const flightAt = (...times) => ({
  isTimed: times.length > 0,
  track: { start: Date.parse(times[0]) / 1000, end: Date.parse(times.at(-1)) / 1000 },
  fixes: [{ named: null }, ...times.map((time) => ({ named: { time } }))]
})
const april = flightAt('1960-04-09T00:56:00Z', '1960-04-09T09:36:00Z')
const may = flightAt('1960-05-01T01:26:00Z', '1960-05-01T05:53:00Z')
const later = flightAt('1962-10-27T13:09:00Z', '1962-10-28T01:00:00Z')

describe('flights of several days', () => {
  test('name the day, and the year where that differs, too', () => {
    assert.deepEqual([[], [may], [april, may], [may, later]].map(dayStyleOf), ['none', 'none', 'day', 'year'])
  })

  test('are those of other days than the clock, if one is of that day', () => {
    const untimed = flightAt()
    const others = (seconds, ...flights) => [...flightsOfOtherDays(flights, seconds)]
    assert.deepEqual(others(MAY_DAY + HOUR, april, may, untimed), [april])
    assert.deepEqual(others(MAY_DAY + 40 * 24 * HOUR, april, may), [])
    assert.deepEqual(others(Date.UTC(1962, 9, 28) / 1000, may, later), [may])
  })
})
