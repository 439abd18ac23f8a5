import assert from 'node:assert/strict'
import { test } from 'node:test'

import { trailOf } from '../../app/static/js/aircraft/trail.js'

/** A track of fourteen hundred seconds, its position unknown from `gap[0]` to `gap[1]`. */
const trackOf = (fixes, gap = [Infinity, Infinity]) => ({
  start: 0,
  end: 1400,
  fixes: fixes.map((_, index) => index),
  time: fixes,
  at: (time) => time > gap[0] && time < gap[1] ? null : { time }
})
const CLOCK = { start: 0, end: 1400 }
const stretches = (trail) => trail.map(({ from, to }) => [to.time, from.time])

test('a trail goes back from the moment in even pieces', () => {
  const trail = trailOf(trackOf([0, 1400]), { ...CLOCK, now: 1000 }, 4)
  assert.deepEqual(stretches(trail), [[1000, 975], [975, 950], [950, 925], [925, 900]])
  assert.deepEqual(trail.map(({ age }) => age), [0, 0.25, 0.5, 0.75])
})

test('a trail bends where the track does', () => {
  const trail = trailOf(trackOf([0, 960, 1400]), { ...CLOCK, now: 1000 }, 2)
  assert.deepEqual(stretches(trail), [[1000, 960], [960, 950], [950, 900]])
})

test('a trail breaks where the position is unknown', () => {
  const trail = trailOf(trackOf([0, 920, 970, 1400], [920, 970]), { ...CLOCK, now: 1000 }, 4)
  assert.deepEqual(stretches(trail), [[1000, 975], [975, 970], [920, 900]])
})
