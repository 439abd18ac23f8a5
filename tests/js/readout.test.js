import assert from 'node:assert/strict'
import { describe, test } from 'node:test'

import {
  altitudeText, attributesOf, factsOf, leadingOf, positionText, shortName, speedText, wrapLon
} from '../../app/static/js/deck/readout_text.js'
import { Flight } from '../../app/static/js/flight.js'
import { Clock } from '../../app/static/js/state/clock.js'
import { AIR, FIXES, PACKED, flightAt, inEnglish, words } from './small_flight.js'

const word = (key, values = {}) => key === 'decimal_mark' ? '.' : `${key}${values.degrees ?? ''}`

describe('a readout', () => {
  const flight = flightAt(100)
  const broken = {
    lon: [0, [0, 3]],
    lat: [0, 100000, 500000, 100000],
    altitude: [1000, [0, 3]],
    time: [0, 600, 3000, 600],
    uncertainty: [0, [0, 3]],
    fixes: [0, 1, 1, 1],
    timed: [1, 1, 1, 1],
    basis: [0, 0],
    breaks: [2]
  }

  test('is at the first fix before the start and at the last after the end', () => {
    const before = flight.readoutAt(-1000)
    const after = flight.readoutAt(1000)
    assert.deepEqual([before.state, before.lat, before.mean], ['waiting', 0, null])
    assert.deepEqual([after.state, after.lat, after.mean], ['ended', 4, null])
  })

  test('is unknown between two parts, and known again at the beginning of the second', () => {
    const unread = { meanKmh: [[null, 4]], meanSince: [[null, 4]] }
    const four = flightAt(0, { basis: [[0, 4]], hasAltitude: [1, 0, 0, 0], ...unread, track: broken })
    const [before, between, after] = [60, 200, 360].map((seconds) => four.readoutAt(seconds))
    assert.deepEqual([before.state, before.lat], ['flying', 1])
    assert.deepEqual([between.state, between.altitude, between.basis, between.lat], ['unknown', null, null, 1])
    assert.deepEqual([after.state, after.lat, after.basis], ['flying', 6, 'documented'])
  })

  test('has on a fix the basis of the fix, and between two fixes is interpolated', () => {
    const bases = [1, 30, 151, 200].map((seconds) => flight.readoutAt(seconds).basis)
    assert.deepEqual(bases, ['documented', 'interpolated', 'inferred', 'interpolated'])
  })

  test('has the mean speed since a fix while it moves, none at its ends', () => {
    const speeds = [1, 30, 151, 200, 301].map((seconds) => speedText(flight.readoutAt(seconds), words))
    assert.deepEqual(speeds, [null, 'mean 300 km/h since Border', 'mean 300 km/h since Border', null, null])
    const nameless = flightAt(0, { fixes: [] }).readoutAt(30)
    assert.equal(speedText(nameless, words), 'mean 300 km/h')
  })

  test('rounds an altitude between fixes, the coarser the more it changes, and never beyond what is stated', () => {
    const readings = (stated, seconds) => {
      const [low, high] = stated
      const altitude = [low, [(high - low) / 2, 2], [0, 2]]
      const own = flightAt(0, { hasAltitude: [1, 0, 0], track: { ...PACKED, altitude } })
      return seconds.map((second) => own.readoutAt(second).about)
    }
    assert.deepEqual(readings([21340, 21340], [1, 50, 100]), [21340, 21300, 21300])
    assert.deepEqual(readings([400, 20400], [1, 2, 50, 140]), [400, 1000, 7000, 19000])
    assert.deepEqual(readings([100, 180], [50, 100]), [130, 150])
  })

  test('is worked out once for a moment of the clock', () => {
    const clock = new Clock({ now: 100, start: 0, end: 400 })
    const own = new Flight({ id: 'a', ...FIXES, ground: [], track: PACKED }, AIR, clock)
    const first = own.readout
    assert.equal(own.readout, first)
    clock.now = 101
    assert.notEqual(own.readout, first)
    assert.deepEqual(own.readout, own.readoutAt(101))
  })

  test('has numbers with a dot for machines', () => {
    const attributes = attributesOf({ ...flight.readoutAt(76), lon: 190 }, '1970-01-01T00:01Z')
    assert.deepEqual(attributes, {
      lon: '-170.00000', lat: '1.00000', altitudeM: '500', basis: 'interpolated', date: '1970-01-01T00:01Z', state: 'flying'
    })
    assert.equal(attributesOf({ lon: 0, lat: 0, altitude: null, basis: null, state: 'flying' }, '').altitudeM, '')
  })

  test('has ≈ where no source states the altitude', () => {
    const texts = [0, 100, 300].map((seconds) => altitudeText(flight.readoutAt(seconds + 1), inEnglish))
    assert.deepEqual(texts, ['0 m', '≈ 500 m', '≈ 0 m'])
    assert.equal(altitudeText({ about: null, isStated: false }, inEnglish), null)
  })

  test('has altitude, speed and evidence as facts, and of a plan that it is one', () => {
    const readout = flight.readoutAt(101)
    const mean = 'mean 300 km/h since Border'
    assert.deepEqual(factsOf(flight, readout, words), ['≈ 500 m', 'interpolated', mean])
    assert.equal(factsOf(flightAt(0, { status: 'planned' }), readout, words)[1], 'planned')
    const onRoad = flightAt(0, {}, { airborne: false, shape: 'hull' })
    assert.deepEqual(factsOf(onRoad, readout, words), ['interpolated', mean])
  })

  test('has no figures before the start and after the end', () => {
    const facts = [-1, 302].map((seconds) => factsOf(flight, flight.readoutAt(seconds), words))
    assert.deepEqual(facts, [['flight_waiting'], ['flight_ended']])
  })

  test('has its position in words', () => {
    assert.equal(wrapLon(541), -179)
    assert.equal(positionText({ lon: -61.084, lat: -56.66 }, word), 'degrees_south56.66, degrees_west61.08')
  })

  test('leads where it is selected, else where something flies', () => {
    const flights = [flightAt(100, { id: 'plan', status: 'planned' }), flight]
    assert.equal(leadingOf(flights, 100, null)?.id, 'a')
    assert.equal(leadingOf(flights, 100, 'plan/3')?.id, 'plan')
    assert.equal(leadingOf([], 100, null), null)
  })

  test('has a short name', () => {
    assert.equal(shortName('Mission 4154, the U-2 of Francis Gary Powers'), 'Mission 4154')
    assert.equal(shortName('Powers: by car to Kosulino'), 'Powers')
    assert.equal(shortName('1機目、1969年11月9日：旋回せず'), '1機目')
  })
})
