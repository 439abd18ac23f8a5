import assert from 'node:assert/strict'
import { test } from 'node:test'

import { aligned, boxAbout, boxAround, intersection } from '../../app/static/js/map/boxes.js'

const FRAME = { left: -20, right: 200, top: -20, bottom: 100 }

test('a box about boxes holds each of them, and there is none about nothing', () => {
  const box = boxAbout([boxAround({ x: 3, y: 4 }, 2), boxAround({ x: -10, y: 50 }, 1)])
  assert.deepEqual(box, { left: -11, right: 5, top: 2, bottom: 51 })
  assert.equal(boxAbout([]), null)
})

test('a box widens to the lines of a grid that begins at its origin', () => {
  const origin = { x: -20, y: -20 }
  const box = { left: -19.5, right: 44, top: 44.5, bottom: 45 }
  assert.deepEqual(aligned(box, origin, 64), { left: -20, right: 44, top: 44, bottom: 108 })
})

test('what a box has in common with a frame; beside it, that is nothing', () => {
  const box = { left: 150, right: 260, top: -60, bottom: 10 }
  assert.deepEqual(intersection(box, FRAME), { left: 150, right: 200, top: -20, bottom: 10 })
  assert.equal(intersection({ ...box, left: 200 }, FRAME), null)
})
