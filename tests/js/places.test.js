import assert from 'node:assert/strict'
import { test } from 'node:test'

globalThis.L = { Renderer: class {} }
const { symbolOf } = await import('../../app/static/js/elements/places.js')

test('a marker symbol is drawn where it is a letter or a digit', () => {
  assert.deepEqual(['a', 'Z', '7'].map(symbolOf), ['A', 'Z', '7'])
  assert.deepEqual([undefined, '', 'airfield', '12', 'é', ' '].map((symbol) => symbolOf(symbol)), ['', '', '', '', '', ''])
})
