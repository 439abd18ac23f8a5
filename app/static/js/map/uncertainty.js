/** @import { Theme } from '#map/theme' */
import { Patterns } from '#world/patterns'

const patterns = new Patterns()

/** @typedef {(margin: number) => void} TraceArea adds an area, wider by `margin` pixels, to the path of the context */

/**
 * Where flights may have been: an outline and light hatching in neutral ink, so that no territory's tint is covered.
 * What is inside several areas is hatched once.
 * @param {CanvasRenderingContext2D} context whose canvas shows nothing else there yet
 * @param {Theme} theme
 * @param {TraceArea} traceArea
 * @param {number} [strength] of the hatching, up to 1
 */
export const drawCorridor = (context, theme, traceArea, strength = 1) => {
  drawOutline(context, theme, traceArea, theme.line('corridor').width)
  context.globalAlpha = strength
  context.fillStyle = patterns.get(context, 'hatch', theme.get('uncertainty'))
  context.fill('nonzero')
  context.globalAlpha = 1
}

/**
 * Where aircraft may be at the moment: an outline and a light wash in the same ink.
 * @param {CanvasRenderingContext2D} context whose canvas shows nothing else there yet
 * @param {Theme} theme
 * @param {TraceArea} traceArea
 */
export const drawDiscs = (context, theme, traceArea) => {
  drawOutline(context, theme, traceArea, theme.line('disc').width)
  context.globalAlpha = theme.numbers('alpha-disc')[0]
  context.fillStyle = theme.get('uncertainty')
  context.fill('nonzero')
  context.globalAlpha = 1
}

/**
 * The outline of all that is traced, without the parts that lie inside; leaves the area itself as the current path.
 * @param {CanvasRenderingContext2D} context
 * @param {Theme} theme
 * @param {TraceArea} traceArea
 * @param {number} width
 */
const drawOutline = (context, theme, traceArea, width) => {
  context.beginPath()
  traceArea(width)
  context.fillStyle = theme.get('uncertainty')
  context.fill('nonzero')
  context.beginPath()
  traceArea(0)
  context.globalCompositeOperation = 'destination-out'
  context.fill('nonzero')
  context.globalCompositeOperation = 'source-over'
}
