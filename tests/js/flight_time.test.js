import assert from 'node:assert/strict'
import { describe, test } from 'node:test'

import { flightSeconds } from '../../app/static/js/map/flight_time.js'

describe('flightSeconds', () => {
  test('grows with the distance and with the zooms, out as in', () => {
    assert.ok(flightSeconds(1000, 4000, 0) > flightSeconds(1000, 2000, 0))
    assert.ok(flightSeconds(1000, 0, 4) > flightSeconds(1000, 0, 3))
    assert.equal(flightSeconds(1000, 2000, 0), flightSeconds(500, 1000, 0))
    assert.ok(Math.abs(flightSeconds(1000, 1600, 3) - flightSeconds(1000, 1600 * 8, -3)) < 1e-9)
  })

  test('has bounds', () => {
    assert.equal(flightSeconds(1000, 1, 0), 0.6)
    assert.equal(flightSeconds(1000, 1e7, 9), 2.6)
  })
})
