import assert from 'node:assert/strict'
import { describe, test } from 'node:test'

import { unpack, unpackColumn } from '../../app/static/js/track.js'

/** Two parts along the equator, a degree to a vertex; fix 1 has no time of its own, the last fix none at all. */
const inParts = unpack({
  lon: [17900000, [100000, 7]],
  lat: [[0, 8]],
  altitude: [1000, [1000, 4], [null, 3]],
  time: [-3051596400, [6000, 3], 60000, 6000, 6000, null],
  uncertainty: [200, [100, 2], [-100, 2], [null, 3]],
  fixes: [0, 2, 1, 1, 2, 1],
  timed: [1, -1, 1, 0, 0, -1],
  basis: [0, 1, 1, -1],
  metres: [222639, -111320, 111320, -111320],
  breaks: [4]
})
const start = -305159640

const empty = unpack({ lon: [], lat: [], altitude: [], time: [], uncertainty: [], fixes: [], timed: [], basis: [], metres: [], breaks: [] })

describe('a column', () => {
  test('tells differences, unknown values and repeats', () => {
    assert.deepEqual([...unpackColumn([[10, 4], [null, 3], 5])], [10, 20, 30, 40, NaN, NaN, NaN, 45])
    assert.deepEqual([...unpackColumn([-150, null, 300], 100)], [-1.5, NaN, 1.5])
    assert.equal(unpackColumn([]).length, 0)
  })
})

describe('a track', () => {
  test('has legs from fix to fix, none from part to part', () => {
    assert.deepEqual(inParts.legs, [
      { first: 0, last: 2, basis: 'documented', km: 222.639 },
      { first: 2, last: 3, basis: 'inferred', km: 111.319 },
      { first: 4, last: 6, basis: 'interpolated', km: 222.639 },
      { first: 6, last: 7, basis: 'inferred', km: 111.319 }
    ])
    assert.equal(inParts.length, 8)
    assert.deepEqual([...inParts.fixes], [0, 2, 3, 4, 6, 7])
  })

  test('runs on past 180 degrees', () => {
    assert.equal(inParts.at(start + 900).lon, 180.5)
  })

  test('starts and ends with what is timed', () => {
    assert.deepEqual([inParts.start, inParts.end], [start, start + 9000])
    assert.deepEqual([empty.start, empty.end], [null, null])
  })
})

describe('the aircraft', () => {
  test('goes straight from vertex to vertex', () => {
    const place = inParts.at(start + 300)
    assert.deepEqual({ ...place, speedKmh: Math.round(place.speedKmh) }, {
      lon: 179.5,
      lat: 0,
      altitude: 1500,
      uncertainty: 2.5,
      bearing: 90,
      speedKmh: 668,
      basis: 'documented',
      leg: 0,
      vertex: 0
    })
  })

  test('is on the leg that begins at the fix it reaches', () => {
    assert.equal(inParts.at(start + 1199).leg, 0)
    assert.equal(inParts.at(start + 1200).leg, 1)
    assert.equal(inParts.at(start + 1200).basis, 'inferred')
  })

  test('is at the last fix on the leg that led there, not on one that time says nothing of', () => {
    const place = inParts.at(start + 9000)
    assert.equal(place.leg, 2)
    assert.equal(place.basis, 'interpolated')
    assert.equal(Math.round(place.speedKmh), 668)
    assert.equal(place.bearing, 90)
    assert.equal(place.altitude, null)
    assert.equal(place.uncertainty, null)
  })

  test('is nowhere outside its times and between its parts', () => {
    for (const moment of [start - 1, start + 4000, start + 9001, NaN]) assert.equal(inParts.at(moment), null)
    assert.equal(empty.at(0), null)
  })

  test('stands where it was last when asked to', () => {
    const clamp = { clamp: true }
    assert.equal(inParts.at(start - 1, clamp).vertex, 0)
    assert.equal(inParts.at(start + 4000, clamp).vertex, 3)
    assert.equal(inParts.at(start + 4000, clamp).speedKmh, 0)
    assert.equal(inParts.at(start + 99999, clamp).lon, 185)
    assert.equal(inParts.at(start + 300, clamp).lon, 179.5)
    assert.equal(empty.at(0, clamp), null)
  })

  test('keeps its heading while it stands', () => {
    const standing = unpack({
      lon: [0, 0, 100000, 0],
      lat: [0, 0, 0, 0],
      altitude: [[null, 4]],
      time: [0, 100, 100, 100],
      uncertainty: [[null, 4]],
      fixes: [0, 1, 1, 1],
      timed: [1, 0, 0, 0],
      basis: [0, 0, 0],
      metres: [0, 111319, -111319],
      breaks: []
    })
    assert.deepEqual([5, 15, 25].map(moment => standing.at(moment).bearing), [90, 90, 90])
    assert.deepEqual([5, 25].map(moment => standing.at(moment).speedKmh), [0, 0])
  })

  test('has no heading where no leg leads', () => {
    const alone = unpack({
      lon: [0], lat: [0], altitude: [5], time: [10], uncertainty: [null], fixes: [0], timed: [1], basis: [], metres: [], breaks: []
    })
    assert.deepEqual(alone.at(1), {
      lon: 0, lat: 0, altitude: 5, uncertainty: null, bearing: null, speedKmh: null, basis: null, leg: null, vertex: 0
    })
  })
})

describe('moments', () => {
  test('are those of the fixes to which a source gives a time', () => {
    const moments = []
    for (let moment = inParts.nextMoment(-Infinity); moment !== null; moment = inParts.nextMoment(moment)) moments.push(moment - start)
    assert.deepEqual(moments, [0, 1800, 7800, 9000])
    assert.equal(inParts.previousMoment(start + 1800), start)
    assert.equal(inParts.previousMoment(start + 1801), start + 1800)
    assert.equal(inParts.previousMoment(start), null)
    assert.equal(empty.nextMoment(0), null)
  })

  test('tell the fix that was reached last', () => {
    assert.equal(inParts.fixAt(start - 1), null)
    assert.equal(inParts.fixAt(start), 0)
    assert.equal(inParts.fixAt(start + 1199), 0)
    assert.equal(inParts.fixAt(start + 1200), 1)
    assert.equal(inParts.fixAt(start + 4000), 2)
    assert.equal(inParts.fixAt(start + 99999), 4)
    assert.equal(empty.fixAt(0), null)
  })
})
