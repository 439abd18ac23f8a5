import assert from 'node:assert/strict'
import { describe, test } from 'node:test'

import { Track, unpackColumn } from '../../app/static/js/track.js'

/** Two parts along the equator, a degree to a vertex; fix 1 has no time of its own, the last fix none at all. */
const inParts = new Track({
  lon: [17900000, [100000, 7]],
  lat: [[0, 8]],
  altitude: [1000, [1000, 4], [null, 3]],
  time: [-3051596400, [6000, 3], 60000, 6000, 6000, null],
  uncertainty: [200, [100, 2], [-100, 2], [null, 3]],
  fixes: [0, 2, 1, 1, 2, 1],
  timed: [1, -1, 1, 0, 0, -1],
  basis: [0, 1, 1, -1],
  breaks: [4]
})
const start = -305159640

const empty = new Track({
  lon: [], lat: [], altitude: [], time: [], uncertainty: [], fixes: [], timed: [], basis: [], breaks: []
})

describe('a column', () => {
  test('has differences, unknown values and repeats', () => {
    assert.deepEqual([...unpackColumn([[10, 4], [null, 3], 5])], [10, 20, 30, 40, NaN, NaN, NaN, 45])
    assert.deepEqual([...unpackColumn([-150, null, 300], 100)], [-1.5, NaN, 1.5])
    assert.equal(unpackColumn([]).length, 0)
  })
})

describe('a track', () => {
  test('has legs from fix to fix, none from part to part', () => {
    assert.deepEqual(inParts.legs, [
      { first: 0, last: 2, basis: 'documented' },
      { first: 2, last: 3, basis: 'inferred' },
      { first: 4, last: 6, basis: 'interpolated' },
      { first: 6, last: 7, basis: 'inferred' }
    ])
    assert.equal(inParts.length, 8)
    assert.deepEqual([...inParts.fixes], [0, 2, 3, 4, 6, 7])
  })

  test('runs on past 180 degrees', () => {
    assert.equal(inParts.at(start + 900).lon, 180.5)
  })

  test('starts and ends with what is timed', () => {
    assert.deepEqual([inParts.start, inParts.end], [start, start + 9000])
    assert.deepEqual([empty.start, empty.end], [NaN, NaN])
  })
})

describe('the aircraft', () => {
  test('moves straight from vertex to vertex', () => {
    assert.deepEqual(inParts.at(start + 300), {
      lon: 179.5,
      lat: 0,
      altitude: 1500,
      uncertainty: 2.5,
      bearing: 90,
      vertex: 0
    })
  })

  test('is at or behind the last fix whose vertex it has passed', () => {
    assert.deepEqual([0, 1, 2, 3, 5, 7].map((vertex) => inParts.fixAt(vertex)), [0, 0, 1, 2, 3, 5])
  })

  test('keeps at the last fix the bearing by which it came', () => {
    const place = inParts.at(start + 9000)
    assert.equal(place.bearing, 90)
    assert.equal(place.altitude, null)
    assert.equal(place.uncertainty, null)
  })

  test('is nowhere outside its times and between its parts', () => {
    for (const moment of [start - 1, start + 4000, start + 9001, NaN]) assert.equal(inParts.at(moment), null)
    assert.equal(empty.at(0), null)
  })

  test('has a nearest position at all times', () => {
    assert.equal(inParts.nearest(start - 1).vertex, 0)
    assert.equal(inParts.nearest(start + 4000).vertex, 3)
    assert.equal(inParts.nearest(start + 99999).lon, 185)
    assert.equal(inParts.nearest(start + 300).lon, 179.5)
  })

  test('keeps its bearing while it does not move', () => {
    const standing = new Track({
      lon: [0, 0, 100000, 0],
      lat: [0, 0, 0, 0],
      altitude: [[null, 4]],
      time: [0, 100, 100, 100],
      uncertainty: [[null, 4]],
      fixes: [0, 1, 1, 1],
      timed: [1, 0, 0, 0],
      basis: [0, 0, 0],
      breaks: []
    })
    assert.deepEqual([5, 15, 25].map(moment => standing.at(moment).bearing), [90, 90, 90])
  })

  test('has no bearing where there is no leg', () => {
    const alone = new Track({
      lon: [0],
      lat: [0],
      altitude: [5],
      time: [10],
      uncertainty: [null],
      fixes: [0],
      timed: [1],
      basis: [],
      breaks: []
    })
    assert.deepEqual(alone.at(1), {
      lon: 0, lat: 0, altitude: 5, uncertainty: null, bearing: null, vertex: 0
    })
  })
})
