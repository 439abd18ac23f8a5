/** @import { Flight } from '#flight' */
/** @import { Alternative } from '#deck/account_list' */
/** @import { Plot } from '#deck/chart/plot' */
/** @import { Message } from '#state/stage' */
import { altitudeText } from '#deck/readout_text'

const LINE = { color: 'ink', width: 1.2 }
const POINTED = { color: 'faint', width: 1 }
const ALTERNATIVE = { color: 'ink', width: 1.4, dash: [2, 3] }
const RING = { fill: 'paper', stroke: 'ink', width: 1.6 }
const ALPHA_ELSEWHERE = 0.4
/** Radii of the knobs in pixels: of the leading flight, of others on the plot, of those in rows beside it. */
const KNOB = { leading: 7.5, plot: 5.5, row: 3.5 }
/** Of two knobs nearer than so many pixels one is enough. */
const CLOSE = 2
const ARROW = 6
const ABOVE = 9
const ALTITUDE = { size: 13, weight: 700, beside: 11, below: 15, above: -13, inset: 7, halo: 4 }

/**
 * The play head, and where every flight is on it.
 * @param {CanvasRenderingContext2D} context
 * @param {Plot} plot
 * @param {number} seconds
 * @param {{leading: Flight | null, pointed: number | null, alternative: Alternative | null}} shown
 * @param {Message} message
 */
export const paintPlayhead = (context, plot, seconds, { leading, pointed, alternative }, message) => {
  const { left, right, top, bottom, foot } = plot
  const x = Math.max(left, Math.min(right, plot.xOf(seconds)))
  if (pointed !== null) plot.line(context, [plot.xOf(pointed), top], [plot.xOf(pointed), foot], POINTED)
  if (alternative) paintAlternative(context, plot, alternative)
  const isInView = seconds >= plot.start && seconds <= plot.end
  context.globalAlpha = isInView ? 1 : ALPHA_ELSEWHERE
  plot.line(context, [x, top - plot.px(ABOVE)], [x, foot], LINE)
  if (isInView) paintKnobs(context, plot, x, { leading, alternative }, message)
  else paintArrow(context, plot, seconds < plot.start ? -1 : 1, x, (top + bottom) / 2)
  context.globalAlpha = 1
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Plot} plot
 * @param {number} x
 * @param {{leading: Flight | null, alternative: Alternative | null}} shown
 * @param {Message} message
 */
const paintKnobs = (context, plot, x, { leading, alternative }, message) => {
  for (const knob of knobsOf(plot, leading)) paintKnob(context, plot, x, knob, message)
  const altitude = alternative?.position?.altitude ?? null
  if (plot.hasAltitudes && altitude !== null) plot.disc(context, x, plot.yOf(altitude), { ...RING, radius: 5 })
}

/** @typedef {{flight: Flight, isLeading: boolean, isOnCurve: boolean, y: number}} Knob */

/**
 * The flights under way with their place on the plot, the leading one last; of those that cover each other only the
 * last.
 * @param {Plot} plot
 * @param {Flight | null} leading
 * @returns {Iterable<Knob>}
 */
const knobsOf = (plot, leading) => {
  const all = [
    ...plot.profiled.flatMap(({ flight }) => {
      const { altitude } = flight.readout
      return altitude === null ? [] : [{ flight, isOnCurve: true, y: plot.yOf(altitude) }]
    }),
    ...plot.others.map(({ flight, row }) => ({ flight, isOnCurve: false, y: plot.rowY(row) }))
  ].filter(({ flight }) => flight.readout.state === 'flying')
    .map((each) => ({ ...each, isLeading: each.flight === leading }))
    .sort((a, b) => Number(a.isLeading) - Number(b.isLeading))
  /** @type {Map<number, Knob>} */
  const knobs = new Map()
  for (const knob of all) {
    const cell = Math.round(knob.y / CLOSE)
    knobs.delete(cell)
    knobs.set(cell, knob)
  }
  return knobs.values()
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Plot} plot
 * @param {number} x
 * @param {Knob} knob
 * @param {Message} message
 */
const paintKnob = (context, plot, x, { flight, isLeading, isOnCurve, y }, message) => {
  const { isPlanned, color, readout } = flight
  const isOnPlot = isOnCurve || !plot.hasAltitudes
  plot.disc(context, x, y, {
    radius: isLeading ? KNOB.leading : isOnPlot ? KNOB.plot : KNOB.row,
    fill: isPlanned ? 'paper' : color,
    stroke: isPlanned ? color : 'paper',
    width: isPlanned ? 1.6 : 2.2
  })
  if (isLeading && isOnCurve && plot.isLow) paintAltitude(context, plot, x, y, altitudeText(readout, message) ?? '')
}

/**
 * On a phone the play head itself has the altitude.
 * @param {CanvasRenderingContext2D} context
 * @param {Plot} plot
 * @param {number} x
 * @param {number} y
 * @param {string} text
 */
const paintAltitude = (context, plot, x, y, text) => {
  const { left, right, top, bottom } = plot
  const isLeft = x > (left + right) / 2
  context.font = plot.font(ALTITUDE.size, ALTITUDE.weight)
  context.textAlign = isLeft ? 'right' : 'left'
  context.textBaseline = 'middle'
  context.lineJoin = 'round'
  context.lineWidth = ALTITUDE.halo
  context.strokeStyle = plot.color('paper')
  context.fillStyle = plot.color('ink')
  const textX = x + (isLeft ? -1 : 1) * plot.px(ALTITUDE.beside)
  const aside = plot.px(y < (top + bottom) / 2 ? ALTITUDE.below : ALTITUDE.above)
  const textY = Math.min(bottom - plot.px(ALTITUDE.inset), y + aside)
  context.strokeText(text, textX, textY)
  context.fillText(text, textX, textY)
}

/**
 * The fix of another account beside the drawn one, and how far they lie apart.
 * @param {CanvasRenderingContext2D} context
 * @param {Plot} plot
 * @param {Alternative} alternative
 */
const paintAlternative = (context, plot, { drawn, claimed }) => {
  const [from, to] = [drawn, claimed].map(({ time, altitude }) =>
    /** @type {[number, number]} */ ([plot.xOf(time), plot.hasAltitudes ? plot.yOf(altitude ?? 0) : plot.bottom]))
  plot.line(context, from, to, ALTERNATIVE)
  plot.disc(context, ...to, { ...RING, radius: 4 })
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Plot} plot
 * @param {number} way
 * @param {number} x
 * @param {number} y
 */
const paintArrow = (context, plot, way, x, y) => {
  const size = plot.px(ARROW)
  context.beginPath()
  context.moveTo(x + way * size, y)
  context.lineTo(x, y - size)
  context.lineTo(x, y + size)
  context.fillStyle = plot.color('ink')
  context.fill()
}
