import assert from 'node:assert/strict'
import { test } from 'node:test'

globalThis.L = { Renderer: { extend: (parts) => parts, prototype: {} } }
const { scaleOf } = await import('../../app/static/js/elements/map_buttons.js')

test('the scale is a round distance that fits, as long as can be', () => {
  for (let metres = 0.3; metres < 80000; metres *= 1.07) {
    const { width, label } = scaleOf(metres, 110)
    const [unit, figure] = [label[0], label[1].replace('\u202f', '')]
    assert.match(figure, /^[1235]0*$/)
    assert.ok(width <= 110 && width > 110 / 2.1, `${metres}: ${width}`)
    const distance = Number(figure) * { metres_of: 1, km_of: 1000 }[unit]
    assert.ok(Math.abs(distance / metres - width) <= 0.5 + 1e-9)
  }
  assert.deepEqual(scaleOf(1000, 110), { width: 100, label: ['km_of', '100'] })
})
