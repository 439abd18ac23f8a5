import assert from 'node:assert/strict'
import { describe, test } from 'node:test'

import { AlternativeTrack, differenceOf } from '../../app/static/js/deck/alternative_track.js'
import { actAt, holds, isActVisible, isInstant, speedAt, windowOf } from '../../app/static/js/deck/acts.js'
import { citationsOf } from '../../app/static/js/deck/citation.js'
import { curveOf, densityOf, envelopeOf, groundOf, rowsOf } from '../../app/static/js/deck/chart/series.js'
import { gapFor } from '../../app/static/js/deck/chart/rows.js'
import { altitudeTicks, timeTicks } from '../../app/static/js/deck/chart/ticks.js'
import { Moments } from '../../app/static/js/deck/moments.js'
import { Player } from '../../app/static/js/deck/player.js'
import { formatNumber, formatTick } from '../../app/static/js/lib/format.js'
import { formatOffset, localTime, offsetAt, parseTyped } from '../../app/static/js/lib/local_time.js'
import { Clock } from '../../app/static/js/state/clock.js'
import { Track } from '../../app/static/js/track.js'
import { PACKED, inEnglish, track } from './small_flight.js'

const MAY_DAY = Date.UTC(1960, 4, 1) / 1000

const SPEEDS = [1, 10, 60, 300, 600, 3600]

describe('an act', () => {
  const acts = [{ start: 0, end: 4020 }, { start: 90000, end: 90000 }, { start: 200000, end: 459200 }]

  test('is the one that holds the moment, else the nearest', () => {
    assert.deepEqual([-5, 4000, 46000, 48000, 90000, 900000].map((seconds) => actAt(acts, seconds)), [0, 0, 0, 1, 1, 2])
  })

  test('has at each moment the last speed that began', () => {
    const paces = [[0, 600], [100, 60], [200, 600]]
    assert.deepEqual([-5, 0, 99, 100, 199, 900].map((now) => speedAt({ paces }, now)), [600, 600, 600, 60, 60, 600])
  })

  test('has room about it on the axis, an instant too', () => {
    for (const act of acts) {
      const { start, end } = windowOf(act)
      assert.ok(start < act.start && end > act.end)
    }
    assert.equal(isInstant(acts[1]), true)
  })

  test('is visible while one of its layers is, or where nothing of it is in a layer', () => {
    const visible = (...on) => (layer) => on.includes(layer)
    assert.equal(isActVisible({ layers: ['a', 'b'] }, visible('b')), true)
    assert.equal(isActVisible({ layers: ['a', 'b'] }, visible('c')), false)
    assert.equal(isActVisible({ layers: [] }, visible('c')), true)
  })

  test('has the clocks and ceilings of its time, and those of all times', () => {
    const october = { from: 100, until: 200 }
    assert.deepEqual([99, 100, 200, 201].map((now) => holds(october, now)), [false, true, true, false])
    const spans = [[0, 99], [0, 100], [150, 160], [200, 300], [201, 300]]
    assert.deepEqual(spans.map(([start, end]) => holds(october, start, end)), [false, true, true, true, false])
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

  test('are stepped through where a source states them, once each', () => {
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
  const acts = [
    { start: 0, end: 4200, paces: [[0, 60]] },
    { start: 90000, end: 90000, paces: [[90000, 1]] },
    { start: 200000, end: 204200, paces: [[200000, 60], [202000, 10], [202100, 60]] }
  ]

  /** A player whose frames come by hand: `run(seconds)` lets so many go by, sixty a second. */
  const rig = ({ now = 0, isStill = false, canPlay = () => true } = {}) => {
    const clock = new Clock({ now, start: 0, end: 204200 })
    let time = 0
    let waiting = null
    const surroundings = {
      reducedMotion: () => isStill,
      canPlay,
      request: (callback) => { waiting = callback; return 1 },
      cancel: () => { waiting = null }
    }
    const player = new Player(clock, { acts, moments: new Moments([{ at: 600, basis: 'documented' }], [0, 4200]), speeds: SPEEDS }, surroundings)
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
    const { clock, player, run } = rig({ now: 4190, canPlay: ({ start }) => start < 100000 })
    player.play()
    run(5)
    assert.equal(clock.now, 4200)
    assert.equal(player.isPlaying, false)
    player.turn(1)
    player.turn(1)
    assert.equal(clock.now, 200000)
  })

  test('does not play a single moment, nor an act in which nothing is under way', () => {
    for (const { clock, player, run } of [rig({ now: 90000 }), rig({ canPlay: () => false })]) {
      const { now } = clock
      player.play()
      run(1)
      assert.deepEqual([player.canPlay, player.isPlaying, clock.now], [false, false, now])
    }
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

  test('plays slowly where the act says so, unless a speed was chosen', () => {
    const { clock, player, run } = rig({ now: 201990 })
    player.play()
    run(1)
    assert.equal(player.speed, 10)
    assert.ok(clock.now < 202010, `${clock.now}`)
    run(10)
    assert.equal(player.speed, 60)
    player.seek(201990)
    player.speed = 300
    player.play()
    run(0.1)
    assert.equal(player.speed, 300)
    player.useOwnSpeed()
    assert.equal(player.speed, 10)
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
    assert.deepEqual(localTime(MAY_DAY + 23 * 3600, 120), { day: MAY_DAY / 86400 + 1, time: '01:00' })
    assert.equal(localTime(MAY_DAY + 5 * 3600 + 53 * 60 + 7, 0, { withSeconds: true }).time, '05:53:07')
    assert.equal(localTime(MAY_DAY, -300).time, '19:00')
  })

  test('name offsets', () => {
    assert.deepEqual([120, -300, 330, 0].map(formatOffset), ['UTC+2', 'UTC−5', 'UTC+5:30', 'UTC+0'])
  })

  test('take what is typed: a time of the day shown, or a whole moment', () => {
    const now = MAY_DAY + 3600
    assert.equal(parseTyped('05:53', now), MAY_DAY + 5 * 3600 + 53 * 60)
    assert.equal(parseTyped(' 5.53 ', now), MAY_DAY + 5 * 3600 + 53 * 60)
    assert.equal(parseTyped('0553', now), MAY_DAY + 5 * 3600 + 53 * 60)
    assert.equal(parseTyped('05:53:10', now), MAY_DAY + 5 * 3600 + 53 * 60 + 10)
    assert.equal(parseTyped('1960-05-02 01:00', now), MAY_DAY + 86400 + 3600)
    assert.equal(parseTyped('1960-05-01T08:53+03:00', now), MAY_DAY + 5 * 3600 + 53 * 60)
    for (const text of ['', 'noon', '24:00', '12:60', '1960-13-01']) assert.equal(parseTyped(text, now), null, text)
  })
})

describe('axes', () => {
  test('have round ticks from seconds to centuries', () => {
    for (const span of [60, 3200, 4020, 38000, 259200, 7e6, 7.6e8, 3e9]) {
      const { ticks } = timeTicks(MAY_DAY, MAY_DAY + span, 8)
      assert.ok(ticks.length >= 1 && ticks.length <= 9, `${span}: ${ticks.length}`)
      assert.ok(ticks.every((tick) => tick >= MAY_DAY && tick <= MAY_DAY + span))
    }
    const hours = [1, 2, 3, 4].map((hour) => MAY_DAY + hour * 3600)
    assert.deepEqual(timeTicks(MAY_DAY + 1, MAY_DAY + 4 * 3600, 4).ticks, hours)
    assert.equal(new Date(timeTicks(MAY_DAY, MAY_DAY + 7.6e8, 8).ticks[0] * 1000).toISOString().slice(4, 10), '-01-01')
  })

  test('name altitudes', () => {
    assert.deepEqual(altitudeTicks(26000, 3), [10000, 20000])
    assert.deepEqual(altitudeTicks(7300, 3), [5000])
    assert.deepEqual([20000, 500].map((height) => formatTick(height, inEnglish)), ['20 km', '500 m'])
    assert.equal(formatNumber(20700), '20\u202f700')
  })
})

describe('curves', () => {
  test('follow the altitudes in pieces of one basis', () => {
    const inParts = new Track({
      lon: [[0, 4]], lat: [0, [1000, 3]], altitude: [100, 100, null, 100], time: [0, [10, 3]], uncertainty: [[null, 4]],
      fixes: [0, 1, 2], timed: [[1, 1], [0, 2]], basis: [0, 1], breaks: []
    })
    assert.deepEqual(curveOf(inParts), [{ basis: 'documented', times: [0, 1], altitudes: [100, 200] }])
    assert.deepEqual(curveOf(track).map(({ basis, altitudes }) => [basis, altitudes]), [['inferred', [0, 500, 1000]], ['interpolated', [1000, 500, 0]]])
  })

  test('have a band as wide as the times are uncertain', () => {
    const [[, middle]] = envelopeOf(track, [75, NaN, 75], 2)
    assert.deepEqual([middle.low, middle.high], [500, 1000])
    for (const { low, high } of envelopeOf(track, [0, 0, 0], 4).flat()) assert.equal(low, high)
    const unknown = new Track({ ...PACKED, altitude: [0, 500, null, -500, -500] })
    assert.deepEqual(envelopeOf(unknown, [75, 75, 75], 8).map((stretch) => stretch.length), [3, 3])
  })

  test('are above the ground, in pieces between which nothing is known of it', () => {
    const five = new Track({ ...PACKED, breaks: [4] })
    const ground = Float64Array.of(400, 4600, NaN, 200, 300)
    const time = Array.from(five.time)
    assert.deepEqual(groundOf(five, ground), [{ times: time.slice(0, 2), altitudes: [400, 4600] }])
    assert.deepEqual(groundOf(track, ground).map(({ altitudes }) => altitudes), [[400, 4600], [200, 300]])
    assert.deepEqual(groundOf(track, Float64Array.of()), [])
  })

  test('share rows where they do not overlap', () => {
    assert.deepEqual(rowsOf([{ start: 5, end: 9 }, { start: 0, end: 5 }, { start: 1, end: 2 }]), [0, 0, 1])
  })

  test('know where evidence is dense', () => {
    const moments = [[0, 3], [4, 0], [9, 2], [10, 9]].map(([at, sources]) => ({ at, sources }))
    assert.deepEqual(densityOf(moments, 0, 10, 2), [4, 2])
  })
})

describe('another account', () => {
  const at = track.time[2]

  test('comes to the fix at its own time and agrees again at the fixes around', () => {
    const other = new AlternativeTrack(track, { fix: 1, time: at - 50, position: null, altitude: null })
    assert.deepEqual(other.at(at - 50).lat, 2)
    assert.equal(other.at(track.start).lat, 0)
    assert.equal(other.at(track.end).lat, 4)
    assert.ok(other.at(at).lat > 2)
  })

  test('bends the track to its own place and altitude', () => {
    const other = new AlternativeTrack(track, { fix: 1, time: null, position: [1, 2], altitude: 1600 })
    assert.deepEqual([other.at(at).lon, other.at(at).altitude], [1, 1600])
    assert.deepEqual([other.at(at - 75).lon, other.at(at - 75).altitude], [0.5, 800])
    assert.equal(other.at(track.end).lon, 0)
  })

  test('passes over fixes that it leaves no time for', () => {
    const late = new AlternativeTrack(track, { fix: 0, time: at + 20, position: null, altitude: null })
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
  const accessed = new Date(2026, 10, 23)
  const shown = { title: 'Grand Slam', subtitle: 'From Peshawar towards Bodø', authors: [], version: 'abc',
    moment: '1 May 1960, 05:53 UTC', address: 'https://example.org/#date=1960-05-01T05:53Z', accessed }
  const { chicago, mla } = citationsOf(shown)
  assert.equal(chicago, '“Grand Slam: From Peshawar towards Bodø.” Overflight, content version abc. 1 May 1960, 05:53 UTC. Accessed November 23, 2026. https://example.org/#date=1960-05-01T05:53Z.')
  assert.equal(mla, '“Grand Slam: From Peshawar towards Bodø.” Overflight, version abc, 1 May 1960, 05:53 UTC, https://example.org/#date=1960-05-01T05:53Z. Accessed 23 Nov. 2026.')
})

test('authors lead a citation as Chicago and the MLA list them', () => {
  const [anna, jan, museum] = [
    { family: 'Heyser', given: 'Anna' }, { family: 'Novák', given: 'Jan' }, { family: 'Museum of Flight', given: '' }
  ]
  const cited = { title: 'T', subtitle: '', version: 'abc', moment: 'm', address: 'a', accessed: new Date(2026, 10, 23) }
  /** @param {typeof anna[]} authors */
  const leads = (...authors) => Object.values(citationsOf({ ...cited, authors })).map((text) => text.split(' “')[0])
  assert.deepEqual(leads(museum), ['Museum of Flight.', 'Museum of Flight.'])
  assert.deepEqual(leads(anna, museum), ['Heyser, Anna, and Museum of Flight.', 'Heyser, Anna, and Museum of Flight.'])
  assert.deepEqual(leads(anna, jan, museum), ['Heyser, Anna, Jan Novák, and Museum of Flight.', 'Heyser, Anna, et al.'])
  assert.deepEqual(leads({ family: 'King', given: 'A. B.' }, jan).at(0), 'King, A. B., and Jan Novák.')
})

test('a name stands between the first stops of its row that leave it room, or nowhere', () => {
  assert.equal(gapFor([0, 30, 200], 100, 8), 38)
  assert.equal(gapFor([0, 116, 300], 100, 8), 8)
  assert.equal(gapFor([0, 50], 100, 8), null)
  assert.equal(gapFor([], 100, 8), null)
})
