import assert from 'node:assert/strict'
import { describe, test } from 'node:test'

globalThis.L = { Renderer: { extend: () => class {} } }
const { Topology, unpack, numberOf } = await import('../../app/static/js/world/topology.js')
const { History, lineBetween, tintOf, isDoubtful } = await import('../../app/static/js/world/day.js')
const { Window } = await import('../../app/static/js/world/window.js')
const { citiesOn, labelsOf, namesInSight } = await import('../../app/static/js/world/names.js')
const { worldX, worldY } = await import('../../app/static/js/sheet.js')

/** Two squares side by side, a frame on the west: `0` is their border, `1` and `2` the rest of their outlines. */
const SQUARES = {
  quantum: 1,
  frame: [0, -90, 180, 90],
  // (10,0)(10,10) · (10,10)(0,10) · (0,10)(0,0) · (0,0)(10,0) · (10,10)(20,10)(20,0)(10,0)
  fine: ['S??S', 'SSR?', '?SQRR', '', 'SSS??R'],
  coarse: ['S??S', 'SSR?', '?S?R', '??S?', 'SSS??RR?'],
  polygons: [[[[0, 1, 2, 3]]], [[[~0, ~4]]]]
}

const HISTORY = {
  holdings: [
    [['', 0]],
    [['', 1], ['1955-05-05', 2]],
    [['', 3]],
    [['', 4, 1]]
  ],
  memberships: [[['Warsaw Pact', '1955-06-04', '1991-07-01']], [['NATO', '1955-05-06', '']], [], []],
  territories: [
    { name: { en: 'East' }, status: 'S' },
    { name: { en: 'Zone' }, status: 'O', sovereign: { en: 'Allies' } },
    { name: { en: 'West' }, status: 'S' },
    { name: { en: 'Colony' }, status: 'D', sovereign: { en: 'West' } },
    { name: { en: 'East' }, status: 'X' }
  ],
  lakes: [['', '??'], ['1957-01-01', '??']],
  cities: [[13, 51, 1, [['', { en: 'Chemnitz' }], ['1953-05-10', { en: 'Karl-Marx-Stadt' }]]]]
}

describe('unpack', () => {
  test('reads the format\'s own example', () => {
    // Google's example: latitude first there, so the pairs come as they stand
    assert.deepEqual(unpack('_p~iF~ps|U_ulLnnqC_mqNvxq`@'), [3850000, -12020000, 4070000, -12095000, 4325200, -12645300])
  })
})

describe('Topology', () => {
  const topology = new Topology(SQUARES)

  test('knows the atoms on both sides of an arc', () => {
    assert.deepEqual(topology.sides, [[0, 1], [0], [0], [0], [1]])
  })

  test('takes the fine level where there is one, else the coarse', () => {
    assert.equal(topology.arc(4, true).length, 6)
    assert.equal(topology.arc(4, false).length, 8)
    assert.equal(topology.arc(3, true).length, 4)
  })

  test('has a polygon in a window when its outline is, or when the window lies within it', () => {
    const looking = (west, south, east, north) => new Window({ scale: 1, x: 0, y: 0, min: { x: worldX(west), y: worldY(north) }, max: { x: worldX(east), y: worldY(south) } })
    const seen = (...box) => topology.polygons.filter((polygon) => topology.isIn(looking(...box), polygon)).map(({ atom }) => atom)
    assert.deepEqual(seen(4, 4, 6, 6), [0])
    assert.deepEqual(seen(14, 4, 16, 6), [1])
    assert.deepEqual(seen(9, 4, 11, 6), [0, 1])
    assert.deepEqual(seen(30, 4, 40, 6), [])
  })

  test('knows the atom at a place, also in another copy of the world', () => {
    const all = new Window({ scale: 1, x: 0, y: 0, min: { x: worldX(-400), y: 0 }, max: { x: worldX(400), y: 256 } })
    const at = (lon, lat) => topology.atomIn(all)(worldX(lon), worldY(lat))
    assert.deepEqual([at(5, 5), at(15, 5), at(25, 5), at(5 + 360, 5), at(15 - 360, 5)], [0, 1, null, 0, 1])
  })

  test('tells the arcs along its frame, which are no coast', () => {
    assert.deepEqual(topology.isFrame, [false, false, true, false, false])
  })

  test('reads references both ways', () => {
    assert.deepEqual([3, ~3].map(numberOf), [3, 3])
  })
})

describe('History', () => {
  const history = new History(HISTORY)

  test('counts a new epoch only when something changes', () => {
    const epochs = ['1950-01-01', '1953-05-09', '1953-05-10', '1955-05-04', '1955-05-05', '1955-05-06', '1955-06-03', '1955-06-04', '1956-12-31', '1957-01-01', '1991-07-01'].map((day) => history.epoch(day))
    assert.deepEqual(epochs, [0, 0, 1, 1, 2, 3, 3, 4, 4, 5, 6])
  })

  test('gives each atom its territory and alliances of the day', () => {
    assert.deepEqual(history.on('1955-05-04')[1], { territory: 1, isSchematic: false, alliances: [] })
    assert.deepEqual(history.on('1955-05-06')[1], { territory: 2, isSchematic: false, alliances: ['NATO'] })
    assert.deepEqual(history.on('1991-07-01')[0].alliances, [])
  })

  test('marks what follows no survey', () => {
    assert.equal(history.on('1960-01-01')[3].isSchematic, true)
  })
})

describe('the map of a day', () => {
  const history = new History(HISTORY)
  const { territories } = HISTORY
  const [east, west, colony, occupied] = history.on('1960-05-01')

  test('tints alliances, dependencies and the rest', () => {
    assert.deepEqual([east, west, colony, occupied].map((atom) => tintOf(atom, territories)), ['pact', 'nato', 'dependency', 'land'])
    assert.deepEqual([west, occupied].map((atom) => isDoubtful(atom, territories)), [false, true])
  })

  test('draws a coast, a border, a curtain, or nothing within one name', () => {
    assert.equal(lineBetween(east, undefined, territories), 'coast')
    assert.equal(lineBetween(east, west, territories), 'curtain')
    assert.equal(lineBetween(west, colony, territories), 'border')
    assert.equal(lineBetween(colony, occupied, territories), 'doubtful')
    assert.equal(lineBetween(east, occupied, territories), null)
  })

  test('calls a city by its name of the day', () => {
    assert.deepEqual(['1953-05-09', '1953-05-10'].map((day) => citiesOn(HISTORY.cities, day)[0].name.en), ['Chemnitz', 'Karl-Marx-Stadt'])
  })

  test('names each territory where it has most room, larger the closer one looks', () => {
    const world = { ...HISTORY, seas: [], anchors: [[[30, 50, 4]], [[10, 50, 2]], [[0, 0, 1]], [[40, 40, 9]]] }
    const labels = labelsOf(world, history.on('1960-05-01'), '1960-05-01', (words) => words.en, { fonts: {} })
    const named = labels.filter(({ text }) => text === 'East')
    assert.deepEqual([named[0].lon, named[0].lat], [40, 40])
    assert.ok(named.every(({ minZoom, maxZoom }, index) => minZoom < maxZoom && (index === 0 || minZoom > named[index - 1].maxZoom)))
    assert.deepEqual(labels.find(({ text, below }) => text === 'Colony' && below.length).below.map(({ text }) => text), ['(West)'])
  })

  test('names a large territory elsewhere in its room, or in another that is as large', () => {
    const wide = { name: { en: 'Wide' }, status: 'S', anchors: [[60, 0, 9], [0, 0, 8], [-60, 0, 2]] }
    const world = { holdings: [[['', 0]]], memberships: [[]], territories: [wide], lakes: [], cities: [], seas: [], anchors: [[[60, 0, 9]]] }
    const [label] = labelsOf(world, new History(world).on('1960-05-01'), '1960-05-01', (words) => words.en, { fonts: {} })
    const circle = (lon, degrees) => ({ x: worldX(lon), y: worldY(0), radius: degrees * 256 / 360 })
    assert.deepEqual(label.rooms, [circle(60, 9), circle(0, 8)])
  })

  test('names the land in sight, well within it, unless its own name is in sight', () => {
    const atomAt = (x) => x < worldX(12) ? 0 : x < worldX(12.5) ? 1 : null
    const [north, south] = [worldY(52), worldY(50)]
    const seen = (scale) => {
      const [min, max] = [{ x: worldX(10) * scale, y: north * scale }, { x: worldX(14) * scale, y: south * scale }]
      return namesInSight(HISTORY, history.on('1960-05-01'), atomAt, new Window({ scale, x: 0, y: 0, min, max }), (words) => words.en, { fonts: {} })
    }
    const labels = seen(2 ** 7)
    assert.deepEqual(labels.map(({ text, unless }) => [text, unless]), [['East', 'East']])
    assert.ok([labels[0], ...labels[0].rooms].every(({ x, y }) => x > worldX(10) && x < worldX(11.6) && y > north && y < south))
    assert.deepEqual([seen(2 ** 3), seen(2 ** 11)], [[], []])
  })

  test('writes a long name in two lines where one is too long, and on one where there is room', () => {
    const republic = { name: { en: 'Federal Republic of the Plain' }, status: 'S' }
    const world = { holdings: [[['', 0]]], memberships: [[]], territories: [republic], lakes: [], cities: [], seas: [], anchors: [[[0, 0, 3]]] }
    const labels = labelsOf(world, new History(world).on('1960-05-01'), '1960-05-01', (words) => words.en, { fonts: {} })
    const written = labels.map(({ text, below }) => [text, ...below.map((line) => line.text)])
    assert.deepEqual(written[0], ['Federal Republic', 'of the Plain'])
    assert.deepEqual(written[1], ['Federal Republic of the Plain'])
    assert.ok(labels.every(({ minZoom, maxZoom }) => minZoom < maxZoom))
  })
})

describe('Window', () => {
  const looking = (west, east) => new Window({ scale: 1, x: 0, y: 0, min: { x: worldX(west), y: 0 }, max: { x: worldX(east), y: 256 } })

  test('shows the world again beyond the antimeridian, on either side', () => {
    const alaska = [worldX(-170), 60, worldX(-140), 90]
    assert.deepEqual(looking(160, 210).copies(alaska).map((shift) => shift + 0), [256])
    assert.deepEqual(looking(-200, -150).copies(alaska).map((shift) => shift + 0), [0])
    assert.deepEqual(looking(-540, -500).copies(alaska).map((shift) => shift + 0), [-256])
  })

  test('shows nothing that is out of sight', () => {
    assert.deepEqual(looking(0, 40).copies([worldX(50), 60, worldX(60), 90]), [])
  })
})
