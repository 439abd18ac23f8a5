import assert from 'node:assert/strict'
import { test } from 'node:test'

import { Pace } from '../../app/static/js/map/pace.js'

const paceAfter = (...intervals) => {
  const pace = new Pace()
  for (const interval of intervals) pace.note(interval)
  return pace
}
const times = (count, interval) => Array(count).fill(interval)

test('a machine that draws thirty pictures in a second is fast enough', () => {
  assert.equal(paceAfter(...times(500, 33)).isSlow, false)
})

test('one that draws ten is slow, after a moment, and is taken for slow from then on', () => {
  assert.equal(paceAfter(100, 100).isSlow, false)
  assert.equal(paceAfter(...times(10, 100)).isSlow, true)
  assert.equal(paceAfter(...times(10, 100), ...times(500, 16)).isSlow, true)
})

test('one late picture, or a page that was in the background, says nothing of the machine', () => {
  assert.equal(paceAfter(...times(50, 16), 120, ...times(50, 16)).isSlow, false)
  assert.equal(paceAfter(...times(20, 600_000)).isSlow, false)
})
