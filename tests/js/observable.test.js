import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Layers } from '../../app/static/js/state/layers.js'
import { Observable } from '../../app/static/js/state/observable.js'

const counted = (target) => {
  const heard = { times: 0 }
  target.addEventListener('change', () => heard.times++)
  return heard
}

test('an observable reports a change, and only a change', () => {
  const observable = new Observable('en')
  const heard = counted(observable)
  observable.value = 'en'
  observable.value = 'de'
  observable.value = 'de'
  assert.deepEqual([heard.times, observable.value, observable.initial], [1, 'de', 'en'])
})

const layers = () => new Layers([{ id: 'a', visible: true }, { id: 'b', visible: false }, { id: 'c', visible: true }])

test('layers are visible at first as the curator says, in drawing order', () => {
  assert.deepEqual(layers().visible, ['a', 'c'])
  assert.ok(layers().isVisible('a') && !layers().isVisible('b') && !layers().isVisible('unknown'))
})

test('layers are shown and hidden, and keep their order', () => {
  const shown = layers()
  const heard = counted(shown)
  shown.show('b', true)
  assert.deepEqual(shown.visible, ['a', 'b', 'c'])
  shown.show('a', false)
  shown.show('a', false)
  assert.deepEqual(shown.visible, ['b', 'c'])
  assert.equal(heard.times, 2)
  assert.deepEqual(shown.initial, ['a', 'c'])
})

test('layers that do not exist are never visible', () => {
  const shown = layers()
  shown.visible = ['c', 'nothing', '', 'c']
  assert.deepEqual(shown.visible, ['c'])
  shown.visible = []
  assert.deepEqual(shown.visible, [])
})
