import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'

import { coordinates } from './leaflet.js'

/** As much of a browser and of Leaflet as a stage needs. */
const elements = {}
const root = Object.assign(new EventTarget(), { dataset: {} })
let resized = () => {}
globalThis.innerWidth = 800
globalThis.ResizeObserver = class {
  constructor (callback) { resized = callback }

  observe () {}

  disconnect () {}
}
globalThis.L = {
  ...coordinates,
  Renderer: class {},
  latLng: (at) => at
}
globalThis.matchMedia = () => ({ matches: false, addEventListener () {} })
globalThis.document = {
  documentElement: root,
  fonts: { addEventListener () {} },
  querySelector: (selector) => elements[selector] ?? null,
  querySelectorAll: () => []
}
const point = (x, y) => ({ x, y, equals: (other) => String(Array.isArray(other) ? other : [other.x, other.y]) === `${x},${y}` })
let size = point(800, 600)
const moves = []
const shown = []
const map = {
  on: (event, handler) => { if (event === 'movestart') moves.push(handler) },
  whenReady () {},
  createPane: () => ({ style: {} }),
  getContainer: () => ({
    clientWidth: size.x,
    clientHeight: size.y,
    getBoundingClientRect: () => ({ bottom: size.y, height: size.y })
  }),
  getSize: () => size,
  getMinZoom: () => 2,
  getMaxZoom: () => 11,
  getPane: () => null,
  options: {},
  setMaxBounds () {},
  unproject: ({ x, y }, zoom) => [x / 2 ** zoom, y / 2 ** zoom],
  setView: (center, zoom, options) => shown.push({ center, zoom, ...options }),
  invalidateSize () {}
}
const { Language } = await import('../../app/static/js/state/language.js')
const { Shared } = await import('../../app/static/js/state/shared.js')
const { Stage } = await import('../../app/static/js/state/stage.js')
const { mercator, worldX } = await import('../../app/static/js/map/mercator.js')

const SETTING = JSON.parse(readFileSync(new URL('../payloads/stage.json', import.meta.url), 'utf8'))
const language = new Language(globalThis.document, { current: 'en', all: ['en', 'de'], entries: {}, others: null })
const shared = new Shared({ ...SETTING, messages: { hello: { en: 'Hello {name}' } } }, language)
const stage = new Stage(map, SETTING.view, shared)

/** The names of an object's own, but for what it inherits from the platform. */
const namesOf = (object) => {
  const prototype = Object.getPrototypeOf(object)
  const inherited = prototype === Object.prototype ? [] : Object.getOwnPropertyNames(prototype)
  return [...Object.keys(object), ...inherited].filter((name) => name !== 'constructor').sort()
}

const page = readFileSync(new URL('../../docs/explanation/architecture.md', import.meta.url), 'utf8')
const rows = page.split('| on the stage |')[1].split('\n\n')[0].split('\n').slice(2).map((row) =>
  row.split('|').slice(1, 3).map((cell) => [...cell.matchAll(/`(\w+)`/g)].map((match) => match[1])))

test('the documentation names everything on the stage, and nothing else', () => {
  assert.deepEqual(rows.flatMap(([names]) => names).sort(), namesOf(stage))
})

test('the documentation names every member of what is on the stage, and no other', () => {
  for (const [names, members] of rows.filter(([, listed]) => listed.length)) {
    for (const name of names) assert.deepEqual([...members].sort(), namesOf(stage[name]), name)
  }
})

test('a reset puts everything back', () => {
  stage.selection.value = 'leg/2'
  stage.layers.show('all', false)
  stage.clock.now += 60
  stage.reset()
  assert.deepEqual([stage.selection.value, stage.layers.visible, stage.clock.now], [null, ['all'], stage.clock.initial])
})

test('a message has its values filled in', () => {
  assert.equal(stage.message('hello', { name: 'Peshawar' }), 'Hello Peshawar')
})

test('what undoes a mount is called last first, once', () => {
  const undone = []
  for (const name of ['first', 'second']) stage.addCleanup(() => undone.push(name))
  stage.destroy()
  stage.destroy()
  assert.deepEqual(undone, ['second', 'first'])
})

test('a map that gets another size shows the same view again, unless it was moved', () => {
  const grow = () => {
    size = point(size.x + 800, size.y + 600)
    shown.length = 0
    resized()
    return shown.length
  }
  stage.showView({ bounds: [[50, 10], [60, 20]] })
  assert.equal(grow(), 1)
  assert.ok(Math.abs(shown[0].center[0] - worldX(15)) < 1, 'the middle, beside what covers the map')
  assert.ok(shown[0].reset, 'exactly the same')
  shown.length = 0
  resized()
  assert.equal(shown.length, 0, 'once for each size')
  for (const move of moves) move()
  assert.equal(grow(), 0)
})

test('a view brings its projection, which is made once, and without one the map keeps that which it has', () => {
  const projections = [[90, -40], undefined, [90, -40], null].map((projection) => {
    stage.showView({ center: [70, 20], zoom: 3, projection }, { animate: true })
    return stage.projection.value
  })
  assert.deepEqual(projections[0].centre, [90, -40])
  assert.deepEqual(new Set(projections.slice(0, 3)).size, 1)
  assert.equal(projections[3], mercator)
})

test('the padding keeps clear of a row of buttons at the foot of the map, and not of a column at its side', () => {
  size = point(800, 600)
  const paddingWith = (top) => {
    elements['.map-buttons'] = { getBoundingClientRect: () => ({ top }) }
    return stage.mapPadding().bottom
  }
  const column = paddingWith(100)
  assert.equal(paddingWith(400) - paddingWith(440), 40)
  assert.ok(paddingWith(400) > column)
  delete elements['.map-buttons']
  assert.equal(stage.mapPadding().bottom, column)
})
