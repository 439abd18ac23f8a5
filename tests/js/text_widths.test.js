import assert from 'node:assert/strict'
import test from 'node:test'
import { TextWidths } from '../../app/static/js/map/text_widths.js'

/** A canvas on which every letter is 7 pixels wide and its spacing more, and that counts its measurements. */
const canvas = () => {
  const context = { font: '', letterSpacing: '0px', measured: 0, measureText }
  /** @param {string} text */
  function measureText (text) {
    context.measured++
    return { width: text.length * (7 + parseFloat(context.letterSpacing)) }
  }
  return /** @type {CanvasRenderingContext2D & {measured: number}} */ (/** @type {unknown} */ (context))
}

test('a text is measured once in each font and spacing', () => {
  const [widths, context] = [new TextWidths(), canvas()]
  for (let time = 0; time < 3; time++) {
    assert.equal(widths.of(context, { text: 'Oder', font: '12px serif' }), 28)
    assert.equal(widths.of(context, { text: 'Oder', font: '12px serif', spacing: 2 }), 36)
    assert.equal(widths.of(context, { text: 'Oder', font: '13px serif' }), 28)
  }
  assert.equal(context.measured, 3)
})

test('it is measured again when the widths are cleared, as after a font has loaded', () => {
  const [widths, context] = [new TextWidths(), canvas()]
  widths.of(context, { text: 'Oder', font: '12px serif' })
  widths.clear()
  widths.of(context, { text: 'Oder', font: '12px serif' })
  assert.equal(context.measured, 2)
})
