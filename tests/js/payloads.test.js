import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'

import { AlternativeTrack, differenceOf } from '../../app/static/js/deck/alternative_track.js'
import { speedAt } from '../../app/static/js/deck/acts.js'
import { Player } from '../../app/static/js/deck/player.js'
import { Moments, momentsOf } from '../../app/static/js/deck/moments.js'
import { Flight } from '../../app/static/js/flight.js'
import { clockAt, momentAt } from '../../app/static/js/kiosk/scenes.js'
import { featureOf, fixKey, isFix } from '../../app/static/js/lib/keys.js'
import { Clock } from '../../app/static/js/state/clock.js'
import { Layers } from '../../app/static/js/state/layers.js'

/** What Python sends for the example of `tests/payloads`. */
const payload = (name) => JSON.parse(readFileSync(new URL(`../payloads/${name}.json`, import.meta.url), 'utf8'))

const stage = payload('stage')
const deck = payload('time_deck')
const clock = () => new Clock(stage.clock)
const flights = stage.flights.map((each) => new Flight(each, stage.modes[each.mode], clock()))
const [leg, plan, ship] = flights
const moments = momentsOf(deck.moments, flights)

describe('the flights that Python sends', () => {
  test('have the basis, altitude and time uncertainty of each fix', () => {
    assert.deepEqual(leg.fixes.map(({ basis }) => basis), ['documented', 'inferred', 'interpolated', 'documented'])
    assert.deepEqual(leg.fixes.map(({ hasAltitude }) => hasAltitude), [true, true, false, true])
    assert.deepEqual(leg.fixes.map(({ timeUncertainty }) => timeUncertainty), [NaN, 120, NaN, NaN])
    assert.deepEqual(leg.track.legs.map(({ basis }) => basis), ['inferred', 'interpolated', 'interpolated'])
  })

  test('have the names of their fixes, and what is contested', () => {
    const named = leg.fixes.map(({ key, named: name }) => name && [key, name.place.de, name.contested])
    assert.deepEqual(named, [['leg/1', 'Feld', false], ['leg/2', 'Kehre', true], null, ['leg/4', 'See', false]])
  })

  test('are flown or planned, in the air or not, with a shape', () => {
    assert.deepEqual(flights.map(({ isPlanned }) => isPlanned), [false, true, false])
    assert.deepEqual(flights.map(({ isAirborne }) => isAirborne), [true, true, false])
    assert.deepEqual(flights.map(({ shape }) => shape), ['airframe', 'airframe', 'hull'])
    assert.deepEqual(flights.map(({ isTimed }) => isTimed), [true, true, false])
    assert.deepEqual(flights.map(({ hasProfile }) => hasProfile), [true, false, false])
    assert.equal(leg.style.strokeWidth, 3)
    assert.equal(ship.track.isTimed, false)
  })

  test('say at a fix whether a source states the altitude', () => {
    assert.deepEqual([leg.readout.isStated, leg.readout.altitude, leg.readout.state], [true, 100, 'flying'])
    assert.equal(leg.readoutAt(stage.clock.now + 300).isStated, false)
    assert.equal(plan.evidence('documented'), 'planned')
  })
})

describe('the deck that Python sends', () => {
  test('has moments with the basis that their fixes have', () => {
    for (const { key, basis } of moments.filter((moment) => isFix(moment.key))) {
      const flight = flights.find(({ id }) => id === featureOf(key))
      assert.equal(flight.fixes.find((fix) => fix.key === key).basis, basis, key)
    }
  })

  test('has the fixes and events in order of time, with their names', () => {
    const may = stage.clock.now
    assert.deepEqual(moments.map(({ key, at, until }) => [key, at - may, until - at]),
      [['leg/1', 0, 0], ['start', 0, 0], ['leg/2', 600, 0], ['leg/4', 2400, 0]])
    assert.deepEqual(moments.map(({ name, sources }) => [name.en, sources]),
      [['Field', 0], ['Start', 1], ['Turn', 0], ['Lake', 0]])
  })

  test('plays at every speed that a visitor can choose, and at no other', () => {
    const { acts, speeds } = deck
    const player = new Player(clock(), { acts, moments: new Moments(moments), speeds }, {})
    assert.ok(speeds.includes(speedAt(acts[0], acts[0].start)))
    const slower = speeds.map(() => {
      player.slower()
      return player.speed
    })
    assert.equal(slower.at(-1), speeds[0])
    for (const speed of speeds.slice(1)) {
      player.faster()
      assert.equal(player.speed, speed)
    }
    player.speed = 7
    assert.equal(player.speed, speeds.at(-1))
  })

  test('has accounts that move a fix', () => {
    const [account] = Object.values(stage.accounts)
    const alternative = new AlternativeTrack(leg.track, account)
    assert.equal(account.flight, leg.id)
    assert.equal(alternative.time, leg.track.time[leg.track.fixes[account.fix]] + 120)
    assert.deepEqual(differenceOf(leg.track, account), { minutes: 2, km: null, metres: 500 })
  })
})

test('the cards that Python sends are those of flights and of their named fixes', () => {
  const { anchors, layers } = payload('feature_card')
  const named = flights.flatMap((flight) => flight.fixes.filter((fix) => fix.named).map(({ key }) => key))
  for (const key of [...flights.map(({ id }) => id), ...named]) assert.ok(key in anchors && key in layers, key)
  assert.equal(fixKey('leg', 1), leg.fixes[0].key)
  const known = new Layers(stage.layers)
  assert.ok(Object.values(layers).every((layer) => known.ids.includes(layer)))
})

test('the scenes that Python sends run from their first to their last moment', () => {
  for (const scene of payload('kiosk').scenes.filter(({ from }) => from !== null)) {
    assert.deepEqual([clockAt(scene, 0), clockAt(scene, 1)], [scene.from, scene.to])
    assert.ok(momentAt(scene, 1) <= scene.to)
  }
})
