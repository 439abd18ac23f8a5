import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isoMoment, parseMoment } from '../../app/static/js/lib/iso_moment.js'
import { Clock } from '../../app/static/js/state/clock.js'

const TAKE_OFF = Date.UTC(1960, 4, 1, 1, 26) / 1000

test('moments before 1970 are formatted and parsed as later ones', () => {
  assert.equal(parseMoment('1960-05-01T01:26Z'), TAKE_OFF)
  assert.ok(TAKE_OFF < 0)
  assert.equal(isoMoment(TAKE_OFF), '1960-05-01T01:26Z')
  assert.equal(isoMoment(TAKE_OFF + 7), '1960-05-01T01:26:07Z')
  assert.equal(isoMoment(-0.4), '1970-01-01T00:00Z')
})

test('a formatted moment is parsed again, from 1900 on', () => {
  for (let moment = Date.UTC(1900, 0, 1) / 1000; moment < Date.UTC(2000, 0, 1) / 1000; moment += 86400 * 97 + 3661) {
    assert.equal(parseMoment(isoMoment(moment)), moment)
  }
})

test('offsets and days are parsed, nothing else is', () => {
  assert.equal(parseMoment('1960-05-01T06:26+05:00'), TAKE_OFF)
  assert.equal(parseMoment('1960-05-01'), Date.UTC(1960, 4, 1) / 1000)
  for (const wrong of [
    undefined, '', 'never', '1960', '1960-05', '1960-13-01', '1960-05-01T25:00Z', '1960-05-01T01:26', '1 May 1960', '01/05/1960'
  ]) {
    assert.equal(parseMoment(wrong), null, String(wrong))
  }
})

test('the clock ticks when it moves, and only then', () => {
  const clock = new Clock({ now: TAKE_OFF, start: TAKE_OFF, end: TAKE_OFF + 3600 })
  let ticks = 0
  clock.addEventListener('tick', () => ticks++)
  clock.now = TAKE_OFF
  clock.now = NaN
  clock.now = Infinity
  assert.deepEqual([ticks, clock.now], [0, TAKE_OFF])
  clock.now = TAKE_OFF + 60
  assert.deepEqual([ticks, clock.now, clock.initial], [1, TAKE_OFF + 60, TAKE_OFF])
  assert.equal(clock.date.toISOString(), '1960-05-01T01:27:00.000Z')
})
