import assert from 'node:assert/strict'
import { test } from 'node:test'

globalThis.L = { Renderer: { extend: (parts) => parts, prototype: {} } }
const { boxAt } = await import('../../app/static/js/labels.js')

const SIZE = { width: 60, height: 16 }
const centre = ({ left, right, top, bottom }) => [(left + right) / 2, (top + bottom) / 2]

test('a label keeps its size and its distance on every side', () => {
  for (const side of [[1, 0], [-1, 0], [0, 1], [0, -1], [0, 0], [0.8, -0.9], [-0.8, 0.9]]) {
    const box = boxAt(100, 200, SIZE, side, 8)
    assert.ok(Math.abs(box.right - box.left - 60) < 1e-9 && Math.abs(box.bottom - box.top - 16) < 1e-9)
    const [x, y] = centre(box)
    assert.equal(Math.sign(Math.round(x - 100)), Math.sign(side[0]))
    assert.equal(Math.sign(Math.round(y - 200)), Math.sign(side[1]))
  }
  assert.equal(boxAt(100, 200, SIZE, [1, 0], 8).left, 108)
  assert.equal(boxAt(100, 200, SIZE, [-1, 0], 8).right, 92)
  assert.equal(boxAt(100, 200, SIZE, [0, -1], 8).bottom, 192)
  assert.deepEqual(centre(boxAt(100, 200, SIZE, [0, 0], 8)), [100, 200])
})
