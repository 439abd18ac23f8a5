import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatHash, formatView, parseHash, parseView, withDate } from '../../app/static/js/state/hash.js'

test('what is written is read again', () => {
  const states = [
    { map: '5/56.00/61.00', date: '1960-05-01T05:53Z', chapter: 'sverdlovsk', layers: 'a,b', lang: 'de' },
    { feature: 'powers/3' },
    { feature: '{{7*7}}"\'<img src=x>&=#%日本 🛩' },
    { layers: '' },
    {}
  ]
  for (const state of states) assert.deepEqual(parseHash(formatHash(state)), state)
})

test('addresses stay readable', () => {
  assert.equal(formatHash({ map: '5/56/61', date: '1960-05-01T05:53Z', layers: 'a,b' }), '#map=5/56/61&date=1960-05-01T05:53Z&layers=a,b')
  assert.equal(formatHash({ map: '5/56/61', chapter: null, feature: undefined }), '#map=5/56/61')
})

test('no text in an address stops the page', () => {
  assert.deepEqual(parseHash(''), {})
  assert.deepEqual(parseHash('#'), {})
  assert.deepEqual(parseHash('#&&a&=b&c=d=e'), { a: '', c: 'd=e' })
  assert.deepEqual(parseHash('#feature=%FF&x=%'), { feature: '%FF', x: '%' })
})

test('a view is one of this world or none', () => {
  assert.deepEqual(parseView('5.25/56.5/-190'), { zoom: 5.25, center: [56.5, -190], projection: null })
  assert.deepEqual(parseView('3/70/-40/90/-30.5'), { zoom: 3, center: [70, -40], projection: [90, -30.5] })
  for (const wrong of [undefined, '', '5', '5/56', '5/56/', 'a/b/c', '5/91/0', '5/0/541', '-1/0/0', '25/0/0', 'NaN/0/0', '5/Infinity/0', '//', '5/56/61/90', '5/56/61/91/0', '5/56/61/90/0/1', '5/56/61//']) {
    assert.equal(parseView(wrong), null, wrong)
  }
})

test('a view is written as precisely as a pixel, and no more', () => {
  for (let zoom = 2; zoom <= 18; zoom += 0.25) {
    const [lat, lon] = [52.413412345678, 13.090312345678]
    const again = parseView(formatView(zoom, lat, lon))
    const pixel = 360 / 256 / 2 ** zoom
    assert.equal(again.zoom, zoom)
    assert.ok(Math.abs(again.center[0] - lat) <= pixel && Math.abs(again.center[1] - lon) <= pixel, `zoom ${zoom}`)
    assert.equal(formatView(again.zoom, ...again.center), formatView(zoom, lat, lon))
  }
  assert.equal(formatView(5, 56, 61), '5/56.00/61.00')
  assert.equal(formatView(5, 56, 61, [90, -30.5]), '5/56.00/61.00/90/-30.5')
})

test('an address names one moment to the server, or none, and keeps what else it asks for', () => {
  assert.equal(withDate('/a/?lang=de', '1960-05-01T05:53Z'), '/a/?lang=de&date=1960-05-01T05:53Z')
  assert.equal(withDate('/a/?date=1961&lang=de', '1960-05-01T05:53Z'), '/a/?lang=de&date=1960-05-01T05:53Z')
  assert.equal(withDate('/a/?date=1961', null), '/a/')
  assert.equal(withDate('/a/', null), '/a/')
})
