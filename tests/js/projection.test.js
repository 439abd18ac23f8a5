import assert from 'node:assert/strict'
import { describe, test } from 'node:test'

import { coordinates } from './leaflet.js'

globalThis.L = { ...coordinates, latLng: (lat, lng) => ({ lat, lng }) }
const { fitted } = await import('../../app/static/js/map/fit.js')
const { PIXELS_PER_KM, mercator } = await import('../../app/static/js/map/mercator.js')
const { mercatorZoom, projectionOf, setProjection } = await import('../../app/static/js/map/projection.js')
const { stereographic } = await import('../../app/static/js/map/stereographic.js')
const { shownIn } = await import('../../app/static/js/world/graticule.js')
const { Topology } = await import('../../app/static/js/world/topology.js')

const near = (actual, wanted, within = 1e-6) => assert.ok(Math.abs(actual - wanted) <= within, `${actual} is not ${wanted}`)
/** Positions all over the globe, none of them in its middle or on its far side. */
const spread = (projection) =>
  Array.from({ length: 400 }, (_, index) => [(index * 137.5) % 360 - 180, 89 - index * 0.44])
    .filter(([lon, lat]) => Math.hypot(...Object.values(projection.point(lon, lat)).map((each) => each - 128)) < 200)

describe('the stereographic projection', () => {
  test('has positions where PROJ has them', () => {
    // as app/geodesy/projection.py, which is compared with PROJ, on a globe whose equator has 256 pixels
    const wanted = [
      [-40, 90, 33, 69, 142.442864, 132.415627],
      [-40, 90, -147.1, 64.6, 110.447852, 122.600254],
      [-40, 90, 100, -10, 190.422917, 53.607264],
      [30, 50, 33, 69, 128.785696, 114.345724],
      [30, 50, -40, 0, 65.227302, 145.502119],
      [30, 50, 100, -10, 197.599291, 155.800193]
    ]
    for (const [lon0, lat0, lon, lat, x, y] of wanted) {
      const point = stereographic(lon0, lat0).point(lon, lat)
      near(point.x, x)
      near(point.y, y)
    }
  })

  for (const [lon0, lat0] of [[-40, 90], [170, -90], [30, 50], [-120, 5]]) {
    const projection = stereographic(lon0, lat0)

    test(`about ${lat0}, ${lon0} is undone by its inverse`, () => {
      const { project, unproject } = projection.crs().projection
      for (const [lng, lat] of spread(projection)) {
        const again = unproject(project({ lng, lat }))
        near(again.lat, lat)
        near((again.lng - lng + 540) % 360 - 180, 0)
      }
    })

    test(`about ${lat0}, ${lon0} keeps angles, and is as large as it says`, () => {
      for (const [lon, lat] of spread(projection)) {
        const step = 0.001
        const here = projection.point(lon, lat)
        const km = step * 40075.016686 / 360
        const ways = [[0, step], [step / Math.cos(lat * Math.PI / 180), 0]].map(([east, north]) => {
          const { x, y } = projection.point(lon + east, lat + north)
          const [right, up] = [x - here.x, here.y - y]
          return { length: Math.hypot(right, up), bearing: Math.atan2(right, up) * 180 / Math.PI }
        })
        for (const { length } of ways) near(length / km / projection.pixelsPerKm(lon, lat), 1, 1e-3)
        near((ways[1].bearing - ways[0].bearing + 720) % 360, 90, 0.5)
        near((ways[0].bearing - projection.north(lon, lat) + 540) % 360 - 180, 0, 0.5)
      }
    })

    test(`about ${lat0}, ${lon0} is nowhere smaller than in its middle, and ends in a circle`, () => {
      assert.ok(spread(projection).every(([lon, lat]) => projection.pixelsPerKm(lon, lat) >= PIXELS_PER_KM))
      const { x, y, radius } = projection.limit
      const antipode = projection.point(lon0 + 180, -lat0)
      assert.ok(Math.hypot(antipode.x - x, antipode.y - y) > radius && Number.isFinite(antipode.x))
    })
  }

  test('bends what is straight in degrees, and leaves out what lies beyond its limit', () => {
    const squares = packedRings([
      [-120, 49, -100, 49, -100, 60, -120, 60, -120, 49],
      [0, -80, 20, -80, 20, -70, 0, -80]
    ])
    const drawn = new Topology(squares, stereographic(-110, 90))
    assert.deepEqual(drawn.polygons.map(({ atom }) => atom), [0])
    const arc = drawn.arc(0, false)
    const radii = Array.from({ length: 21 }, (_, index) => Math.hypot(arc[2 * index] - 128, arc[2 * index + 1] - 128))
    for (const radius of radii) near(radius, radii[0])
    assert.equal(new Topology(squares).arc(0, false).length, 10, 'which Mercator has straight')
  })
})

/** One atom for each ring, packed as the world is. */
const packedRings = (rings) => ({
  quantum: 1,
  frame: [-180, -90, 180, 90],
  coarse: rings.map(packed),
  fine: rings.map(() => ''),
  polygons: rings.map((_, index) => [[[index]]])
})

/** Encoded Polyline Algorithm Format, as `unpackPolyline` reads it. */
const packed = (numbers) => numbers.map((number, index) => {
  const delta = number - (numbers[index - 2] ?? 0)
  let value = delta < 0 ? ~(delta << 1) : delta << 1
  let text = ''
  for (; value >= 32; value >>= 5) text += String.fromCharCode((value & 31 | 32) + 63)
  return text + String.fromCharCode(value + 63)
}).join('')

describe('a viewport', () => {
  const viewportOf = (west, south, east, north) => ({ west, south, east, north })

  test('shows all degrees between its edges, and all longitudes about a pole', () => {
    const flat = shownIn(viewportOf(-10, 130, 20, 60), mercator)
    near(flat.west, -10 / 256 * 360 - 180)
    near(flat.north, mercator.position(0, 60).lat)
    const polar = stereographic(-40, 90)
    const { west, east, north } = shownIn(viewportOf(100, 160, 160, 100), polar)
    assert.deepEqual([west, east, north], [-180, 180, 90])
    const beside = shownIn(viewportOf(120, 200, 140, 150), polar)
    for (const [lon, lat] of spread(polar)) {
      const { x, y } = polar.point(lon, lat)
      if (x < 120 || x > 140 || y < 150 || y > 200) continue
      assert.ok(lon > beside.west - 1 && lon < beside.east + 1)
      assert.ok(lat > beside.south - 1 && lat < beside.north + 1)
    }
    assert.ok(beside.east - beside.west < 90 && beside.north < 89)
  })
})

describe('a map', () => {
  const mapOf = (zoom, lat, lng) => ({
    options: { zoomSnap: 0.25 },
    getZoom: () => zoom,
    getCenter: () => ({ lat, lng }),
    getSize: () => ({ x: 800, y: 600 }),
    getMinZoom: () => 2,
    getMaxZoom: () => 12,
    unproject: ({ x, y }, level) => ({ x: x / 2 ** level, y: y / 2 ** level })
  })

  test('is in Mercator’s projection until it is given another', () => {
    const map = mapOf(4, 60, 10)
    assert.equal(projectionOf(map), mercator)
    assert.equal(mercatorZoom(map), 4)
    setProjection(map, stereographic(10, 60))
    assert.ok(map.options.crs.projection)
    near(mercatorZoom(map), 3, 1e-6)
  })

  test('is fitted to a box beside what covers it, and no larger than that', () => {
    const padding = { left: 100, right: 0, top: 0, bottom: 0 }
    for (const projection of [mercator, stereographic(-40, 90)]) {
      const map = mapOf(3, 0, 0)
      setProjection(map, projection)
      const { center, zoom } = fitted(map, [[60, -120], [80, 40]], padding)
      const points = [[-120, 60], [40, 60], [-40, 60], [-120, 80]].map(([lon, lat]) => projection.point(lon, lat))
      const scale = 2 ** zoom
      for (const { x, y } of points) {
        assert.ok((x - center.x) * scale >= -300.01 && (x - center.x) * scale <= 400.01)
        assert.ok(Math.abs(y - center.y) * scale <= 300.01)
      }
      assert.equal(zoom % 0.25, 0)
    }
  })
})
