import assert from 'node:assert/strict'
import { test } from 'node:test'

import { Theme } from '../../app/static/js/map/theme.js'

/** A style sheet with custom properties, and media queries that can change. */
const page = (properties) => {
  const changes = []
  globalThis.getComputedStyle = () => ({
    fontSize: '20px',
    getPropertyValue: (name) => properties[name] ?? ''
  })
  globalThis.matchMedia = () => ({ addEventListener: (_, handler) => changes.push(handler) })
  const root = new EventTarget()
  return { theme: new Theme(root), change: () => changes[0](), lose: () => root.dispatchEvent(new Event('contextrestored')) }
}

test('evidence has the dash and width of the style sheet', () => {
  const { theme } = page({ '--dash-inferred': ' 9 5', '--width-inferred': '2.6', '--width-documented': '2.8' })
  assert.deepEqual(theme.line('inferred'), { dash: [9, 5], width: 2.6 })
  assert.deepEqual(theme.line('documented'), { dash: [], width: 2.8 })
  assert.deepEqual(theme.line('unknown'), { dash: [], width: 1 })
})

test('fonts grow with the text scale, and the unit with the page’s own text', () => {
  const { theme } = page({ '--map-text-scale': '1.5', '--sans': 'Noto', '--serif': 'Literata' })
  assert.equal(theme.font('700 12px'), '700 18px Noto')
  assert.equal(theme.font('italic 400 14.5px', 'serif'), 'italic 400 21.75px Literata')
  assert.equal(theme.unit, 1.25)
  assert.equal(page({ '--sans': 'Noto' }).theme.font('400 12px'), '400 12px Noto')
})

test('colours and lines are read again when light and dark change places', () => {
  const properties = { '--sea': '#cfdbdd', '--dash-planned': '1.5 5' }
  const { theme, change } = page(properties)
  let changes = 0
  theme.addEventListener('change', () => changes++)
  assert.deepEqual([theme.get('sea'), theme.line('planned').dash], ['#cfdbdd', [1.5, 5]])
  properties['--sea'] = '#1c2a31'
  properties['--dash-planned'] = '2 6'
  assert.equal(theme.get('sea'), '#cfdbdd')
  change()
  assert.deepEqual([theme.get('sea'), theme.line('planned').dash, changes], ['#1c2a31', [2, 6], 1])
})

test('everything is drawn again when the browser has lost a canvas', () => {
  const { theme, lose } = page({})
  let drawn = 0
  theme.addEventListener('change', () => drawn++)
  lose()
  assert.equal(drawn, 1)
})
