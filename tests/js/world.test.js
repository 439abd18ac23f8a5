import assert from 'node:assert/strict'
import { describe, test } from 'node:test'

import { Topology, numberOf, unpackPolyline } from '../../app/static/js/world/topology.js'
import { BorderHistory, lineBetween, ownLandLineBetween, ownLineBetween, tintOf, isDoubtful, isUnknown } from '../../app/static/js/world/borders.js'
import { bent, gridOf, opacityAt, passing, tonesOf } from '../../app/static/js/world/relief.js'
import { Viewport } from '../../app/static/js/world/viewport.js'
import { citiesOn, labelsOf, namesInSight } from '../../app/static/js/world/names.js'
import { worldX, worldY } from '../../app/static/js/map/mercator.js'
import { stereographic } from '../../app/static/js/map/stereographic.js'

/** Two squares side by side, a frame on the west: `0` is their border, `1` and `2` the rest of their outlines. */
const SQUARES = {
  quantum: 1,
  frame: [0, -90, 180, 90],
  // (10,0)(10,10) · (10,10)(0,10) · (0,10)(0,0) · (0,0)(10,0) · (10,10)(20,10)(20,0)(10,0)
  fine: ['S??S', 'SSR?', '?SQRR', '', 'SSS??R'],
  coarse: ['S??S', 'SSR?', '?S?R', '??S?', 'SSS??RR?'],
  polygons: [[[[0, 1, 2, 3]]], [[[~0, ~4]]]]
}

const WRITING = { translate: (text) => text.en, theme: { get: () => '' }, slant: '' }

const HISTORY = {
  known: ['1945-01-01', '1992-01-01'],
  holdings: [
    [['', 0]],
    [['', 1], ['1955-05-05', 2]],
    [['', 3]],
    [['', 4, 1]]
  ],
  blocs: {
    NATO: ['nato', { en: 'NATO' }],
    'NATO guarantee': ['nato', { en: 'NATO' }],
    'Warsaw Pact': ['pact', { en: 'Warsaw Pact' }]
  },
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

describe('relief', () => {
  test('is on a round map where it is on a square one, and flat beyond its edge', () => {
    const size = 256
    const at = new Uint8ClampedArray(size * size).map((_, index) => index % size < size / 2 ? 40 : 200)
    const projection = stereographic(0, 90)
    const { width, at: greys } = bent({ width: size, height: size, at }, projection, projection.limit)
    /** The grey at a share of the picture's width and height. */
    const grey = (x, y) => greys[Math.floor(y * width) * width + Math.floor(x * width)]
    assert.deepEqual([grey(0.3, 0.5), grey(0.7, 0.5)], [40, 200], 'the west is to the left of the meridian in the middle')
    assert.equal(grey(0.01, 0.01), 128)
  })

  test('the squares in sight repeat with the world', () => {
    const viewport = { west: -70, east: 10, north: -5, south: 60 }
    assert.deepEqual(gridOf(viewport, 64), [
      { column: 2, row: 0, shift: -256 },
      { column: 3, row: 0, shift: -256 },
      { column: 0, row: 0, shift: 0 }
    ])
  })

  test('a tile passes into the picture of the world where no tile is beside it', () => {
    const [near, far] = [200, 40].map((grey) => ({ width: 8, height: 8, at: new Uint8Array(64).fill(grey) }))
    const { at } = passing(near, far, ['east', 'north'])
    const row = (y) => [...at.slice(8 * y, 8 * y + 8)]
    assert.deepEqual(row(4), [200, 200, 200, 200, 200, 200, 120, 40])
    assert.deepEqual([row(0), row(1)].map(([first]) => first), [40, 120])
  })

  test('it is whole on small maps and gone on close ones', () => {
    assert.deepEqual([0, 5.75, 6.5, 7.25, 12].map(opacityAt), [1, 1, 0.5, 0, 0])
  })

  test('flat land keeps its colour, shadows and lights have theirs', () => {
    const shadow = [10, 20, 30, 0.5]
    const light = [255, 250, 240, 0.2]
    const tones = tonesOf({ numbers: (name) => name === 'relief-shadow' ? shadow : light })
    const at = (grey) => [...tones.slice(grey * 4, grey * 4 + 4)]
    assert.deepEqual([127, 128, 129].map((grey) => at(grey)[3]), [0, 0, 0])
    assert.deepEqual(at(0), [10, 20, 30, 128])
    assert.deepEqual(at(255).slice(0, 3), [255, 250, 240])
    assert.ok(at(255)[3] > at(200)[3] && at(255)[3] <= 51)
  })
})

describe('unpackPolyline', () => {
  test('reads the format\'s own example', () => {
    // Google's example: latitude first there, so the pairs come as they stand
    assert.deepEqual(unpackPolyline('_p~iF~ps|U_ulLnnqC_mqNvxq`@'), [3850000, -12020000, 4070000, -12095000, 4325200, -12645300])
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
    const viewportOf = (west, south, east, north) => new Viewport({
      scale: 1,
      x: 0,
      y: 0,
      min: { x: worldX(west), y: worldY(north) },
      max: { x: worldX(east), y: worldY(south) }
    })
    const seen = (...box) =>
      topology.polygons.filter((polygon) => topology.isIn(viewportOf(...box), polygon)).map(({ atom }) => atom)
    assert.deepEqual(seen(4, 4, 6, 6), [0])
    assert.deepEqual(seen(14, 4, 16, 6), [1])
    assert.deepEqual(seen(9, 4, 11, 6), [0, 1])
    assert.deepEqual(seen(30, 4, 40, 6), [])
  })

  test('knows the atom at a place, also in another copy of the world', () => {
    const all = new Viewport({ scale: 1, x: 0, y: 0, min: { x: worldX(-400), y: 0 }, max: { x: worldX(400), y: 256 } })
    const at = (lon, lat) => topology.atomIn(all)(worldX(lon), worldY(lat))
    assert.deepEqual([at(5, 5), at(15, 5), at(25, 5), at(5 + 360, 5), at(15 - 360, 5)], [0, 1, null, 0, 1])
  })

  test('knows the arcs along its frame, which are no coast', () => {
    assert.deepEqual(topology.isFrame, [false, false, true, false, false])
  })

  test('reads references both ways', () => {
    assert.deepEqual([3, ~3].map(numberOf), [3, 3])
  })
})

describe('BorderHistory', () => {
  const history = new BorderHistory(HISTORY)

  test('counts a new epoch only when something changes', () => {
    const epochs = ['1950-01-01', '1953-05-09', '1953-05-10', '1955-05-04', '1955-05-05', '1955-05-06', '1955-06-03', '1955-06-04', '1956-12-31', '1957-01-01', '1991-07-01'].map((day) => history.epoch(day))
    assert.deepEqual(epochs, [1, 1, 2, 2, 3, 4, 4, 5, 5, 6, 7])
  })

  test('gives each atom its territory and alliances of the day', () => {
    assert.deepEqual(history.on('1955-05-04')[1], { territory: 1, isSchematic: false, alliances: [], bloc: null })
    assert.deepEqual(history.on('1955-05-06')[1], { territory: 2, isSchematic: false, alliances: ['NATO'], bloc: 'nato' })
    assert.deepEqual(history.on('1991-07-01')[0].alliances, [])
  })

  test('knows no territory, alliance or city outside the days that it covers', () => {
    for (const day of ['-000044-03-15', '1783-11-21', '1944-12-31', '1992-01-01', '2009-08-17']) {
      const unknown = { territory: null, alliances: [], isSchematic: false, bloc: null }
      for (const atom of history.on(day)) assert.deepEqual(atom, unknown, day)
      assert.deepEqual(history.citiesOn(day), [])
    }
    assert.equal(history.on('1991-12-31')[0].territory, 0)
    assert.equal(history.citiesOn('1945-01-01').length, 1)
    assert.deepEqual(['1944-12-31', '1945-01-01', '1991-12-31', '1992-01-01'].map((day) => history.epoch(day)), [0, 1, 7, 8])
  })

  test('knows whether it covers any day of a year', () => {
    const until = new BorderHistory({ ...HISTORY, known: ['1945-06-05', '1991-07-02'] })
    assert.deepEqual(['1944-12-31', '1945-01-01', '1991-12-31', '1992-01-01'].map((day) => until.isKnownYear(day)), [false, true, true, false])
    assert.deepEqual(['1991-12-31', '1992-01-01'].map((day) => history.isKnownYear(day)), [true, false], 'the second is the day after the last')
  })

  test('knows after its last day which day that was', () => {
    const days = ['-000044-03-15', '1783-11-21', '1991-12-31', '1992-01-01', '2026-11-30'].map((day) => history.lastBefore(day))
    assert.deepEqual(days, [null, null, null, ...Array(2).fill(Date.UTC(1991, 11, 31) / 86400000)])
  })

  test('names each alliance of a bloc once', () => {
    const blocs = ['nato', 'pact', 'treaty']
    const named = (...alliances) => blocs.map((bloc) => history.namesOf(bloc, alliances).map(({ en }) => en))
    assert.deepEqual(named('NATO', 'NATO guarantee', 'NATO'), [['NATO'], [], []])
    assert.deepEqual(named('Warsaw Pact', 'NATO'), [['NATO'], ['Warsaw Pact'], []])
    assert.deepEqual(named(), [[], [], []])
  })

  test('marks what follows no survey', () => {
    assert.equal(history.on('1960-01-01')[3].isSchematic, true)
  })
})

describe('the map of a day', () => {
  const history = new BorderHistory(HISTORY)
  const { territories } = HISTORY
  const [east, west, colony, occupied] = history.on('1960-05-01')

  test('has coasts and no name, border or tint of its own where none are known', () => {
    const [one, other] = history.on('1783-11-21')
    assert.deepEqual([lineBetween(one, undefined, territories), lineBetween(one, other, territories)], ['coast', null])
    assert.deepEqual([tintOf(one, territories), isDoubtful(one, territories)], ['land', false])
    const world = { ...HISTORY, cities: [], seas: [[0, 50, 2, { en: 'Sea' }]], anchors: [[[30, 50, 4]], [[10, 50, 2]], [[0, 0, 1]], [[40, 40, 9]]] }
    const labels = labelsOf(world, history.on('1783-11-21'), '1783-11-21', WRITING)
    assert.deepEqual(labels.map(({ text }) => text), ['Sea'])
    const viewport = new Viewport({ scale: 128, x: 0, y: 0, min: { x: 0, y: 0 }, max: { x: 900, y: 600 } })
    assert.deepEqual(namesInSight(world, history.on('1783-11-21'), () => 0, viewport, WRITING), [])
  })

  test('names a sea once in a view, also where it has several places for its name', () => {
    const seas = [[-150, 30, 1, { en: 'North Pacific Ocean' }], [165, 32, 1, { en: 'North Pacific Ocean' }]]
    const labels = labelsOf({ ...HISTORY, cities: [], seas, anchors: [[], [], [], []] }, [], '1960-05-01', WRITING)
    assert.deepEqual(labels.map(({ name }) => name), ['North Pacific Ocean', 'North Pacific Ocean'])
  })

  test('tints alliances, dependencies and the rest', () => {
    assert.deepEqual([east, west, colony, occupied].map((atom) => tintOf(atom, territories)), ['pact', 'nato', 'dependency', 'land'])
    assert.deepEqual([west, occupied].map((atom) => isDoubtful(atom, territories)), [false, true])
  })

  test('draws a coast, a border, a curtain, or nothing within one name', () => {
    assert.equal(lineBetween(east, undefined, territories), 'coast')
    assert.equal(lineBetween(east, west, territories), 'curtain')
    assert.equal(lineBetween(west, colony, territories), 'border')
    assert.equal(lineBetween({ ...east, bloc: 'csto' }, west, territories), 'border')
    assert.equal(lineBetween(colony, occupied, territories), 'doubtful')
    assert.equal(lineBetween(east, occupied, territories), null)
  })

  test('draws no border about land whose own are unknown', () => {
    const both = [...territories, { name: { en: 'Borders not known' }, status: 'U' }]
    const unknown = { territory: both.length - 1, isSchematic: false, alliances: [], bloc: null }
    assert.equal(lineBetween(unknown, west, both), null)
    assert.equal(lineBetween(east, unknown, both), null)
    assert.equal(lineBetween(unknown, undefined, both), 'coast')
    assert.deepEqual([unknown, west].map((atom) => isUnknown(atom, both)), [true, false])
    assert.deepEqual([tintOf(unknown, both), isDoubtful(unknown, both)], ['land', false])
  })

  test('calls a city by its name of the day', () => {
    assert.deepEqual(['1953-05-09', '1953-05-10'].map((day) => citiesOn(HISTORY.cities, day)[0].name.en), ['Chemnitz', 'Karl-Marx-Stadt'])
  })

  test('has no city before it was founded', () => {
    const cities = [[150.8, 59.56, 2, [['1939-07-14', { en: 'Magadan' }]]]]
    assert.deepEqual(['1939-07-13', '1939-07-14'].map((day) => citiesOn(cities, day).length), [0, 1])
  })

  test('names each territory where it has most room, larger the closer one looks', () => {
    const world = { ...HISTORY, seas: [], anchors: [[[30, 50, 4]], [[10, 50, 2]], [[0, 0, 1]], [[40, 40, 9]]] }
    const labels = labelsOf(world, history.on('1960-05-01'), '1960-05-01', WRITING)
    const named = labels.filter(({ text }) => text === 'East')
    assert.deepEqual([named[0].lon, named[0].lat], [40, 40])
    assert.ok(named.every(({ minZoom, maxZoom }) => minZoom < maxZoom))
    assert.ok(named.slice(1).every(({ minZoom }, index) => minZoom > named[index].maxZoom))
    assert.deepEqual(labels.find(({ text, moreLines }) => text === 'Colony' && moreLines.length).moreLines.map(({ text }) => text), ['(West)'])
  })

  test('names a territory at a place that is given only as long as it has that land', () => {
    const named = [{ name: { en: 'East' }, status: 'S', anchors: [[30, 50, 4, 0]] }]
    const anchors = [[[10, 50, 2]], [[40, 40, 1]]]
    const placed = (...atoms) => {
      const held = atoms.map((territory) => ({ territory, alliances: [], isSchematic: false, bloc: null }))
      const [{ lon, lat }] = labelsOf({ territories: named, anchors, seas: [], cities: [] }, held, '1960-05-01', WRITING)
      return [lon, lat]
    }
    assert.deepEqual([placed(0, 0), placed(null, 0)], [[30, 50], [40, 40]])
  })

  test('names a large territory elsewhere in its room, or in another that is as large', () => {
    const wide = { name: { en: 'Wide' }, status: 'S', anchors: [[60, 0, 9], [0, 0, 8], [-60, 0, 2]] }
    const world = { known: HISTORY.known, blocs: {}, holdings: [[['', 0]]], memberships: [[]], territories: [wide], lakes: [], cities: [], seas: [], anchors: [[[60, 0, 9]]] }
    const [label] = labelsOf(world, new BorderHistory(world).on('1960-05-01'), '1960-05-01', WRITING)
    const circle = (lon, degrees) => ({ lon, lat: 0, radius: degrees * 256 / 360 })
    assert.deepEqual(label.regions, [circle(60, 9), circle(0, 8)])
  })

  test('names the land in sight, well within it, unless its own name is in sight', () => {
    const atomAt = (x) => x < worldX(12) ? 0 : x < worldX(12.5) ? 1 : null
    const [north, south] = [worldY(52), worldY(50)]
    const seen = (scale) => {
      const [min, max] = [{ x: worldX(10) * scale, y: north * scale }, { x: worldX(14) * scale, y: south * scale }]
      return namesInSight(HISTORY, history.on('1960-05-01'), atomAt, new Viewport({ scale, x: 0, y: 0, min, max }), WRITING)
    }
    const labels = seen(2 ** 7)
    assert.deepEqual(labels.map(({ text, hiddenBy }) => [text, hiddenBy]), [['East', 'East']])
    const points = [labels[0], ...labels[0].regions]
    assert.ok(points.every(({ x, y }) => x > worldX(10) && x < worldX(11.6) && y > north && y < south))
    assert.deepEqual([seen(2 ** 3), seen(2 ** 11)], [[], []])
  })

  test('writes a long name in two lines where one is too long, and on one where there is room', () => {
    const republic = { name: { en: 'Federal Republic of the Plain' }, status: 'S' }
    const world = { known: HISTORY.known, blocs: {}, holdings: [[['', 0]]], memberships: [[]], territories: [republic], lakes: [], cities: [], seas: [], anchors: [[[0, 0, 3]]] }
    const labels = labelsOf(world, new BorderHistory(world).on('1960-05-01'), '1960-05-01', WRITING)
    const written = labels.map(({ text, moreLines }) => [text, ...moreLines.map((line) => line.text)])
    assert.deepEqual(written[0], ['Federal Republic', 'of the Plain'])
    assert.deepEqual(written[1], ['Federal Republic of the Plain'])
    assert.ok(labels.every(({ minZoom, maxZoom }) => minZoom < maxZoom))
  })
})

describe('own borders', () => {
  const own = {
    holdings: [[['', 0]], [['', 1]], [['', null], ['1783-09-03', 2]], [['', 0, 1]]],
    territories: [
      { name: { en: 'France' }, status: 'S', tint: 'nato' },
      { name: { en: 'Savoy' }, status: 'O', tint: 'pact' },
      { name: { en: 'Nowhere' }, status: 'U', tint: 'treaty' }
    ],
    anchors: [[[2, 47, 4]], [[7, 45, 1]], [], []]
  }
  const later = { holdings: [[['', null], ['1960-01-01', 0], ['1961-01-01', null]]], territories: own.territories, anchors: [[[2, 47, 4]]] }
  const history = new BorderHistory({ ...HISTORY, own: [later] })
  const early = new BorderHistory({ ...HISTORY, anchors: [[[1, 2, 3]]], own: [own] })

  test('replace those of the world on their days', () => {
    assert.deepEqual(['1959-12-31', '1960-01-01', '1961-01-01'].map((day) => history.ownOn(day)), [-1, 0, -1])
    assert.equal(history.on('1960-05-01')[0].territory, null)
    assert.equal(history.on('1961-05-01')[0].territory, 0)
    assert.notEqual(history.epoch('1959-12-31'), history.epoch('1960-01-01'))
    assert.equal(early.shownOn('1783-01-01').anchors, own.anchors)
    assert.deepEqual(new BorderHistory({ ...HISTORY, anchors: [[[1, 2, 3]]] }).shownOn('1960-05-01').anchors, [[[1, 2, 3]]])
  })

  test('have cities where those of the day are known', () => {
    assert.equal(history.citiesOn('1960-05-01').length, 1)
    assert.equal(early.citiesOn('1783-05-01').length, 0)
  })

  test('have a border towards land that is no one\'s, and none about land whose borders are unknown', () => {
    const { territories } = own
    const [france, savoy, nobody, more] = early.shownOn('1783-01-01').atoms
    const unknown = early.shownOn('1783-12-01').atoms[2]
    assert.equal(ownLineBetween(france, undefined, territories), 'border')
    assert.equal(ownLineBetween(france, nobody, territories), 'border')
    assert.equal(ownLineBetween(france, savoy, territories), 'doubtful')
    assert.equal(ownLineBetween(france, more, territories), null)
    assert.equal(ownLineBetween(nobody, undefined, territories), null)
    assert.equal(ownLineBetween(france, unknown, territories), null)
    assert.equal(more.isSchematic, true)
  })

  test('have coasts and no cities where they are all the land', () => {
    const { territories } = own
    const [france, savoy, nobody, more] = early.shownOn('1783-01-01').atoms
    assert.equal(ownLandLineBetween(france, undefined, territories), 'coast')
    assert.equal(ownLandLineBetween(nobody, france, territories), 'coast')
    assert.equal(ownLandLineBetween(nobody, undefined, territories), null)
    assert.equal(ownLandLineBetween(france, savoy, territories), 'doubtful')
    assert.equal(ownLandLineBetween(france, more, territories), null)
    const invented = new BorderHistory({ ...HISTORY, own: [{ ...later, isLand: true }] })
    assert.deepEqual(['1959-12-31', '1960-05-01'].map((day) => invented.hasOwnLand(day)), [false, true])
    assert.deepEqual(['1959-12-31', '1960-05-01'].map((day) => invented.citiesOn(day).length), [1, 0])
  })

  test('tint each state, and nothing that is no one\'s', () => {
    const { atoms, territories } = early.shownOn('1783-01-01')
    assert.deepEqual(atoms.slice(0, 3).map((atom) => tintOf(atom, territories)), ['state nato', 'state pact', 'land'])
  })

  test('name no territory that has no land', () => {
    const shown = early.shownOn('1783-12-01')
    const labels = labelsOf({ ...shown, seas: [], cities: [] }, shown.atoms, '1783-12-01', WRITING)
    assert.deepEqual([...new Set(labels.map(({ text }) => text))].sort(), ['France', 'Savoy'])
  })
})

describe('Viewport', () => {
  const looking = (west, east) =>
    new Viewport({ scale: 1, x: 0, y: 0, min: { x: worldX(west), y: 0 }, max: { x: worldX(east), y: 256 } })

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
