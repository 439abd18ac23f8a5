import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'

const { messageOf } = await import('../../app/static/js/desk/messages.js')
const { fieldName, placed, severityName } = await import('../../app/static/js/desk/where.js')

const LINES = /^(\w+) = "(.*)"$/gm
const wordsOf = (/** @type {string} */ language) => messageOf(Object.fromEntries(
  readFileSync(new URL(`../../app/words/${language}.toml`, import.meta.url), 'utf8').matchAll(LINES)
    .map(([, key, words]) => [key, words])))
const say = wordsOf('en')

/** @type {[string[], string][]} */
const NAMES = [
  [['exhibit-title-de', 'exhibit-title'], 'Title'],
  [['exhibit-period'], 'Period'],
  [['clocks-1-zone', 'list-clocks'], 'Zone'],
  [['layers-0-as', 'list-layers'], 'Layers'],
  [['threads-0-says'], 'How the two are related'],
  [['chapter-focus'], 'What the chapter points at'],
  [['chapter-words'], 'Words, in Markdown'],
  [['use-view'], 'Use this view and moment'],
  [['source-issued'], 'Date of publication: 1960 or 1960-05-07'],
  [['source-container-title'], 'In: journal, newspaper or book'],
  [['fix-12-time'], 'Time (UTC)'],
  [['fix-2-citations-0', 'fix-2-citations'], 'Sources and pages, such as: trial, p. 12; memoir'],
  [['fix-2-place-de', 'fix-2-place'], 'Name'],
  [['fix-2-altitude_m'], 'Altitude, m'],
  [['account-0-2-altitude-2', 'account-0-2-altitude', 'claims'], 'Conflicting accounts'],
  [['place-lat'], 'Latitude'],
  [['feature-uncertainty'], '± km'],
  [['area-corner-5', 'corners'], 'Corners'],
  [['feature-unheard'], ''],
  [['convert-table'], 'Edit it here: write it as GeoJSON'],
  [[], '']
]

for (const [controls, label] of NAMES) {
  test(`the field of ${controls.join(', ') || 'nothing'} is called “${label}”`, () => {
    const place = { form: 'features', subject: 'leg', language: '', fix: 0, controls }
    const named = fieldName(place, say, (key) => say(key, { zone: 'UTC', unit: 'm' }))
    assert.equal(named, ['Flights and places – leg', label].filter(Boolean).join(' – '))
  })
}

test('a problem is placed and graded in the language of the page', () => {
  const where = { file: 'main.geojson', line: 12, column: null, rows: '', feature: 'leg (features[0])', field: 'id' }
  const german = wordsOf('de')
  assert.equal(placed(where, german), 'main.geojson, Zeile 12, leg (features[0]), id')
  assert.equal(placed({ ...where, line: null, rows: '2–4', feature: '' }, german), 'main.geojson, Zeilen 2–4, id')
  assert.equal(placed({ ...where, line: null }, german), 'main.geojson, leg (features[0]), id')
  assert.equal(severityName('error', german), 'Fehler')
})
