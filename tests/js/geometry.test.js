import assert from 'node:assert/strict'
import { test } from 'node:test'

import { copiesInSight, covers, distanceToSegment, isInside, worldLine } from '../../app/static/js/map/geometry.js'
import { mercator, nearestLon, worldX, worldY } from '../../app/static/js/map/mercator.js'
import { perspective } from '../../app/static/js/map/perspective.js'

const near = (actual, wanted, within = 1e-9) => assert.ok(Math.abs(actual - wanted) <= within, `${actual} is not ${wanted}`)

test('the world at zoom 0 is 256 pixels of Web Mercator', () => {
  near(worldX(-180), 0)
  near(worldX(0), 128)
  near(worldX(190), 128 + 190 / 360 * 256)
  near(worldY(0), 128)
  near(worldY(85.0511287798), 0, 1e-6)
  near(worldY(-85.0511287798), 256, 1e-6)
  near(worldY(90), worldY(85.0511287798))
  near(worldY(52.4), 256 - worldY(-52.4))
})

test('longitudes and positions go the short way round', () => {
  assert.deepEqual([nearestLon(170, -175), nearestLon(-170, 175), nearestLon(10, 20)], [-190, 190, 10])
  const nearest = [[250, 10], [10, 250], [10, 100]].map(([x, other]) => x + mercator.copyNear(x, other))
  assert.deepEqual(nearest, [-6, 266, 10])
  near(mercator.pixelsPerKm(0, 60) / mercator.pixelsPerKm(0, 0), 2)
})

test('a line has its box', () => {
  const { left, right, top, bottom } = worldLine([10, -20, 30], [5, 50, -10], mercator)
  near(left, worldX(-20))
  near(right, worldX(30))
  near(top, worldY(50))
  near(bottom, worldY(-10))
})

test('a box is drawn wherever a copy of it is in sight, and nowhere else', () => {
  const box = { left: 100, right: 110, top: 100, bottom: 110 }
  const viewOf = (x) => ({ scale: 1, x: 0, y: 0, min: { x, y: 90 }, max: { x: x + 60, y: 120 } })
  assert.deepEqual(copiesInSight(box, viewOf(80), 0), [0])
  assert.deepEqual(copiesInSight(box, viewOf(80 + 256), 0), [256])
  assert.deepEqual(copiesInSight(box, viewOf(80 - 256), 0), [-256])
  assert.deepEqual(copiesInSight(box, viewOf(111), 0), [])
  assert.deepEqual(copiesInSight(box, { ...viewOf(80), min: { x: 80, y: 111 } }, 0), [])
  const wide = { scale: 1, x: 0, y: 0, min: { x: -300, y: 0 }, max: { x: 600, y: 256 } }
  assert.deepEqual(copiesInSight(box, wide), [-256, 0, 256])
})

test('distance to a stretch', () => {
  near(distanceToSegment({ x: 5, y: 3 }, { x: [0, 10], y: [0, 0] }, 0), 3)
  near(distanceToSegment({ x: -3, y: 4 }, { x: [0, 10], y: [0, 0] }, 0), 5)
  near(distanceToSegment({ x: 13, y: 4 }, { x: [0, 10], y: [0, 0] }, 0), 5)
  near(distanceToSegment({ x: 3, y: 4 }, { x: [0, 0], y: [0, 0] }, 0), 5)
})

test('inside a ring is inside whichever way it runs', () => {
  const square = { x: [0, 10, 10, 0, 0], y: [0, 0, 10, 10, 0] }
  const back = { x: [...square.x].reverse(), y: [...square.y].reverse() }
  for (const ring of [square, back]) {
    assert.ok(isInside(ring, { x: 5, y: 5 }))
    for (const [x, y] of [[-1, 5], [11, 5], [5, -1], [5, 11]]) assert.ok(!isInside(ring, { x, y }))
  }
})

test('a picture is put between any four corners', () => {
  const corners = [{ x: 10, y: 20 }, { x: 110, y: 30 }, { x: 130, y: 95 }, { x: 0, y: 80 }]
  const m = perspective(400, 200, corners)
  const at = (x, y) => [m[0] * x + m[4] * y + m[12], m[1] * x + m[5] * y + m[13]]
    .map((value) => value / (m[3] * x + m[7] * y + m[15]))
  const put = [at(0, 0), at(400, 0), at(400, 200), at(0, 200)]
  corners.forEach(({ x, y }, index) => assert.ok(Math.hypot(put[index][0] - x, put[index][1] - y) < 1e-9))
})

test('a ring covers a view that it holds whole, and none that it only cuts or touches', () => {
  const view = { scale: 2, x: 10, y: 10, min: { x: 0, y: 0 }, max: { x: 20, y: 10 } } // 5…15 by 5…10 of the world
  const ring = (...points) => ({ x: points.map(([x]) => x), y: points.map(([, y]) => y) })
  assert.equal(covers(ring([0, 0], [20, 0], [20, 20], [0, 20], [0, 0]), view), true)
  assert.equal(covers(ring([0, 0], [14, 0], [14, 20], [0, 20], [0, 0]), view), false)
  assert.equal(covers(ring([0, 0], [20, 0], [10, 8], [20, 20], [0, 20], [0, 0]), view), false, 'a corner lies in the view')
  assert.equal(covers(ring([30, 0], [50, 0], [50, 20], [30, 20], [30, 0]), view), false)
})
