import assert from 'node:assert/strict'
import { test } from 'node:test'

globalThis.L = { Renderer: class {} }
const { scaleOf } = await import('../../app/static/js/elements/map_buttons.js')

test('the scale is the longest round distance that fits', () => {
  for (let metres = 0.3; metres < 80000; metres *= 1.07) {
    const { width, key, count: written } = scaleOf(metres, 110)
    const digits = written.replace('\u202f', '')
    assert.match(digits, /^[1235]0*$/)
    assert.ok(width <= 110 && width > 110 / 2.1, `${metres}: ${width}`)
    const distance = Number(digits) * { metres_of: 1, km_of: 1000 }[key]
    assert.ok(Math.abs(distance / metres - width) <= 0.5 + 1e-9)
  }
  assert.deepEqual(scaleOf(1000, 110), { width: 100, key: 'km_of', count: '100' })
})
