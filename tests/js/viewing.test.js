import assert from 'node:assert/strict'
import { test } from 'node:test'

import { enlargement } from '../../app/static/js/kiosk/viewing.js'

const HD = { inches: 24, width: 1920, height: 1080, font: 20, zoom: 1 }
/** The height in minutes of arc of capitals of so many pixels. */
const minutes = (pixels, { distance, inches, width, height, zoom }) =>
  Math.atan(pixels * zoom * 0.714 * inches * 25.4 / Math.hypot(width, height) / 10 / distance) * 60 * 180 / Math.PI
const STEPS = { 1: 1, 2: 1.2, 3: 1.45 }

test('text is as high as it is to be, as far as it can be, and no larger', () => {
  for (const screen of [HD, { ...HD, inches: 43 }, { ...HD, width: 3840, height: 2160, zoom: 2, inches: 55 }]) {
    for (let distance = 40; distance <= 400; distance += 5) {
      const at = { ...screen, distance }
      const { page, textSize, isEnough } = enlargement(at)
      assert.ok(page >= 1 && page <= 1.25)
      const times = minutes(27 * page, at)
      const story = minutes(21 * page * STEPS[textSize], at)
      assert.equal(isEnough, times >= 19.999 && story >= 11.999, `${distance} cm`)
      if (page > 1 && page < 1.25) assert.ok(Math.min(times - 20, minutes(21 * page, at) - 12) < 0.01)
    }
  }
})

test('the distances of the documentation are those that are reached', () => {
  const reached = [24, 32, 43, 55].map((inches) => {
    let distance = 40
    while (enlargement({ ...HD, inches, distance: distance + 1 }).isEnough) distance++
    return distance
  })
  assert.deepEqual(reached, [114, 152, 205, 262])
})

test('without the size of the screen an inch has 96 pixels', () => {
  const known = enlargement({ ...HD, inches: Math.hypot(1920, 1080) / 96, distance: 120 })
  assert.deepEqual(enlargement({ ...HD, inches: 0, distance: 120 }), known)
})

test('what is left of a small screen is never less than the smallest that is supported', () => {
  for (const [width, height, least] of [[1024, 768, [960, 600]], [800, 1280, [768, 1024]], [768, 1024, [768, 1024]]]) {
    const { page } = enlargement({ ...HD, inches: 10, width, height, font: 16, distance: 200 })
    assert.ok(page >= 1 && width / page >= least[0] - 1e-9 && height / page >= least[1] - 1e-9, `${width} x ${height}`)
  }
})
