import assert from 'node:assert/strict'
import { test } from 'node:test'

import { Visit } from '../../app/static/js/kiosk/visit.js'

const SETTING = { idleSeconds: 90, warningSeconds: 20 }

test('a touch wakes, idleness asks, silence ends', () => {
  const visit = new Visit(SETTING, 0)
  assert.equal(visit.state, 'attract')
  visit.touch(1000)
  assert.equal(visit.state, 'visiting')
  visit.tick(1089.9)
  assert.equal(visit.state, 'visiting')
  visit.tick(1090)
  assert.equal(visit.state, 'warned')
  visit.tick(1109.9)
  assert.equal(visit.state, 'warned')
  visit.tick(1110)
  assert.equal(visit.state, 'attract')
})

test('the question counts down in whole seconds and a touch answers it', () => {
  const visit = new Visit(SETTING, 0, 'visiting')
  visit.tick(90)
  assert.deepEqual([90, 90.2, 91, 109.5, 110, 200].map((now) => visit.secondsLeft(now)), [20, 20, 19, 1, 0, 0])
  visit.touch(100)
  assert.equal(visit.state, 'visiting')
  visit.tick(189)
  assert.equal(visit.state, 'visiting')
})

test('a visitor who only watches is not asked, up to a limit', () => {
  const visit = new Visit(SETTING, 0, 'visiting')
  for (let now = 1; now < 900; now++) visit.tick(now, true)
  assert.equal(visit.state, 'visiting')
  for (let now = 900; now < 995; now++) visit.tick(now, true)
  assert.equal(visit.state, 'warned')
})

test('after a sleep of the computer the question is still asked in full', () => {
  const visit = new Visit(SETTING, 0, 'visiting')
  visit.tick(50_000)
  assert.equal(visit.state, 'warned')
  assert.equal(visit.secondsLeft(50_000), 20)
})

test('a change is dispatched once', () => {
  const visit = new Visit(SETTING, 0)
  let count = 0
  visit.addEventListener('change', () => count++)
  visit.touch(1)
  visit.touch(2)
  visit.tick(3)
  assert.equal(count, 1)
})
