import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Choice, Layers } from '../../app/static/js/choices.js'

const counted = (target) => {
  const told = { times: 0 }
  target.addEventListener('change', () => told.times++)
  return told
}

test('a choice tells when it is another', () => {
  const choice = new Choice('en')
  const told = counted(choice)
  choice.now = 'en'
  choice.now = 'de'
  choice.now = 'de'
  assert.deepEqual([told.times, choice.now, choice.opening], [1, 'de', 'en'])
})

const layers = () => new Layers([{ id: 'a', visible: true }, { id: 'b', visible: false }, { id: 'c', visible: true }])

test('layers open as the curator says, in drawing order', () => {
  assert.deepEqual(layers().visible, ['a', 'c'])
  assert.ok(layers().isVisible('a') && !layers().isVisible('b') && !layers().isVisible('unknown'))
})

test('layers are shown and hidden, and keep their order', () => {
  const shown = layers()
  const told = counted(shown)
  shown.show('b', true)
  assert.deepEqual(shown.visible, ['a', 'b', 'c'])
  shown.show('a', false)
  shown.show('a', false)
  assert.deepEqual(shown.visible, ['b', 'c'])
  assert.equal(told.times, 2)
  assert.deepEqual(shown.opening, ['a', 'c'])
})

test('layers that do not exist are never on show', () => {
  const shown = layers()
  shown.visible = ['c', 'nothing', '', 'c']
  assert.deepEqual(shown.visible, ['c'])
  shown.visible = []
  assert.deepEqual(shown.visible, [])
})
