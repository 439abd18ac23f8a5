import assert from 'node:assert/strict'
import { test } from 'node:test'

import { maxOf, minOf } from '../../app/static/js/lib/min_max.js'

test('a million values have a minimum and a maximum', () => {
  const values = Float64Array.from({ length: 1e6 }, (_, index) => (index * 7919) % 1e6 - 5e5)
  assert.deepEqual([minOf(values), maxOf(values)], [-5e5, 499_999])
})

test('NaN is skipped, and of no values the result is what was given', () => {
  assert.deepEqual([minOf([NaN, 3, 2]), maxOf([NaN, 3, 2])], [2, 3])
  assert.deepEqual([minOf([]), maxOf([]), maxOf([NaN], 0)], [Infinity, -Infinity, 0])
})
