import assert from 'node:assert/strict'
import { test } from 'node:test'

import { isOpen } from '../../app/static/js/kiosk/opening_hours.js'
import { isHarmless, leavesPage } from '../../app/static/js/kiosk/lock.js'
import { burnInShift, clockAt, lastReached, momentAt, sceneOrder, withDay } from '../../app/static/js/kiosk/scenes.js'
import { StaffGesture } from '../../app/static/js/kiosk/staff_gesture.js'
import { VisitQueue } from '../../app/static/js/kiosk/visit_queue.js'

const SCENE = { from: -1000, to: 1000, moments: [{ at: -1000, place: 'a' }, { at: 0, place: 'b' }, { at: 900, place: 'c' }] }

test('a scene runs from its first to its last moment and never back', () => {
  const shares = Array.from({ length: 101 }, (_, index) => index / 100)
  const clock = shares.map((share) => clockAt(SCENE, share))
  assert.equal(clock[0], SCENE.from)
  assert.equal(clock.at(-1), SCENE.to)
  assert.ok(clock.every((now, index) => index === 0 || now >= clock[index - 1]))
})

test('without motion the clock stops only at documented moments', () => {
  const moments = SCENE.moments.map(({ at }) => at)
  for (let share = 0; share <= 1; share += 0.01) assert.ok(moments.includes(momentAt(SCENE, share)))
  assert.equal(momentAt({ from: 7, to: 7, moments: [] }, 0.5), 7)
  assert.equal(lastReached(SCENE, -2000), null)
  assert.equal(lastReached(SCENE, 899).place, 'b')
})

test('a line that names its year has no day behind it', () => {
  const day = new Date(Date.UTC(1976, 8, 6))
  assert.equal(withDay('The dive', day, '6 September 1976'), 'The dive · 6 September 1976')
  assert.equal(withDay('Belenko’s MiG-25, 6 September 1976', day, '6 September 1976'), 'Belenko’s MiG-25, 6 September 1976')
  assert.equal(withDay('ベレンコのMiG-25、1976年9月6日', day, '1976年9月6日'), 'ベレンコのMiG-25、1976年9月6日')
  assert.equal(withDay('', day, '6 September 1976'), '6 September 1976')
})

test('scenes alternate between the exhibits', () => {
  assert.deepEqual(sceneOrder([2, 1, 3]), [[0, 0], [1, 0], [2, 0], [0, 1], [2, 1], [2, 2]])
  assert.deepEqual(sceneOrder([]), [])
})

test('the shift against burn-in stays small and never rests', () => {
  const places = Array.from({ length: 200 }, (_, number) => burnInShift(number))
  assert.ok(places.every(([x, y]) => Math.abs(x) <= 14 && Math.abs(y) <= 14))
  assert.ok(new Set(places.map(String)).size > 100)
})

test('keys that move about the page are harmless, the browser\'s own are not', () => {
  for (const key of ['Tab', 'Enter', ' ', 'ArrowLeft', 'a', '+']) assert.ok(isHarmless({ key }), key)
  for (const key of ['F1', 'F5', 'F11', 'F12', 'BrowserBack', 'PrintScreen', 'ContextMenu']) assert.ok(!isHarmless({ key }), key)
  for (const key of ['p', 'n', 'w', 't', '+', '-', '0', 'r', 'ArrowLeft', 'Tab']) {
    for (const modifier of ['ctrlKey', 'altKey', 'metaKey']) assert.ok(!isHarmless({ key, [modifier]: true }), `${modifier} ${key}`)
  }
})

test('only links within the page are followed', () => {
  const anchor = (href) => ({ getAttribute: () => href })
  assert.ok(!leavesPage(anchor('#source-3')))
  assert.ok(!leavesPage(null))
  for (const href of ['https://example.org/', 'mailto:someone@example.org', '/', 'single.html', null]) {
    assert.ok(leavesPage(anchor(href)), String(href))
  }
})

test('opening hours are by the local clock', () => {
  const closed = []
  const usual = [[600, 1080]]
  const week = [closed, usual, usual, [[600, 1200]], usual, usual, [[0, 60], [660, 1440]]]
  const at = (day, hours, minutes = 0) => new Date(2026, 10, 22 + day, hours, minutes) // 22 November 2026 is a Sunday
  assert.ok(!isOpen(week, at(1, 12)))
  assert.ok(!isOpen(week, at(2, 9, 59)))
  assert.ok(isOpen(week, at(2, 10)))
  assert.ok(!isOpen(week, at(2, 18)))
  assert.ok(isOpen(week, at(4, 19, 59)))
  assert.ok(isOpen(week, at(0, 0, 30)) && !isOpen(week, at(0, 5)) && isOpen(week, at(0, 23, 59)))
})

test('five touches in the corner, one soon after the other, open the staff page', () => {
  let opened = 0
  const gesture = new StaffGesture(() => opened++)
  const corner = { x: 1900, y: 20, width: 1920 }
  for (let step = 0; step < 4; step++) gesture.touch(corner, step * 500)
  gesture.touch({ x: 900, y: 20, width: 1920 }, 2000)
  gesture.touch(corner, 2500)
  assert.equal(opened, 0)
  for (let step = 0; step < 5; step++) gesture.touch(corner, 10_000 + step * 500)
  assert.equal(opened, 1)
  for (let step = 0; step < 9; step++) gesture.touch(corner, 30_000 + step * 3000)
  assert.equal(opened, 1)
})

const storage = (kept = new Map()) => ({
  getItem: (key) => kept.get(key) ?? null,
  setItem: (key, value) => kept.set(key, value)
})

test('visits wait until the server has taken them, and no more than there is room for', async () => {
  const held = storage()
  let away = true
  const received = []
  const post = async (visits) => {
    if (away) return null
    received.push(...visits)
    return ''
  }
  const queue = new VisitQueue(held, post)
  for (let number = 0; number < 600; number++) queue.put({ number })
  await queue.send()
  assert.equal(queue.waiting.length, 500)
  away = false
  const after = new VisitQueue(held, post)
  await after.send()
  await after.send()
  assert.equal(received.length, 500)
  assert.equal(received.at(-1).number, 599)
  assert.deepEqual(after.waiting, [])
})

test('a visit that comes while others are being sent is not lost', async () => {
  const queue = new VisitQueue(storage(), async () => {
    queue.put({ number: 2 })
    return ''
  })
  queue.put({ number: 1 })
  await queue.send()
  assert.deepEqual(queue.waiting, [{ number: 2 }])
})

test('nor is one that comes while as many are being sent as there is room for', async () => {
  const queue = new VisitQueue(storage(), async () => {
    queue.put({ number: 501 })
    return ''
  })
  for (let number = 1; number <= 500; number++) queue.put({ number })
  await queue.send()
  assert.deepEqual(queue.waiting, [{ number: 501 }])
})
