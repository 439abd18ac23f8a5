import assert from 'node:assert/strict'
import { test } from 'node:test'

import { greatest, least } from '../../app/static/js/extremes.js'

test('a million values have a least and a greatest', () => {
  const values = Float64Array.from({ length: 1e6 }, (_, index) => (index * 7919) % 1e6 - 5e5)
  assert.deepEqual([least(values), greatest(values)], [-5e5, 499_999])
})

test('what is not a number is passed over, and of nothing there is what was given', () => {
  assert.deepEqual([least([NaN, 3, 2]), greatest([NaN, 3, 2])], [2, 3])
  assert.deepEqual([least([]), greatest([]), greatest([NaN], 0)], [Infinity, -Infinity, 0])
})
