import assert from 'node:assert/strict'
import { test } from 'node:test'

const { placeOfFault } = await import('../../app/static/js/desk/fault_place.js')

const RING = [[0, 0], [1, 0], [0, 1]]
const STATE = /** @type {import('../../app/static/js/payloads.d.ts').DeskPayload} */ (/** @type {unknown} */ ({
  languages: ['en', 'de'],
  chapters: [{ id: 'start' }, { id: 'end' }],
  sources: [{ id: 'trial' }],
  layers: [
    { id: 'table', file: 'table.csv', features: [] },
    {
      id: 'main',
      file: 'main.geojson',
      features: [
        { id: 'leg', fixes: Array(5), position: null, rings: [], parts: [] },
        { id: 'parts', fixes: Array(5), position: null, rings: [], parts: [2, 3] },
        { id: 'place', fixes: [], position: [60, 56], rings: [], parts: [] },
        { id: 'area', fixes: [], position: null, rings: [RING, RING], parts: [] },
        { id: 'areas', fixes: [], position: null, rings: [RING, RING, RING], parts: [1, 2] }
      ]
    }
  ]
}))

/**
 * @param {string} file
 * @param {string} feature
 * @param {string} field
 */
const found = (file, feature, field, translation = '') => {
  const place = placeOfFault({ file, feature, field, translation }, STATE)
  if (!place) return null
  const { form, subject, language, fix, controls } = place
  return [form, subject, language, fix, controls.filter((id) => !id.endsWith('undefined'))]
}

/** @type {[string[], unknown][]} */
const PLACES = [
  [['exhibit.toml', '', 'period'], ['exhibit', '', '', 0, ['exhibit-period']]],
  [['exhibit.toml', '', 'title.de'], ['exhibit', '', '', 0, ['exhibit-title-de', 'exhibit-title']]],
  [['exhibit.toml', 'Asia/Karachi (clocks[1])', 'zone'], ['exhibit', '', '', 0, ['clocks-1-zone', 'list-clocks']]],
  [['exhibit.toml', 'end (chapters[1])', 'focus'], ['chapters', 'end', '', 0, ['chapter-focus']]],
  [['exhibit.toml', 'end (chapters[1])', 'inset.zoom'], ['chapters', 'end', '', 0, ['use-inset']]],
  [['exhibit.toml', 'end (chapters[1])', 'id'], ['chapters', 'end', '', 0, []]],
  [['story.de.md', 'end', ''], ['chapters', 'end', 'de', 0, ['chapter-words']]],
  [['story.de.md', 'nothing', ''], ['chapters', '', '', 0, []]],
  [['words.de.po', '', ''], ['translation', '', 'de', 0, []]],
  [['sources.json', 'trial ([0])', 'issued.date-parts'], ['sources', 'trial', '', 0, ['source-issued']]],
  [['main.geojson', 'leg (features[0])', 'properties.coordinateProperties.times[3]'],
    ['features', 'leg', '', 4, ['fix-4-time']]],
  [['main.geojson', 'leg (features[0])', 'properties.coordinateProperties.citations[1][0]'],
    ['features', 'leg', '', 2, ['fix-2-citations-0', 'fix-2-citations']]],
  [['main.geojson', 'leg (features[0])', 'geometry.coordinates[4]'], ['features', 'leg', '', 5, ['fix-5-lat']]],
  [['main.geojson', 'leg (features[0])', 'geometry.coordinates[4][2]'], ['features', 'leg', '', 5, ['fix-5-altitude_m']]],
  [['main.geojson', 'parts (features[1])', 'geometry.coordinates[1][1][2]'],
    ['features', 'parts', '', 4, ['fix-4-altitude_m']]],
  [['main.geojson', 'parts (features[1])', 'geometry.coordinates[1]'], ['features', 'parts', '', 0, []]],
  [['main.geojson', 'parts (features[1])', 'properties.coordinateProperties.times[1][2]'],
    ['features', 'parts', '', 5, ['fix-5-time']]],
  [['main.geojson', 'parts (features[1])', 'properties.coordinateProperties.places[0][1].de'],
    ['features', 'parts', '', 2, ['fix-2-place-de', 'fix-2-place']]],
  [['main.geojson', 'parts (features[1])', 'properties.coordinateProperties.times'], ['features', 'parts', '', 0, []]],
  [['main.geojson', 'leg', 'properties.claims[0].accounts[2].altitude_m'],
    ['features', 'leg', '', 0, ['account-0-2-altitude-2', 'account-0-2-altitude', 'claims']]],
  [['main.geojson', 'leg', 'properties.claims[0].topic'], ['features', 'leg', '', 0, ['claim-0-topic-', 'claim-0-topic', 'claims']]],
  [['main.geojson', 'place (features[2])', 'geometry.coordinates'], ['features', 'place', '', 0, ['place-lat']]],
  [['main.geojson', 'place (features[2])', 'properties.position_uncertainty_km'],
    ['features', 'place', '', 0, ['feature-uncertainty']]],
  [['main.geojson', 'area (features[3])', 'geometry.coordinates[1][2]'],
    ['features', 'area', '', 0, ['area-corner-5', 'corners']]],
  [['main.geojson', 'area (features[3])', 'geometry.coordinates[0][3][1]'],
    ['features', 'area', '', 0, ['area-corner-0', 'corners']]],
  [['main.geojson', 'area (features[3])', 'geometry.coordinates[1]'], ['features', 'area', '', 0, ['corners']]],
  [['main.geojson', 'areas (features[4])', 'geometry.coordinates[1][1][2]'],
    ['features', 'areas', '', 0, ['area-corner-8', 'corners']]],
  [['main.geojson', 'areas (features[4])', 'geometry.coordinates[1]'], ['features', 'areas', '', 0, ['corners']]],
  [['table.csv', '', 'Height'], ['features', '', '', 0, ['convert-table']]],
  [['media/landing.mp4', '', ''], null]
]

for (const [[file, feature, field], place] of PLACES) {
  test(`${file} ${feature} ${field} is shown at its field`, () => {
    assert.deepEqual(found(file, feature, field), place)
  })
}

test('a translation that is missing is shown where one translates', () => {
  assert.deepEqual(found('main.geojson', 'leg', 'properties.name', 'de'), ['translation', '', 'de', 0, []])
})
