/** @import { Plot, ProfiledFlight } from '#deck/chart/plot' */
/** @import { CurvePiece, EnvelopePoint } from '#deck/chart/series' */

/** Lines of the profile are so much finer than those of the map. */
const FINER = 0.8
const ALPHA = { under: 0.1, envelope: 0.13, ahead: 0.55 }
const WIDTH = { planned: 1.4, flown: 2.4, ahead: 1.6 }

/**
 * The dashes of a line of the profile.
 * @param {Plot} plot
 * @param {string} evidence
 */
export const dashOf = (plot, evidence) => plot.theme.line(evidence).dash.map((length) => length * FINER)

/**
 * A flight's altitudes over time: the whole in pale, or what is flown in full ink.
 * @param {CanvasRenderingContext2D} context
 * @param {Plot} plot
 * @param {ProfiledFlight} profiled
 * @param {boolean} isFlown
 */
export const paintCurve = (context, plot, { flight, curve, envelope }, isFlown) => {
  const { isPlanned } = flight
  context.save()
  context.fillStyle = context.strokeStyle = plot.color('flight')
  context.lineJoin = context.lineCap = 'round'
  if (isFlown && !isPlanned) for (const piece of curve) fillUnder(context, plot, piece)
  if (!isFlown && !isPlanned) for (const stretch of envelope) paintEnvelope(context, plot, stretch)
  context.globalAlpha = isFlown || isPlanned ? 1 : ALPHA.ahead
  context.lineWidth = isPlanned ? WIDTH.planned : isFlown ? WIDTH.flown : WIDTH.ahead
  for (const piece of curve) {
    context.beginPath()
    tracePiece(context, plot, piece)
    context.setLineDash(dashOf(plot, flight.evidence(piece.basis)))
    context.stroke()
  }
  context.restore()
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Plot} plot
 * @param {CurvePiece} piece
 */
const tracePiece = (context, plot, { times, altitudes }) =>
  times.forEach((time, index) => context.lineTo(plot.xOf(time), plot.yOf(altitudes[index])))

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Plot} plot
 * @param {CurvePiece} piece
 */
const fillUnder = (context, plot, piece) => {
  context.globalAlpha = ALPHA.under
  context.beginPath()
  context.moveTo(plot.xOf(piece.times[0]), plot.bottom)
  tracePiece(context, plot, piece)
  context.lineTo(plot.xOf(piece.times[piece.times.length - 1]), plot.bottom)
  context.fill()
}

/**
 * The soft band: between which altitudes the flight may have been, as its times are uncertain.
 * @param {CanvasRenderingContext2D} context
 * @param {Plot} plot
 * @param {EnvelopePoint[]} envelope one stretch of it
 */
const paintEnvelope = (context, plot, envelope) => {
  context.globalAlpha = ALPHA.envelope
  context.beginPath()
  for (const { time, high } of envelope) context.lineTo(plot.xOf(time), plot.yOf(high) - 1)
  for (const { time, low } of envelope.toReversed()) context.lineTo(plot.xOf(time), plot.yOf(low) + 1)
  context.fill()
}

/**
 * Whether a flight's line runs through a box.
 * @param {Plot} plot
 * @param {import('#map/boxes').Box} box
 */
export const crossesCurve = (plot, box) => plot.profiled.some(({ curve }) => curve.some(({ times, altitudes }) =>
  times.slice(1).some((_, index) => crosses(
    [plot.xOf(times[index]), plot.yOf(altitudes[index])],
    [plot.xOf(times[index + 1]), plot.yOf(altitudes[index + 1])],
    box
  ))))

/**
 * Whether a line from left to right runs through a box.
 * @param {[number, number]} from
 * @param {[number, number]} to
 * @param {import('#map/boxes').Box} box
 */
const crosses = ([x1, y1], [x2, y2], { left, right, top, bottom }) => {
  if (x2 < left || x1 > right) return false
  /** @param {number} x */
  const yAt = (x) => y1 + (y2 - y1) * (x2 === x1 ? 0 : Math.max(0, Math.min(1, (x - x1) / (x2 - x1))))
  const [first, last] = [yAt(left), yAt(right)]
  return Math.max(first, last) > top && Math.min(first, last) < bottom
}
