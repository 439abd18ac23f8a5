/** @import { Flight } from '#flight' */
/** @import { CeilingPayload } from '#payloads' */
/** @import { CurvePiece, EnvelopePoint, GroundPiece } from '#deck/chart/series' */
/** @import { Stretch } from '#deck/acts' */
/** @import { Theme } from '#map/theme' */
import { holds } from '#deck/acts'
import { rowsOf } from '#deck/chart/series'
import { contextOf, zoomOf } from '#lib/dom'
import { maxOf } from '#lib/min_max'

/**
 * A flight on the profile: `curve` has its altitudes over time, `highest` the greatest of them, `envelope` between
 * which altitudes it may have been, `ground` how high the land below it is; `act` is the number of its act.
 * @typedef {{flight: Flight, act: number, curve: CurvePiece[], highest: number, envelope: EnvelopePoint[][],
 *   ground: GroundPiece[]}} ProfiledFlight
 */

/** The parts of a profile in pixels: on a high plot, and on a low one. */
const LAYOUT = {
  axis: 19,
  strip: { high: 11, low: 7 },
  top: { high: 14, low: 10 },
  left: { withAltitudes: 48, plain: 12 },
  right: 12,
  rowHeight: 5,
  rowGap: 3
}
/** A plot lower than this is a low one. */
const LOW = 110
/** Ceilings up to so many times the greatest altitude are shown, and so much of the plot is free above everything. */
const CEILING_REACH = 1.5
const HEADROOM = 1.04
/** Where in a row its line is, as a share of the row's height. */
const IN_ROW = 0.62

/**
 * The plot of one act: what is where, and how to draw on it. From top to bottom: the altitudes, or rows of flights that
 * have none; the strip of evidence; the time axis.
 */
export class Plot {
  /**
   * Where the plot begins and ends, where the strip of evidence does, and where the time axis is, in pixels from the
   * top.
   */
  top = 0
  bottom = 0
  foot = 0
  /** The heights of the strip of evidence and of a row. */
  strip = 0
  rowHeight = 0

  /**
   * @param {Theme} theme
   * @param {{width: number, height: number}} size
   * @param {Stretch} span what the time axis spans
   * @param {ProfiledFlight[]} flights those of the act that are visible
   * @param {CeilingPayload[]} ceilings
   */
  constructor (theme, { width, height }, { start, end }, flights, ceilings) {
    this.theme = theme
    this.width = width
    this.height = height
    this.start = start
    this.end = end
    this.unit = theme.unit
    this.isLow = height < LOW
    this.profiled = flights.filter(({ curve }) => curve.length)
    const others = flights.filter(({ curve }) => !curve.length)
    const rows = rowsOf(others.map(({ flight }) => flight.track))
    this.others = others.map(({ flight }, index) => ({ flight, row: rows[index] }))
    this.hasAltitudes = this.profiled.length > 0
    const highest = maxOf(this.profiled.map((each) => each.highest), 1)
    this.ceilings = this.hasAltitudes
      ? ceilings.filter((each) => each.altitude < highest * CEILING_REACH && holds(each, start, end))
      : []
    this.highest = HEADROOM * maxOf(this.ceilings.map(({ altitude, top }) => top ?? altitude), highest)
    this.left = this.px(this.hasAltitudes ? LAYOUT.left.withAltitudes : LAYOUT.left.plain)
    this.right = width - this.px(LAYOUT.right)
    this.#stack(maxOf(rows, -1) + 1)
  }

  /**
   * Put the parts above each other.
   * @param {number} rowCount
   */
  #stack (rowCount) {
    const form = this.isLow ? 'low' : 'high'
    this.strip = this.px(LAYOUT.strip[form])
    this.top = this.px(LAYOUT.top[form])
    this.foot = this.height - this.px(LAYOUT.axis)
    const free = this.foot - this.strip
    this.rowHeight = this.hasAltitudes ? this.px(LAYOUT.rowHeight) : (free - this.top) / Math.max(1, rowCount)
    const rows = rowCount * this.rowHeight + (rowCount ? this.px(LAYOUT.rowGap) : 0)
    this.bottom = this.hasAltitudes ? free - rows : free
  }

  /** Whether there is anything to draw on: the deck may be out of sight. */
  get isSeen () { return this.width > 0 && this.height > 0 }

  /**
   * A length at a text size of 16 pixels, at that of the page.
   * @param {number} pixels
   */
  px (pixels) { return pixels * this.unit }

  /** @param {string} name */
  color (name) { return this.theme.get(name) }

  /** @param {number} size */
  font (size, weight = 400) { return this.theme.font(`${weight} ${this.px(size)}px`) }

  /**
   * Where a moment lies, in pixels from the left.
   * @param {number} seconds
   */
  xOf (seconds) { return this.left + (seconds - this.start) / (this.end - this.start) * (this.right - this.left) }

  /**
   * The moment at a place.
   * @param {number} x
   */
  secondsAt (x) {
    const share = Math.max(0, Math.min(1, (x - this.left) / (this.right - this.left)))
    return this.start + share * (this.end - this.start)
  }

  get secondsPerPixel () { return (this.end - this.start) / (this.right - this.left) }

  /**
   * Where an altitude lies, in pixels from the top.
   * @param {number} metres
   */
  yOf (metres) { return this.bottom - Math.max(0, metres) / this.highest * (this.bottom - this.top) }

  /** @param {number} row */
  rowY (row) {
    if (this.hasAltitudes) return this.foot - this.strip - (row + 0.5) * this.rowHeight
    return (this.bottom > this.top ? this.top : 0) + (row + IN_ROW) * this.rowHeight
  }

  /**
   * A cleared canvas of the plot's size.
   * @param {HTMLCanvasElement} canvas
   */
  begin (canvas) {
    const ratio = (globalThis.devicePixelRatio || 1) * zoomOf(canvas)
    const [width, height] = [Math.round(this.width * ratio), Math.round(this.height * ratio)]
    if (canvas.width !== width || canvas.height !== height) [canvas.width, canvas.height] = [width, height]
    const context = contextOf(canvas)
    context.setTransform(ratio, 0, 0, ratio, 0, 0)
    context.clearRect(0, 0, this.width, this.height)
    return context
  }

  /**
   * A straight line.
   * @param {CanvasRenderingContext2D} context
   * @param {[number, number]} from
   * @param {[number, number]} to
   * @param {{color: string, width: number, dash?: number[]}} style
   */
  line (context, from, to, { color, width, dash = [] }) {
    context.save()
    context.strokeStyle = this.color(color)
    context.lineWidth = width
    context.setLineDash(dash)
    context.beginPath()
    context.moveTo(...from)
    context.lineTo(...to)
    context.stroke()
    context.restore()
  }

  /**
   * A line from the left of the plot to its right.
   * @param {CanvasRenderingContext2D} context
   * @param {number} y
   * @param {{color: string, width: number, dash?: number[]}} style
   */
  across (context, y, style) { this.line(context, [this.left, y], [this.right, y], style) }

  /**
   * A disc with an edge.
   * @param {CanvasRenderingContext2D} context
   * @param {number} x
   * @param {number} y
   * @param {{radius: number, fill: string, stroke: string, width: number}} style
   */
  disc (context, x, y, { radius, fill, stroke, width }) {
    context.beginPath()
    context.arc(x, y, this.px(radius), 0, 2 * Math.PI)
    context.fillStyle = this.color(fill)
    context.fill()
    context.strokeStyle = this.color(stroke)
    context.lineWidth = width
    context.stroke()
  }
}
