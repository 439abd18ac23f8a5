import { overlaps } from '#boxes'
import { actAt, holds, windowOf } from '#deck/acts'
import { curveOf, densityOf, envelopeOf, rowsOf } from '#deck/curves'
import { heightLabel, heightRange, heightTicks, timeTicks } from '#deck/scale'
import { heightOf } from '#deck/readout'
import { dayInWords, wallClock } from '#deck/zones'
import { greatest } from '#extremes'

const DASHES = { documented: [], inferred: [7, 4], interpolated: [0.1, 4.5], planned: [1.5, 4.5] }
const DAY = 86400
/** Of two knobs nearer than so many pixels one is enough. */
const CLOSE = 2

/** Between which heights a flight may have been all along; nothing where its times are sure. */
const envelopeAbout = ({ flight, track }) => {
  const minutes = flight.fixes.map((fix) => fix.minutes)
  return minutes.some(Boolean) ? envelopeOf(track, minutes, track.start, track.end, 200) : []
}

/**
 * The altitude profile of one act, on canvas: what never changes while it plays lies on one canvas, the play head on another.
 * Where no height is known it is a plain time line with a row for each flight.
 */
export class Profile {
  #stage
  #host
  #ground
  #live
  #flown = document.createElement('canvas')
  #flights
  #moments
  #ceilings
  #act = null
  #word = (key, values) => this.#stage.word(key, values)

  /**
   * @param {Stage} stage
   * @param {HTMLElement} host with two canvases in it
   * @param {{flights: {flight: object, track: Track}[], moments: object[], ceilings: object[], acts: object[]}} score
   */
  constructor (stage, host, { flights, moments, ceilings, acts }) {
    this.#stage = stage
    this.#host = host
    ;[this.#ground, this.#live] = host.querySelectorAll('canvas')
    this.#moments = moments
    this.#ceilings = ceilings
    this.#flights = flights.map((each) => {
      const curve = each.flight.hasProfile ? curveOf(each.track) : []
      return {
        ...each,
        act: actAt(acts, each.track.start),
        curve,
        highest: greatest(curve.map(({ heights }) => greatest(heights))),
        envelope: each.flight.hasProfile ? envelopeAbout(each) : []
      }
    })
  }

  /** Show the act of that number, and draw all anew. */
  show (number, act) {
    this.#act = { number, ...windowOf(act) }
    this.paint()
  }

  /** Whether there is anything to draw on: the deck may be out of sight. */
  get isSeen () { return this.plot.width > 0 && this.plot.height > 0 }

  /** Where a moment lies, in pixels from the left. */
  xOf (seconds) {
    const { left, right } = this.plot
    return left + (seconds - this.#act.start) / (this.#act.end - this.#act.start) * (right - left)
  }

  /** The moment at a place. */
  secondsAt (x) {
    const { left, right } = this.plot
    const share = Math.max(0, Math.min(1, (x - left) / (right - left)))
    return this.#act.start + share * (this.#act.end - this.#act.start)
  }

  /** Seconds that one pixel stands for. */
  get secondsPerPixel () { return (this.#act.end - this.#act.start) / (this.plot.right - this.plot.left) }

  /** The ceiling whose line or band lies at `y`, or null. */
  ceilingAt (y) {
    if (!this.plot.hasHeights) return null
    const reach = 4
    return this.plot.ceilings.find(({ altitude, top }) => y <= this.#yOf(altitude) + reach && y >= this.#yOf(top ?? altitude) - reach) ?? null
  }

  /** Draw what does not change while the act plays. */
  paint () {
    this.#measure()
    if (!this.isSeen) return
    const ground = this.#begin(this.#ground)
    this.#paintPlot(ground)
    this.#paintEvidence(ground)
    this.#paintAxis(ground)
    this.#paintCeilings(ground)
    this.#paintFlights(ground, { isFlown: false })
    this.#paintFlights(this.#begin(this.#flown), { isFlown: true })
  }

  /**
   * Draw what moves: the flown part in full ink, the play head, and every flight's place on it.
   * @param {number} seconds
   * @param {{flight: object, readout: object, isLeading: boolean}[]} flights
   * @param {{seconds: ?number, ghost: ?object, account: ?object}} others the moment pointed at; a rival's place and fix
   */
  paintLive (seconds, flights, { pointed = null, ghost = null, account = null } = {}) {
    if (!this.isSeen) return
    const context = this.#begin(this.#live)
    const { top, bottom, left, right, width, height, foot } = this.plot
    const x = Math.max(left, Math.min(right, this.xOf(seconds)))
    context.save()
    context.beginPath()
    context.rect(0, 0, x, height)
    context.clip()
    context.drawImage(this.#flown, 0, 0, width, height)
    context.restore()
    if (pointed !== null) this.#line(context, this.xOf(pointed), top, foot, 'faint', 1)
    this.#paintRival(context, account)
    const isInView = seconds >= this.#act.start && seconds <= this.#act.end
    context.globalAlpha = isInView ? 1 : 0.4
    this.#line(context, x, top - this.#unit(9), foot, 'ink', 1.2)
    if (!isInView) this.#paintArrow(context, seconds < this.#act.start ? -1 : 1, x, (top + bottom) / 2)
    else for (const each of this.#knobsOf(flights)) this.#paintKnob(context, x, each)
    if (isInView && this.plot.hasHeights && (ghost?.altitude ?? null) !== null) this.#ring(context, x, this.#yOf(ghost.altitude), 'ink', 5)
    context.globalAlpha = 1
  }

  #measure () {
    const { width, height } = this.#host.getBoundingClientRect()
    const unit = parseFloat(getComputedStyle(this.#stage.root).fontSize) / 16
    const here = this.#flights.filter(({ act, flight }) => act === this.#act.number && this.#stage.layers.isVisible(flight.layer))
    const profiled = here.filter(({ curve }) => curve.length)
    const others = here.filter(({ curve }) => !curve.length)
    const numbers = rowsOf(others.map(({ track }) => track))
    const rowCount = greatest(numbers, -1) + 1
    const hasHeights = profiled.length > 0
    const axis = 19 * unit
    const isSmall = height < 110
    const strip = (isSmall ? 7 : 11) * unit
    const top = (isSmall ? 10 : 14) * unit
    const foot = height - axis
    const rowHeight = hasHeights ? 5 * unit : (foot - strip - top) / Math.max(1, rowCount)
    const bottom = hasHeights ? foot - strip - rowCount * rowHeight - (rowCount ? 3 * unit : 0) : foot - strip
    const highest = greatest(profiled.map(({ highest }) => highest), 1)
    const { start, end } = this.#act
    const ceilings = hasHeights ? this.#ceilings.filter((each) => each.altitude < highest * 1.5 && holds(each, start, end)) : []
    this.plot = {
      width, height, unit, isSmall, top, bottom, foot, strip, hasHeights, ceilings, rowHeight,
      left: (hasHeights ? 48 : 12) * unit,
      right: width - 12 * unit,
      highest: Math.max(highest, ...ceilings.map(({ altitude, top: upper }) => upper ?? altitude)) * 1.04,
      profiled,
      others: others.map((each, index) => ({ ...each, row: numbers[index] })),
      rows: new Map([...profiled.map(({ flight }) => [flight, null]), ...others.map(({ flight }, index) => [flight, numbers[index]])])
    }
  }

  #begin (canvas) {
    const { width, height } = this.plot
    const ratio = globalThis.devicePixelRatio || 1
    const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)]
    if (canvas.width !== wide || canvas.height !== high) [canvas.width, canvas.height] = [wide, high]
    const context = canvas.getContext('2d')
    context.setTransform(ratio, 0, 0, ratio, 0, 0)
    context.clearRect(0, 0, width, height)
    return context
  }

  #unit (pixels) { return pixels * this.plot.unit }

  #font (size, weight = 400) { return this.#stage.font(`${weight} ${size * this.plot.unit}px`) }

  #yOf (metres) {
    const { top, bottom, highest } = this.plot
    return bottom - Math.max(0, metres) / highest * (bottom - top)
  }

  #rowY (row) {
    const { top, bottom, foot, strip, rowHeight, hasHeights } = this.plot
    return hasHeights ? foot - strip - (row + 0.5) * rowHeight : (bottom > top ? top : 0) + (row + 0.62) * rowHeight
  }

  #paintPlot (context) {
    const { left, right, top, bottom, hasHeights, highest } = this.plot
    context.fillStyle = this.#stage.ink.get('paper')
    context.fillRect(left, top, right - left, this.plot.foot - this.plot.strip - top)
    if (!hasHeights) return
    context.font = this.#font(11.5)
    context.textAlign = 'right'
    context.textBaseline = 'middle'
    for (const tick of heightTicks(highest, bottom - top > 70 ? 3 : 2)) {
      const y = this.#yOf(tick)
      context.fillStyle = this.#stage.ink.get('quiet')
      context.fillText(heightLabel(tick, this.#word), left - this.#unit(8), y)
      this.#across(context, y, 'hairline', 1, [])
    }
    this.#across(context, bottom, 'hairline', 1, [])
  }

  /** Where evidence is dense: bars as high as many sources bear witness; over them a tick for each fix and event. */
  #paintEvidence (context) {
    const { left, right, foot, strip } = this.plot
    const count = Math.max(10, Math.round((right - left) / this.#unit(10)))
    const bins = densityOf(this.#moments, this.#act.start, this.#act.end, count)
    const most = greatest(bins, 1)
    const wide = (right - left) / count
    context.fillStyle = this.#stage.ink.get('ink')
    context.globalAlpha = 0.24
    bins.forEach((sources, bin) => {
      const high = sources / most * strip
      context.fillRect(left + bin * wide, foot - high, wide - 1, high)
    })
    context.globalAlpha = 1
    for (const { at, until, key } of this.#moments) {
      if (at < this.#act.start || at > this.#act.end) continue
      const isEvent = !key.includes('/')
      const high = isEvent ? strip : strip * 0.55
      const x = this.xOf(at)
      if (until > at) context.fillRect(x, foot - 2, Math.min(this.xOf(until), right) - x, 2)
      context.fillRect(x - (isEvent ? 1 : 0.6), foot - high, isEvent ? 2 : 1.2, high)
    }
  }

  #paintAxis (context) {
    const { left, right, foot, unit } = this.plot
    const { step, ticks } = timeTicks(this.#act.start, this.#act.end, Math.max(2, (right - left) / (84 * unit)))
    this.#across(context, foot, 'ink', 1, [])
    context.font = this.#font(11.5)
    context.textBaseline = 'alphabetic'
    context.textAlign = 'center'
    for (const tick of ticks) {
      const x = this.xOf(tick)
      const label = this.#tickLabel(tick, step)
      const half = context.measureText(label).width / 2
      this.#line(context, x, foot, foot + this.#unit(4), 'quiet', 1)
      context.fillStyle = this.#stage.ink.get('quiet')
      context.fillText(label, Math.max(half, Math.min(this.plot.width - half, x)), foot + this.#unit(15.5))
    }
  }

  #tickLabel (seconds, step) {
    const { day, time } = wallClock(seconds, 0, { withSeconds: step < 60 })
    if (step < DAY && seconds % DAY) return time
    const style = step === Infinity ? { month: 'short', year: 'numeric' } : { day: 'numeric', month: 'short' }
    return dayInWords(day, this.#stage.language.now, style)
  }

  #paintFlights (context, { isFlown }) {
    for (const each of this.plot.profiled) this.#paintCurve(context, each, isFlown)
    for (const each of this.plot.others) this.#paintRow(context, each, isFlown)
  }

  #paintCurve (context, { flight, curve, envelope }, isFlown) {
    const isPlanned = flight.status === 'planned'
    const colour = this.#stage.ink.get('flight')
    context.save()
    context.fillStyle = context.strokeStyle = colour
    context.lineJoin = context.lineCap = 'round'
    if (isFlown && !isPlanned) {
      context.globalAlpha = 0.1
      for (const { times, heights } of curve) this.#fillUnder(context, times, heights)
    }
    if (!isFlown && !isPlanned && envelope.length) this.#paintBand(context, envelope)
    context.globalAlpha = isFlown || isPlanned ? 1 : 0.55
    for (const { basis, times, heights } of curve) {
      context.beginPath()
      times.forEach((time, index) => context.lineTo(this.xOf(time), this.#yOf(heights[index])))
      context.setLineDash(DASHES[isPlanned ? 'planned' : basis])
      context.lineWidth = isPlanned ? 1.4 : isFlown ? 2.4 : 1.6
      context.stroke()
    }
    context.restore()
  }

  #fillUnder (context, times, heights) {
    const { bottom } = this.plot
    context.beginPath()
    context.moveTo(this.xOf(times[0]), bottom)
    times.forEach((time, index) => context.lineTo(this.xOf(time), this.#yOf(heights[index])))
    context.lineTo(this.xOf(times.at(-1)), bottom)
    context.fill()
  }

  /** The soft band: between which heights the flight may have been, as its times are uncertain. */
  #paintBand (context, envelope) {
    context.globalAlpha = 0.13
    context.beginPath()
    for (const { time, high } of envelope) context.lineTo(this.xOf(time), this.#yOf(high) - 1)
    for (const { time, low } of envelope.toReversed()) context.lineTo(this.xOf(time), this.#yOf(low) + 1)
    context.fill()
  }

  /** A flight without heights as a row: when it was under way, on what evidence, and its name where there is room. */
  #paintRow (context, { flight, track, row }, isFlown) {
    const y = this.#rowY(row)
    const isPlanned = flight.status === 'planned'
    const colour = this.#stage.ink.get(flight.mode === 'air' ? 'flight' : 'ink')
    const isTall = !this.plot.hasHeights
    context.save()
    context.strokeStyle = colour
    context.lineCap = 'round'
    for (const { first, last, basis } of track.legs) {
      if (Number.isNaN(track.time[first] + track.time[last])) continue
      context.beginPath()
      context.moveTo(this.xOf(track.time[first]), y)
      context.lineTo(this.xOf(track.time[last]), y)
      context.setLineDash(DASHES[isPlanned ? 'planned' : basis])
      context.globalAlpha = isFlown ? 1 : 0.45
      context.lineWidth = (isTall ? 2.4 : 1.6) + (isFlown ? 0.6 : 0)
      context.stroke()
    }
    context.setLineDash([])
    context.globalAlpha = 1
    if (isTall) this.#paintStops(context, track, y, colour)
    if (isTall && !isFlown) this.#paintRowName(context, flight, track, y)
    context.restore()
  }

  #paintStops (context, track, y, colour) {
    for (const [fix, vertex] of track.fixes.entries()) {
      if (!track.timed[fix]) continue
      context.beginPath()
      context.arc(this.xOf(track.time[vertex]), y, this.#unit(3.2), 0, 2 * Math.PI)
      context.fillStyle = this.#stage.ink.get('paper')
      context.fill()
      context.strokeStyle = colour
      context.lineWidth = 1.6
      context.stroke()
    }
  }

  #paintRowName (context, flight, track, y) {
    const { right } = this.plot
    context.font = this.#font(12, 700)
    context.textBaseline = 'alphabetic'
    context.textAlign = 'left'
    const name = this.#stage.say(flight.name)
    const x = Math.min(this.xOf(track.start), right - context.measureText(name).width - this.#unit(4))
    context.fillStyle = this.#stage.ink.get('ink')
    context.fillText(name, x + this.#unit(1), y - this.#unit(8))
  }

  #paintCeilings (context) {
    const { ceilings, left, right } = this.plot
    const taken = []
    for (const { altitude, top } of ceilings) {
      const [low, high] = [this.#yOf(altitude), this.#yOf(top ?? altitude)]
      if (top !== null) {
        context.fillStyle = this.#stage.ink.get('ink')
        context.globalAlpha = 0.06
        context.fillRect(left, high, right - left, low - high)
        context.globalAlpha = 1
        this.#across(context, high, 'faint', 0.8, [3, 3])
      }
      this.#across(context, low, 'faint', 0.8, [3, 3])
    }
    if (this.plot.isSmall) return
    for (const { name, altitude, top } of ceilings) {
      const text = `${this.#stage.say(name).split(/[:：]/)[0]} ${heightRange(altitude, top, this.#word)}`
      this.#paintCeilingName(context, text, this.#yOf(altitude), this.#yOf(top ?? altitude), taken)
    }
  }

  /** A ceiling's name on its line or beside it, where it crosses no flight and no other name; without room it is told by pointing at it. */
  #paintCeilingName (context, text, low, high, taken) {
    context.font = this.#font(11)
    context.textBaseline = 'middle'
    context.textAlign = 'left'
    const lines = [(low + high) / 2, high - this.#unit(7), low + this.#unit(7)]
    const box = this.#freeBox(context.measureText(text).width, lines, taken)
    if (!box) return
    taken.push(box)
    context.fillStyle = this.#stage.ink.get('paper')
    context.fillRect(box.left + this.#unit(4), box.top + this.#unit(1), box.right - box.left - this.#unit(8), box.bottom - box.top - this.#unit(2))
    context.fillStyle = this.#stage.ink.get('quiet')
    context.fillText(text, box.left + this.#unit(8), (box.top + box.bottom) / 2)
  }

  #freeBox (width, lines, taken) {
    const { left, right, top, bottom } = this.plot
    const half = this.#unit(7)
    for (const y of lines) {
      if (y - half < top - this.#unit(3) || y + half > bottom) continue
      for (let x = right - width - this.#unit(10); x > left + this.#unit(4); x -= this.#unit(8)) {
        const box = { left: x - this.#unit(8), right: x + width + this.#unit(8), top: y - half, bottom: y + half }
        if (!taken.some((other) => overlaps(box, other)) && !this.#isCrossed(box)) return box
      }
    }
    return null
  }

  /** Whether a flight's line runs through a box. */
  #isCrossed (box) {
    const margin = this.#unit(2)
    return this.plot.profiled.some(({ curve }) => curve.some(({ times, heights }) => {
      for (let index = 1; index < times.length; index++) {
        const [x1, x2] = [this.xOf(times[index - 1]), this.xOf(times[index])]
        if (x2 < box.left - margin || x1 > box.right + margin) continue
        const [y1, y2] = [this.#yOf(heights[index - 1]), this.#yOf(heights[index])]
        const at = (x) => y1 + (y2 - y1) * (x2 === x1 ? 0 : Math.max(0, Math.min(1, (x - x1) / (x2 - x1))))
        const [first, last] = [at(box.left - margin), at(box.right + margin)]
        if (Math.max(first, last) > box.top && Math.min(first, last) < box.bottom) return true
      }
      return false
    }))
  }

  /** The flights under way, each with its height on the plot; of those that lie upon each other only the last. */
  #knobsOf (flights) {
    const { rows } = this.plot
    const knobs = new Map()
    for (const each of flights) {
      const { flight, readout } = each
      const drawn = rows.get(flight) === null
      if (readout.state !== 'flying' || !rows.has(flight) || (drawn && readout.altitude === null)) continue
      const y = drawn ? this.#yOf(readout.altitude) : this.#rowY(rows.get(flight))
      const height = Math.round(y / CLOSE)
      knobs.delete(height)
      knobs.set(height, { ...each, drawn, y })
    }
    return knobs.values()
  }

  #paintKnob (context, x, { flight, readout, isLeading, drawn, y }) {
    const colour = this.#stage.ink.get(flight.mode === 'air' ? 'flight' : 'ink')
    const isPlanned = flight.status === 'planned'
    const radius = this.#unit(isLeading ? 7.5 : !this.plot.hasHeights || drawn ? 5.5 : 3.5)
    context.beginPath()
    context.arc(x, y, radius, 0, 2 * Math.PI)
    context.fillStyle = isPlanned ? this.#stage.ink.get('paper') : colour
    context.fill()
    context.strokeStyle = isPlanned ? colour : this.#stage.ink.get('paper')
    context.lineWidth = isPlanned ? 1.6 : 2.2
    context.stroke()
    if (isLeading && drawn && this.plot.isSmall) this.#paintHeight(context, x, y, heightOf(readout, this.#word))
  }

  /** On a phone the play head itself tells the height. */
  #paintHeight (context, x, y, text) {
    const { left, right, top, bottom } = this.plot
    const isLeft = x > (left + right) / 2
    context.font = this.#font(13, 700)
    context.textAlign = isLeft ? 'right' : 'left'
    context.textBaseline = 'middle'
    context.lineJoin = 'round'
    context.lineWidth = 4
    context.strokeStyle = this.#stage.ink.get('paper')
    context.fillStyle = this.#stage.ink.get('ink')
    const place = [x + (isLeft ? -1 : 1) * this.#unit(11), Math.min(bottom - this.#unit(7), y + this.#unit(y < (top + bottom) / 2 ? 15 : -13))]
    context.strokeText(text, ...place)
    context.fillText(text, ...place)
  }

  /** A rival's fix beside the drawn one, and how far they lie apart. */
  #paintRival (context, account) {
    if (!account) return
    const [x1, x2] = [this.xOf(account.drawn.time), this.xOf(account.rival.time)]
    const [y1, y2] = [account.drawn, account.rival].map(({ altitude }) => this.plot.hasHeights ? this.#yOf(altitude ?? 0) : this.plot.bottom)
    context.save()
    context.strokeStyle = this.#stage.ink.get('ink')
    context.lineWidth = 1.4
    context.setLineDash([2, 3])
    context.beginPath()
    context.moveTo(x1, y1)
    context.lineTo(x2, y2)
    context.stroke()
    context.restore()
    this.#ring(context, x2, y2, 'ink', 4)
  }

  #ring (context, x, y, colour, radius) {
    context.beginPath()
    context.arc(x, y, this.#unit(radius), 0, 2 * Math.PI)
    context.fillStyle = this.#stage.ink.get('paper')
    context.fill()
    context.strokeStyle = this.#stage.ink.get(colour)
    context.lineWidth = 1.6
    context.stroke()
  }

  #paintArrow (context, way, x, y) {
    const size = this.#unit(6)
    context.beginPath()
    context.moveTo(x + way * size, y)
    context.lineTo(x, y - size)
    context.lineTo(x, y + size)
    context.fillStyle = this.#stage.ink.get('ink')
    context.fill()
  }

  #across (context, y, colour, width, dash) {
    const { left, right } = this.plot
    context.save()
    context.strokeStyle = this.#stage.ink.get(colour)
    context.lineWidth = width
    context.setLineDash(dash)
    context.beginPath()
    context.moveTo(left, y)
    context.lineTo(right, y)
    context.stroke()
    context.restore()
  }

  #line (context, x, y1, y2, colour, width) {
    context.beginPath()
    context.moveTo(x, y1)
    context.lineTo(x, y2)
    context.strokeStyle = this.#stage.ink.get(colour)
    context.lineWidth = width
    context.stroke()
  }
}
