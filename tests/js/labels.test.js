import assert from 'node:assert/strict'
import { test } from 'node:test'

/** As much of Leaflet and of a canvas as a layer needs; every letter is 7 pixels wide. */
let layer
class Renderer {
  addTo (map) {
    this._map = map
    this._initContainer()
    return (layer = this)
  }

  _update () { this._bounds = { min: VIEW.min, max: VIEW.max, getSize: () => ({ x: 1120, y: 840 }) } }

  fire () {}
}
const CANVAS = { style: {}, setAttribute () {}, getContext: () => ({ transferFromImageBitmap () {} }) }
class Paper extends EventTarget {
  getContext () { return PEN }

  transferToImageBitmap () {}
}
const PEN = {
  measureText: (text) => ({ width: text.length * 7 }),
  ...Object.fromEntries(['setTransform', 'clearRect', 'strokeText', 'fillText'].map((name) => [name, () => {}]))
}
globalThis.L = { Renderer, DomUtil: { setPosition () {} }, point: (x, y) => ({ x, y }) }
globalThis.OffscreenCanvas = Paper
globalThis.requestAnimationFrame = () => 0
globalThis.cancelAnimationFrame = () => {}
globalThis.queueMicrotask = (task) => due.push(task)
const due = []
globalThis.document = {
  fonts: { addEventListener () {} },
  createElement: (tag) => tag === 'canvas' ? CANVAS : { append () {} },
  querySelector: () => null,
  querySelectorAll: () => []
}
const { boxAt } = await import('../../app/static/js/map/boxes.js')
const { Labels } = await import('../../app/static/js/map/labels.js')
const { worldX, worldY } = await import('../../app/static/js/map/mercator.js')

const SIZE = { width: 60, height: 16 }
const centre = ({ left, right, top, bottom }) => [(left + right) / 2, (top + bottom) / 2]

test('a label keeps its size and its distance on every side', () => {
  for (const side of [[1, 0], [-1, 0], [0, 1], [0, -1], [0, 0], [0.8, -0.9], [-0.8, 0.9]]) {
    const box = boxAt(100, 200, SIZE, side, 8)
    assert.ok(Math.abs(box.right - box.left - 60) < 1e-9 && Math.abs(box.bottom - box.top - 16) < 1e-9)
    const [x, y] = centre(box)
    assert.equal(Math.sign(Math.round(x - 100)), Math.sign(side[0]))
    assert.equal(Math.sign(Math.round(y - 200)), Math.sign(side[1]))
  }
  assert.equal(boxAt(100, 200, SIZE, [1, 0], 8).left, 108)
  assert.equal(boxAt(100, 200, SIZE, [-1, 0], 8).right, 92)
  assert.equal(boxAt(100, 200, SIZE, [0, -1], 8).bottom, 192)
  assert.deepEqual(centre(boxAt(100, 200, SIZE, [0, 0], 8)), [100, 200])
})

/** A map of 800 by 600 pixels at zoom 3 with 0°, 0° in its middle. */
const MAP = {
  whenReady: (then) => then(),
  createPane: () => ({ style: {} }),
  containerPointToLayerPoint: () => ({ x: 0, y: 0 }),
  getContainer: () => ({
    offsetWidth: 800,
    offsetHeight: 600,
    getBoundingClientRect: () => ({ left: 0, top: 0 })
  }),
  getPixelOrigin: () => ({ x: VIEW.x, y: VIEW.y }),
  getZoom: () => 3
}
const VIEW = {
  scale: 8,
  x: worldX(0) * 8 - 400,
  y: worldY(0) * 8 - 300,
  min: { x: -160, y: -120 },
  max: { x: 960, y: 720 }
}
const drawn = (...given) => {
  const labels = new Labels(MAP)
  labels.set('test', given.map((label) => ({ font: '400 12px sans', color: 'ink', rank: 1, ...label })))
  const draw = () => {
    layer._update()
    for (const task of due.splice(0)) task()
    return labels.placed
  }
  return { labels, draw }
}
const CRAFT = { x: worldX(0), y: worldY(0), left: -14, right: 14, top: -14, bottom: 14 }
const overlaps = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom

test('a layer is drawn once, however often Leaflet asks for it', () => {
  const { labels, draw } = drawn({ lon: 0, lat: 0, text: 'Peshawar' })
  layer._update()
  layer._update()
  labels.set('other', [])
  assert.equal(due.length, 1)
  assert.equal(draw().length, 1)
})

test('a name steps aside from the aircraft over its point, and comes back', () => {
  const { labels, draw } = drawn({ lon: 0, lat: 0, text: 'Peshawar' })
  const square = { left: 386, right: 414, top: 286, bottom: 314 }
  const [before] = draw()
  assert.ok(overlaps(before, square))
  labels.reserve('aircraft', [{ ...CRAFT, marker: true }])
  const [aside] = draw()
  assert.ok(!overlaps(aside, square) && aside.left - square.right < 10)
  labels.delete('aircraft')
  assert.deepEqual(draw(), [before])
})

test('no name is written under an aircraft\'s name', () => {
  const { labels, draw } = drawn({ lon: 0, lat: 0, text: 'Under it' }, { lon: 20, lat: 0, text: 'Free' })
  labels.reserve('aircraft', [{ ...CRAFT, left: -90, right: 90, top: -40, bottom: 40 }])
  assert.deepEqual(draw().map(({ text }) => text), ['Free'])
})

test('a name with several places takes the first with room, of those in sight', () => {
  const wide = { lon: 0, lat: 0, text: 'A name that was here before', rank: 0 }
  const regions = [[80, 0], [-30, 20], [30, 20]].map(([lon, lat]) => ({ x: worldX(lon), y: worldY(lat), radius: 0 }))
  const state = { text: 'Soviet Union', lon: 0, lat: 0, placements: ['center'], regions }
  const placed = drawn(wide, state).draw().filter(({ text }) => text === 'Soviet Union')
  assert.equal(placed.length, 1)
  assert.ok(Math.abs(centre(placed[0])[0] - (worldX(-30) * 8 - VIEW.x)) < 1)
})

test('no name is cut by the edge of what is seen, wherever its point is', () => {
  const [within, beyond] = [50, 72].map((lon) => ({ lon, lat: 0, text: 'A name of some length' }))
  assert.ok(worldX(50) * 8 - VIEW.x + 147 > 800 && worldX(72) * 8 - VIEW.x > 800)
  assert.ok(drawn(within).draw()[0].right <= 800)
  assert.ok(drawn(beyond).draw()[0].left >= 800)
  assert.deepEqual(drawn({ ...beyond, placements: ['left'] }).draw(), [])
  assert.deepEqual(drawn({ ...within, lon: 70, placements: ['right'] }).draw(), [])
})

test('a name that replaces another is not written beside it', () => {
  const own = { lon: 0, lat: 0, text: 'Turkey', name: 'Turkey' }
  const standIn = { lon: 20, lat: 20, text: 'Turkey', rank: 2, hiddenBy: 'Turkey' }
  assert.equal(drawn(own, standIn).draw().length, 1)
  assert.equal(drawn({ ...own, lon: 90 }, standIn).draw().filter(({ left }) => left < 800).length, 1)
})

test('a name stays within its region', () => {
  const region = { x: worldX(0), y: worldY(0), radius: 12 }
  const taken = { lon: 0, lat: 0, text: 'Taken', rank: 0, placements: ['center'] }
  const [, placed] = drawn(taken, { lon: 0, lat: 0, text: 'Land', placements: ['center'], sharesPoint: true, regions: [region] }).draw()
  const off = Math.hypot(centre(placed)[0] - 400, centre(placed)[1] - 300)
  assert.ok(off > 0 && off < 12 * VIEW.scale)
})

test('of names of one territory only the first is written in sight', () => {
  const state = { text: 'Soviet Union', name: 'Soviet Union', placements: ['center'] }
  const { draw } = drawn({ ...state, lon: -20, lat: 0, rank: 2 }, { ...state, lon: 20, lat: 0, rank: 1 })
  const placed = draw()
  assert.equal(placed.length, 1)
  assert.ok(Math.abs(centre(placed[0])[0] - (worldX(20) * 8 - VIEW.x)) < 1)
})

test('a dot is drawn with its name, and not without it', () => {
  const arcs = []
  PEN.arc = (...circle) => arcs.push(circle)
  PEN.beginPath = PEN.fill = () => {}
  const city = (text, rank) => ({ text, lon: 0, lat: 0, rank, dot: { radius: 2, color: 'ink' } })
  const { draw } = drawn(city('Reval', 1), city('Tallinn', 2))
  assert.deepEqual(draw().map(({ text }) => text), ['Reval'])
  assert.deepEqual(arcs, [[400, 300, 2, 0, 2 * Math.PI]])
})
