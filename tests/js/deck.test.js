import assert from 'node:assert/strict'
import { describe, test } from 'node:test'

import { Rival, differenceOf } from '../../app/static/js/deck/account.js'
import { actAt, holds, isInstant, isOnShow, paceOf, windowOf } from '../../app/static/js/deck/acts.js'
import { citationsOf } from '../../app/static/js/deck/citation.js'
import { curveOf, densityOf, envelopeOf, rowsOf } from '../../app/static/js/deck/curves.js'
import { Moments } from '../../app/static/js/deck/moments.js'
import { Player } from '../../app/static/js/deck/player.js'
import { attributesOf, heightOf, homeward, leadingOf, positionOf, readoutOf, shortName } from '../../app/static/js/deck/readout.js'
import { figure, heightLabel, heightTicks, timeTicks } from '../../app/static/js/deck/scale.js'
import { offsetAt, offsetInWords, typedMoment, wallClock } from '../../app/static/js/deck/zones.js'
import { Clock } from '../../app/static/js/clock.js'
import { unpack } from '../../app/static/js/track.js'

const MAY_DAY = Date.UTC(1960, 4, 1) / 1000

/** Five minutes along a meridian from a documented fix through an inferred to an interpolated one, climbing to 1,000 m and back. */
const track = unpack({
  lon: [0, [0, 4]],
  lat: [0, [100000, 4]],
  altitude: [0, 500, 500, -500, -500],
  time: [10, [750, 4]],
  uncertainty: [0, [10, 2], [-10, 2]],
  fixes: [0, 2, 2],
  timed: [1, 0, 0],
  basis: [1, 1],
  metres: [222639, 0],
  breaks: []
})
const flight = { id: 'a', name: { en: 'A' }, status: 'flown', fixes: [{ basis: 'documented', hasHeight: true }, { basis: 'inferred', hasHeight: true }, { basis: 'interpolated', hasHeight: false }] }
const word = (key, values = {}) => key === 'decimal_mark' ? '.' : `${key}${values.degrees ?? ''}`
const inEnglish = (key, { n } = {}) => ({ metres_of: `${n} m`, km_of: `${n} km`, decimal_mark: '.' })[key]

describe('an act', () => {
  const acts = [{ start: 0, end: 4020 }, { start: 90000, end: 90000 }, { start: 200000, end: 459200 }]

  test('is the one that holds the moment, else the nearest', () => {
    assert.deepEqual([-5, 4000, 46000, 48000, 90000, 900000].map((seconds) => actAt(acts, seconds)), [0, 0, 0, 1, 1, 2])
  })

  test('plays in about a minute whether it lasts an hour or three days', () => {
    for (const act of [acts[0], acts[2], { start: 0, end: 38000 }]) {
      const length = (act.end - act.start) / paceOf(act)
      assert.ok(length > 30 && length < 150, `${length} s`)
    }
  })

  test('has room about it on the axis, an instant too', () => {
    for (const act of acts) {
      const { start, end } = windowOf(act)
      assert.ok(start < act.start && end > act.end)
    }
    assert.equal(isInstant(acts[1]), true)
  })

  test('is on show while one of its layers is, or where nothing of it stands in a layer', () => {
    const visible = (...on) => (layer) => on.includes(layer)
    assert.equal(isOnShow({ layers: ['a', 'b'] }, visible('b')), true)
    assert.equal(isOnShow({ layers: ['a', 'b'] }, visible('c')), false)
    assert.equal(isOnShow({ layers: [] }, visible('c')), true)
  })

  test('has the clocks and ceilings of its time, and those of all times', () => {
    const october = { from: 100, until: 200 }
    assert.deepEqual([99, 100, 200, 201].map((now) => holds(october, now)), [false, true, true, false])
    assert.deepEqual([[0, 99], [0, 100], [150, 160], [200, 300], [201, 300]].map(([start, end]) => holds(october, start, end)), [false, true, true, true, false])
    assert.equal(holds({ from: null, until: null }, 0), true)
  })
})

describe('moments', () => {
  const list = [
    { at: 10, key: 'a/1', basis: 'documented', name: { en: 'one' } },
    { at: 20, key: 'a/2', basis: 'interpolated', name: {} },
    { at: 30, key: 'b', basis: 'inferred', name: { en: 'three' } },
    { at: 30, key: 'c', basis: 'documented', name: {} }
  ]
  const moments = new Moments(list, [40])

  test('are stepped through where a source bears witness, once each', () => {
    assert.deepEqual(moments.steps, [10, 30, 40])
    assert.equal(moments.after(10), 30)
    assert.equal(moments.before(30), 10)
    assert.equal(moments.before(10), null)
    assert.equal(moments.after(40), null)
  })

  test('are passed when the clock comes to them or over them', () => {
    assert.deepEqual(moments.passed(10, 30).map(({ key }) => key), ['a/2', 'b', 'c'])
  })

  test('are found near a moment', () => {
    assert.equal(moments.near(27, 5).key, 'b')
    assert.equal(moments.near(24.9, 1), null)
    assert.equal(moments.near(22, 20, ({ name }) => name.en === 'three').key, 'b')
  })
})

describe('a player', () => {
  const acts = [{ start: 0, end: 4200 }, { start: 90000, end: 90000 }, { start: 200000, end: 204200 }]

  /** A player whose frames come by hand: `run(seconds)` lets so many go by, sixty a second. */
  const rig = ({ now = 0, isStill = false, isShown = () => true } = {}) => {
    const clock = new Clock({ now, start: 0, end: 204200 })
    let time = 0
    let waiting = null
    const surroundings = {
      isStill: () => isStill,
      isShown,
      request: (callback) => { waiting = callback; return 1 },
      cancel: () => { waiting = null }
    }
    const player = new Player(clock, { acts, moments: new Moments([{ at: 600, basis: 'documented' }], [0, 4200]) }, surroundings)
    const run = (seconds) => {
      for (let frame = 0; frame < seconds * 60; frame++) {
        time += 1000 / 60
        const callback = waiting
        waiting = null
        callback?.(time)
      }
    }
    const hide = (seconds) => { time += seconds * 1000 }
    return { clock, player, run, hide }
  }

  test('moves the clock at its speed', () => {
    const { clock, player, run } = rig()
    assert.equal(player.speed, 60)
    player.play()
    run(10)
    assert.ok(Math.abs(clock.now - 600) < 2, `${clock.now}`)
    player.faster()
    assert.equal(player.speed, 300)
    player.slower()
    player.slower()
    assert.equal(player.speed, 10)
  })

  test('goes on with the next act that can be played, and ends after the last', () => {
    const { clock, player, run } = rig({ now: 4190 })
    player.play()
    run(3)
    assert.ok(clock.now >= 200000, `${clock.now}`)
    run(80)
    assert.equal(clock.now, 204200)
    assert.equal(player.isPlaying, false)
    player.play()
    assert.equal(clock.now, 200000)
  })

  test('ends where nothing of the acts to come is to be seen', () => {
    const { clock, player, run } = rig({ now: 4190, isShown: ({ start }) => start < 100000 })
    player.play()
    run(5)
    assert.equal(clock.now, 4200)
    assert.equal(player.isPlaying, false)
    player.turn(1)
    player.turn(1)
    assert.equal(clock.now, 200000)
  })

  test('stops when someone else moves the clock', () => {
    const { clock, player, run } = rig()
    player.play()
    run(1)
    clock.now = 2000
    assert.equal(player.isPlaying, false)
    run(1)
    assert.equal(clock.now, 2000)
  })

  test('does not make up for the time that a page was hidden', () => {
    const { clock, player, run, hide } = rig()
    player.play()
    run(0.05)
    const before = clock.now
    hide(3600)
    run(1 / 60)
    assert.ok(clock.now - before < 60 * 0.11)
  })

  test('goes from moment to moment where movement is kept to steps', () => {
    const { clock, player, run } = rig({ isStill: true })
    const seen = new Set()
    clock.addEventListener('tick', () => seen.add(clock.now))
    player.play()
    run(5)
    assert.deepEqual([...seen], [600, 4200])
  })

  test('steps, turns to other acts and sets each act’s own pace', () => {
    const { clock, player } = rig({ now: 100 })
    player.step(1)
    assert.equal(clock.now, 600)
    player.step(-1)
    assert.equal(clock.now, 0)
    player.step(-1)
    assert.equal(clock.now, 0)
    player.speed = 3600
    player.turn(1)
    assert.equal(clock.now, 90000)
    player.turn(1)
    assert.equal(player.speed, 60)
    player.turn(1)
    assert.equal(clock.now, 200000)
  })
})

describe('clocks of the day', () => {
  test('show the offset in force, and the day where it is another', () => {
    const offsets = [[0, 60], [1000, 120]]
    assert.deepEqual([-1, 0, 999, 1000].map((seconds) => offsetAt(offsets, seconds)), [60, 60, 60, 120])
    assert.deepEqual(wallClock(MAY_DAY + 23 * 3600, 120), { day: MAY_DAY / 86400 + 1, time: '01:00' })
    assert.equal(wallClock(MAY_DAY + 5 * 3600 + 53 * 60 + 7, 0, { withSeconds: true }).time, '05:53:07')
    assert.equal(wallClock(MAY_DAY, -300).time, '19:00')
  })

  test('name offsets', () => {
    assert.deepEqual([120, -300, 330, 0].map(offsetInWords), ['UTC+2', 'UTC−5', 'UTC+5:30', 'UTC+0'])
  })

  test('take what is typed: a time of the day shown, or a whole moment', () => {
    const now = MAY_DAY + 3600
    assert.equal(typedMoment('05:53', now), MAY_DAY + 5 * 3600 + 53 * 60)
    assert.equal(typedMoment(' 5.53 ', now), MAY_DAY + 5 * 3600 + 53 * 60)
    assert.equal(typedMoment('0553', now), MAY_DAY + 5 * 3600 + 53 * 60)
    assert.equal(typedMoment('05:53:10', now), MAY_DAY + 5 * 3600 + 53 * 60 + 10)
    assert.equal(typedMoment('1960-05-02 01:00', now), MAY_DAY + 86400 + 3600)
    assert.equal(typedMoment('1960-05-01T08:53+03:00', now), MAY_DAY + 5 * 3600 + 53 * 60)
    for (const text of ['', 'noon', '24:00', '12:60', '1960-13-01']) assert.equal(typedMoment(text, now), null, text)
  })
})

describe('axes', () => {
  test('have round ticks from seconds to centuries', () => {
    for (const span of [60, 3200, 4020, 38000, 259200, 7e6, 7.6e8, 3e9]) {
      const { ticks } = timeTicks(MAY_DAY, MAY_DAY + span, 8)
      assert.ok(ticks.length >= 1 && ticks.length <= 9, `${span}: ${ticks.length}`)
      assert.ok(ticks.every((tick) => tick >= MAY_DAY && tick <= MAY_DAY + span))
    }
    assert.deepEqual(timeTicks(MAY_DAY + 1, MAY_DAY + 4 * 3600, 4).ticks, [1, 2, 3, 4].map((hour) => MAY_DAY + hour * 3600))
    assert.equal(new Date(timeTicks(MAY_DAY, MAY_DAY + 7.6e8, 8).ticks[0] * 1000).toISOString().slice(4, 10), '-01-01')
  })

  test('name heights', () => {
    assert.deepEqual(heightTicks(26000, 3), [10000, 20000])
    assert.deepEqual(heightTicks(7300, 3), [5000])
    assert.deepEqual([20000, 500].map((height) => heightLabel(height, inEnglish)), ['20 km', '500 m'])
    assert.equal(figure(20700), '20\u202f700')
  })
})

describe('curves', () => {
  test('follow the heights in pieces of one basis', () => {
    const inParts = unpack({
      lon: [[0, 4]], lat: [0, [1000, 3]], altitude: [100, 100, null, 100], time: [0, [10, 3]], uncertainty: [[null, 4]],
      fixes: [0, 1, 2], timed: [[1, 1], [0, 2]], basis: [0, 1], metres: [1000, 0], breaks: []
    })
    assert.deepEqual(curveOf(inParts), [{ basis: 'documented', times: [0, 1], heights: [100, 200] }])
    assert.deepEqual(curveOf(track).map(({ basis, heights }) => [basis, heights]), [['inferred', [0, 500, 1000]], ['interpolated', [1000, 500, 0]]])
  })

  test('have a band as wide as the times are uncertain', () => {
    const [, middle] = envelopeOf(track, [75 / 60, null, 75 / 60], track.start, track.end, 2)
    assert.deepEqual([middle.low, middle.high], [500, 1000])
    for (const { low, high } of envelopeOf(track, [0, 0, 0], track.start, track.end, 4)) assert.equal(low, high)
  })

  test('share rows where they do not overlap', () => {
    assert.deepEqual(rowsOf([{ start: 5, end: 9 }, { start: 0, end: 5 }, { start: 1, end: 2 }]), [0, 0, 1])
  })

  test('know where evidence is dense', () => {
    assert.deepEqual(densityOf([{ at: 0, sources: 3 }, { at: 4, sources: 0 }, { at: 9, sources: 2 }, { at: 10, sources: 9 }], 0, 10, 2), [4, 2])
  })
})

describe('a readout', () => {
  test('stands at the first fix before the start and at the last after the end', () => {
    const before = readoutOf(flight, track, -1000)
    const after = readoutOf(flight, track, 1000)
    assert.deepEqual([before.state, before.lat, before.speedKmh], ['waiting', 0, 0])
    assert.deepEqual([after.state, after.lat, after.speedKmh], ['ended', 4, 0])
  })

  test('is nowhere between two parts, and stands again at the beginning of the second', () => {
    const broken = unpack({
      lon: [0, [0, 3]], lat: [0, 100000, 500000, 100000], altitude: [1000, [0, 3]], time: [0, 600, 3000, 600], uncertainty: [0, [0, 3]],
      fixes: [0, 1, 1, 1], timed: [1, 1, 1, 1], basis: [0, 0], metres: [111320, 111320], breaks: [2]
    })
    const four = { ...flight, fixes: Array(4).fill({ basis: 'documented', hasHeight: true }) }
    const [before, between, after] = [60, 200, 360].map((seconds) => readoutOf(four, broken, seconds))
    assert.deepEqual([before.state, before.lat], ['flying', 1])
    assert.deepEqual([between.state, between.altitude, between.basis, between.lat], ['unknown', null, null, 1])
    assert.deepEqual([after.state, after.lat, after.basis], ['flying', 6, 'documented'])
  })

  test('has the basis of the leg, and on a fix the fix’s own', () => {
    assert.equal(readoutOf(flight, track, 1).basis, 'documented')
    assert.equal(readoutOf(flight, track, 30).basis, 'inferred')
    assert.equal(readoutOf(flight, track, 151).basis, 'inferred')
    assert.equal(readoutOf(flight, track, 200).basis, 'interpolated')
  })

  test('speaks to machines in numbers with a dot', () => {
    const attributes = attributesOf({ ...readoutOf(flight, track, 76), lon: 190 }, '1970-01-01T00:01Z')
    assert.deepEqual(attributes, { lon: '-170.00000', lat: '1.00000', altitudeM: '500', basis: 'inferred', date: '1970-01-01T00:01Z', state: 'flying' })
    assert.equal(attributesOf({ lon: 0, lat: 0, altitude: null, basis: null, state: 'flying' }, '').altitudeM, '')
  })

  test('says ≈ where no source states the height', () => {
    assert.deepEqual([0, 100, 300].map((seconds) => heightOf(readoutOf(flight, track, seconds + 1), inEnglish)), ['0 m', '≈ 667 m', '≈ 0 m'])
    assert.equal(heightOf({ altitude: null }, inEnglish), null)
  })

  test('says where in words', () => {
    assert.equal(homeward(541), -179)
    assert.equal(positionOf({ lon: -61.084, lat: -56.66 }, word), 'degrees_south56.66, degrees_west61.08')
  })

  test('leads where it is chosen, else where something flies', () => {
    const others = [{ ...flight, id: 'plan', status: 'planned' }, flight].map((each) => ({ flight: each, track, readout: readoutOf(flight, track, 100) }))
    assert.equal(leadingOf(others, 100, null).flight.id, 'a')
    assert.equal(leadingOf(others, 100, 'plan/3').flight.id, 'plan')
    assert.equal(leadingOf([], 100, null), null)
  })

  test('has a short name', () => {
    assert.equal(shortName('Mission 4154, the U-2 of Francis Gary Powers'), 'Mission 4154')
    assert.equal(shortName('Powers: by car to Kosulino'), 'Powers')
    assert.equal(shortName('1機目、1969年11月9日：旋回せず'), '1機目')
  })
})

describe('a rival account', () => {
  const at = track.time[2]

  test('comes to the fix at its own time and agrees again at the fixes around', () => {
    const rival = new Rival(track, { fix: 1, time: at - 50, position: null, altitude: null })
    assert.deepEqual(rival.at(at - 50).lat, 2)
    assert.equal(rival.at(track.start).lat, 0)
    assert.equal(rival.at(track.end).lat, 4)
    assert.ok(rival.at(at).lat > 2)
  })

  test('bends the way to its own place and height', () => {
    const rival = new Rival(track, { fix: 1, time: null, position: [1, 2], altitude: 1600 })
    assert.deepEqual([rival.at(at).lon, rival.at(at).altitude], [1, 1600])
    assert.deepEqual([rival.at(at - 75).lon, rival.at(at - 75).altitude], [0.5, 800])
    assert.equal(rival.at(track.end).lon, 0)
  })

  test('passes over fixes that it leaves no time for', () => {
    const late = new Rival(track, { fix: 0, time: at + 20, position: null, altitude: null })
    assert.equal(late.start, at + 20)
    assert.equal(late.at(at), null)
    assert.equal(late.at(at + 20).lat, 0)
    assert.equal(late.at(track.end).lat, 4)
  })

  test('differs by minutes, kilometres and metres', () => {
    const { minutes, km, metres } = differenceOf(track, { fix: 1, time: at + 120, position: [0, 3], altitude: 400 })
    assert.equal(minutes, 2)
    assert.ok(Math.abs(km - 111.2) < 0.1)
    assert.equal(metres, -600)
  })
})

test('a moment is cited in the words of Chicago and the MLA', () => {
  const read = new Date(2026, 10, 23)
  const shown = { title: 'Grand Slam', subtitle: 'From Peshawar towards Bodø', version: 'abc', moment: '1 May 1960, 05:53 UTC', address: 'https://example.org/#date=1960-05-01T05:53Z', read }
  const { chicago, mla } = citationsOf(shown)
  assert.equal(chicago, '“Grand Slam: From Peshawar towards Bodø.” Overflight, content version abc. 1 May 1960, 05:53 UTC. Accessed November 23, 2026. https://example.org/#date=1960-05-01T05:53Z.')
  assert.equal(mla, '“Grand Slam: From Peshawar towards Bodø.” Overflight, version abc, 1 May 1960, 05:53 UTC, https://example.org/#date=1960-05-01T05:53Z. Accessed 23 Nov. 2026.')
})
