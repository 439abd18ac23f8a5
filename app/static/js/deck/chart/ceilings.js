/** @import { Box } from '#map/boxes' */
/** @import { CeilingPayload } from '#payloads' */
/** @import { Plot } from '#deck/chart/plot' */
/** @import { Stage } from '#state/stage' */
import { crossesCurve } from '#deck/chart/curves'
import { formatAltitudes } from '#lib/format'
import { overlaps } from '#map/boxes'

const LINE = { color: 'faint', width: 0.8, dash: [3, 3] }
const BAND_ALPHA = 0.06
/**
 * A name's text, half its height, its margin to both sides, and the steps in which a free place is sought, in pixels.
 */
const NAME = { size: 11, half: 7, margin: 8, step: 8 }
/** Pixels between a name and the edges of the plot, and between a name's line and a flight. */
const EDGE = { left: 4, right: 10, top: 3 }
const CLEAR = 2
/** How near, in pixels, a ceiling's line can be pointed at. */
const REACH = 4

/**
 * Altitudes that matter, as lines or bands with their names.
 * @param {CanvasRenderingContext2D} context
 * @param {Plot} plot
 * @param {Stage} stage
 */
export const paintCeilings = (context, plot, stage) => {
  const { left, right, ceilings } = plot
  for (const { altitude, top } of ceilings) {
    const [low, high] = [plot.yOf(altitude), plot.yOf(top ?? altitude)]
    if (top !== null) {
      context.fillStyle = plot.color('ink')
      context.globalAlpha = BAND_ALPHA
      context.fillRect(left, high, right - left, low - high)
      context.globalAlpha = 1
      plot.across(context, high, LINE)
    }
    plot.across(context, low, LINE)
  }
  if (plot.isLow) return
  /** @type {Box[]} */
  const taken = []
  for (const ceiling of ceilings) {
    const box = paintName(context, plot, ceiling, taken, stage)
    if (box) taken.push(box)
  }
}

/**
 * The ceiling whose line or band lies at `y`, or null.
 * @param {Plot} plot
 * @param {number} y
 */
export const ceilingAt = (plot, y) => plot.ceilings.find(({ altitude, top }) =>
  y <= plot.yOf(altitude) + REACH && y >= plot.yOf(top ?? altitude) - REACH) ?? null

/**
 * A ceiling's name on its line or beside it, where it crosses no flight and no other name; where there is no room it is
 * left out, and the tooltip has it.
 * @param {CanvasRenderingContext2D} context
 * @param {Plot} plot
 * @param {CeilingPayload} ceiling
 * @param {Box[]} taken
 * @param {Stage} stage
 */
const paintName = (context, plot, { name, altitude, top }, taken, stage) => {
  const text = `${stage.translate(name).split(/[:：]/)[0]} ${formatAltitudes(altitude, top, stage.message)}`
  const [low, high] = [plot.yOf(altitude), plot.yOf(top ?? altitude)]
  context.font = plot.font(NAME.size)
  context.textBaseline = 'middle'
  context.textAlign = 'left'
  const lines = [(low + high) / 2, high - plot.px(NAME.half), low + plot.px(NAME.half)]
  const box = freeBox(plot, context.measureText(text).width, lines, taken)
  if (!box) return null
  const [margin, inset] = [plot.px(NAME.margin / 2), plot.px(1)]
  context.fillStyle = plot.color('paper')
  const [width, height] = [box.right - box.left - 2 * margin, box.bottom - box.top - 2 * inset]
  context.fillRect(box.left + margin, box.top + inset, width, height)
  context.fillStyle = plot.color('quiet')
  context.fillText(text, box.left + plot.px(NAME.margin), (box.top + box.bottom) / 2)
  return box
}

/**
 * @param {Plot} plot
 * @param {number} width
 * @param {number[]} lines
 * @param {Box[]} taken
 */
const freeBox = (plot, width, lines, taken) => {
  const { left, right, top, bottom } = plot
  const [half, margin, clear] = [plot.px(NAME.half), plot.px(NAME.margin), plot.px(CLEAR)]
  for (const y of lines) {
    if (y - half < top - plot.px(EDGE.top) || y + half > bottom) continue
    for (let x = right - width - plot.px(EDGE.right); x > left + plot.px(EDGE.left); x -= plot.px(NAME.step)) {
      const box = { left: x - margin, right: x + width + margin, top: y - half, bottom: y + half }
      const wide = { ...box, left: box.left - clear, right: box.right + clear }
      if (!taken.some((other) => overlaps(box, other)) && !crossesCurve(plot, wide)) return box
    }
  }
  return null
}
