/** @import { Craft, NameLine } from '#aircraft/scene' */
/** @import { Flight } from '#flight' */
/** @import { Area, Box } from '#map/boxes' */
/** @import { PlacedLabel } from '#map/labels' */
/** @import { Stage } from '#state/stage' */
import { altitudeText, evidenceText, meanText, shortName } from '#deck/readout_text'
import { featureOf } from '#lib/keys'
import { boxAt, isWithin, overlaps, widened } from '#map/boxes'

/** Names at once. */
const MOST_NAMES = 30
/** Names wider than this are cut short, and of two aircraft nearer than this only one is named; pixels. */
const WIDEST = 230
const CLOSE = 40
/** What an aircraft itself takes, and the gap between it and its name; pixels. */
const OWN = 20
const GAP = 18
/** A box: its text, the height of a line, and the margins about the text; pixels. */
const TEXT = {
  name: '700 13px',
  facts: '400 12.5px',
  line: 16,
  marginX: 8,
  marginY: 4,
  baseline: 12.5,
  edge: 0.8
}

/**
 * Sides on which a name may be, best first.
 * @type {[number, number][]}
 */
const SIDES = [[1, 0], [-1, 0], [0.7, -1], [-0.7, -1], [0.7, 1], [-0.7, 1], [0, -1], [0, 1]]

/** What it costs for a name to be there; it goes where it costs least, and stays where it is while it can. */
const COST = { stay: -0.5, side: 0.1, outside: 20, obstacle: 10, taken: 4, label: 1, background: 0.3 }

/** The names of aircraft with their altitude, speed and evidence, each in a box beside it. */
export class NameBoxes {
  /** @type {WeakMap<Flight, number>} */
  #sides = new WeakMap()
  #stage

  /** @param {Stage} stage */
  constructor (stage) { this.#stage = stage }

  /**
   * Name those that are not hidden by another's name: the selected one first, then those that flew, then plans. Where
   * every side of one is covered it has no name.
   * @param {CanvasRenderingContext2D} context
   * @param {Craft[]} crafts
   * @param {number} unit
   * @param {Area} area what is free for names
   */
  place (context, crafts, unit, area) {
    const size = { width: OWN * unit, height: OWN * unit }
    const taken = crafts.map(({ point }) => boxAt(point.x, point.y, size, [0, 0], 0))
    /** @type {Craft[]} */
    const named = []
    for (const craft of [...crafts].sort((a, b) => this.#rank(a) - this.#rank(b))) {
      const { x, y } = craft.point
      if (named.some(({ point }) => Math.hypot(point.x - x, point.y - y) < CLOSE * unit)) continue
      if (named.length === MOST_NAMES) return
      named.push(craft)
      this.#placeOne(context, craft, unit, taken, area)
      if (craft.nameBox) taken.push(craft.nameBox)
    }
  }

  /**
   * Draw what was placed.
   * @param {CanvasRenderingContext2D} context
   * @param {Craft[]} crafts
   * @param {number} unit
   */
  draw (context, crafts, unit) {
    const scale = unit * this.#stage.theme.textScale
    for (const { nameBox, nameLines } of crafts) if (nameBox) this.#drawOne(context, nameBox, nameLines, scale)
  }

  /** @param {Craft} craft */
  #rank ({ flight }) {
    const selected = this.#stage.selection.value
    if (selected !== null && featureOf(selected) === flight.id) return 0
    return flight.isPlanned ? 2 : 1
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {Craft} craft
   * @param {number} unit
   * @param {Box[]} taken
   * @param {Area} area
   */
  #placeOne (context, craft, unit, taken, area) {
    const scale = unit * this.#stage.theme.textScale
    const lines = this.#linesOf(context, craft, unit, scale)
    const size = {
      width: Math.max(...lines.map(({ width }) => width)) + 2 * TEXT.marginX * scale,
      height: (lines.length * TEXT.line + 2 * TEXT.marginY) * scale
    }
    const boxes = SIDES.map((side) => boxAt(craft.point.x, craft.point.y, size, side, GAP * unit))
    const costs = boxes.map((box, side) => this.#cost(box, side, craft.flight, taken, area))
    const side = costs.indexOf(Math.min(...costs))
    this.#sides.set(craft.flight, side)
    if (count(area.covered, boxes[side])) return
    craft.nameBox = boxes[side]
    craft.nameLines = lines
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {Box} box
   * @param {NameLine[]} lines
   * @param {number} scale
   */
  #drawOne (context, { left, right, top, bottom }, lines, scale) {
    const { theme } = this.#stage
    context.fillStyle = theme.get('paper')
    context.strokeStyle = theme.get('ink')
    context.lineWidth = TEXT.edge
    context.fillRect(left, top, right - left, bottom - top)
    context.strokeRect(left, top, right - left, bottom - top)
    context.textBaseline = 'middle'
    context.textAlign = 'left'
    for (const [index, { text, font, color }] of lines.entries()) {
      context.font = font
      context.fillStyle = color
      context.fillText(text, left + TEXT.marginX * scale, top + (index * TEXT.line + TEXT.baseline) * scale)
    }
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {Craft} craft
   * @param {number} unit
   * @param {number} scale
   */
  #linesOf (context, { flight, readout }, unit, scale) {
    const { theme, translate, message } = this.#stage
    const altitude = flight.isAirborne ? altitudeText(readout, message) ?? message('altitude_unknown') : null
    const evidence = evidenceText(flight, readout, message)
    const facts = flight.isPlanned ? [evidence] : [altitude, evidence].filter(Boolean)
    return [
      { text: shortName(translate(flight.name)), face: TEXT.name, color: 'ink' },
      { text: facts.join(' · '), face: TEXT.facts, color: 'flight-text' },
      { text: meanText(readout, message) ?? '', face: TEXT.facts, color: 'flight-text' }
    ].map(({ text, face, color }) => {
      const font = theme.font(face.replace(/[\d.]+(?=px)/, (size) => String(Number(size) * unit)))
      return { ...fitted(context, text, font, WIDEST * scale), color: theme.get(color) }
    }).filter(({ text }) => text)
  }

  /**
   * @param {Box} box
   * @param {number} side
   * @param {Flight} flight
   * @param {Box[]} taken
   * @param {Area} area
   */
  #cost (box, side, flight, taken, { frame, covered }) {
    return (side === (this.#sides.get(flight) ?? 0) ? COST.stay : 0) + side * COST.side +
      (isWithin(box, frame) ? 0 : COST.outside) + count(covered, box) * COST.obstacle +
      count(taken, box) * COST.taken + coveredLabels(this.#stage.labels.placed, box)
  }
}

/**
 * What the names of aircraft cover, with their edges.
 * @param {Craft[]} crafts
 */
export const boxesOfNames = (crafts) =>
  crafts.flatMap(({ nameBox }) => nameBox ? [widened(nameBox, TEXT.edge)] : [])

/**
 * A text that is no wider than `width`: what does not fit becomes an ellipsis.
 * @param {CanvasRenderingContext2D} context
 * @param {string} text
 * @param {string} font
 * @param {number} width
 */
const fitted = (context, text, font, width) => {
  context.font = font
  let shown = text
  while (shown.length > 1 && context.measureText(shown).width > width) shown = `${shown.slice(0, -2).trimEnd()}…`
  return { text: shown, font, width: context.measureText(shown).width }
}

/**
 * @param {Box[]} others
 * @param {Box} box
 */
const count = (others, box) => others.filter((other) => overlaps(box, other)).length

/**
 * What labels a box covers: those of the background count for less than those of the exhibit.
 * @param {PlacedLabel[]} labels
 * @param {Box} box
 */
const coveredLabels = (labels, box) => labels.filter((label) => overlaps(box, label))
  .reduce((sum, { isBackground }) => sum + (isBackground ? COST.background : COST.label), 0)
