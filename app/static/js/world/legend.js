/** @import { Kind } from '#world/land' */
/** @import { Stage } from '#state/stage' */
import { contextOf } from '#lib/dom'
import { fillStyleOf } from '#world/land'
import { Patterns } from '#world/patterns'

/** @type {Kind[]} */
const ORDER = ['nato', 'pact', 'csto', 'treaty', 'dependency', 'doubtful', 'unknown']
const SWATCH = { width: 50, height: 14 }
const patterns = new Patterns()

/**
 * The legend's items for kinds of land, each with a swatch painted as the map is.
 * @param {Kind[]} kinds those in sight
 * @param {Stage['theme']} theme
 * @param {(kind: Kind) => string} nameOf
 */
export const legendOf = (kinds, theme, nameOf) => ORDER.filter((kind) => kinds.includes(kind)).map((kind) => {
  const item = document.createElement('li')
  item.append(swatch(kind, theme), nameOf(kind))
  return item
})

/**
 * @param {Kind} kind
 * @param {Stage['theme']} theme
 */
const swatch = (kind, theme) => {
  const ratio = globalThis.devicePixelRatio || 1
  const canvas = document.createElement('canvas')
  canvas.className = 'sample swatch'
  canvas.width = SWATCH.width * ratio
  canvas.height = SWATCH.height * ratio
  canvas.setAttribute('aria-hidden', 'true')
  const context = contextOf(canvas)
  context.scale(ratio, ratio)
  for (const each of /** @type {Kind[]} */ (['land', kind])) {
    context.fillStyle = fillStyleOf(each, theme, (tile, color, ground) => patterns.get(context, tile, color, ground))
    context.fillRect(0, 0, SWATCH.width, SWATCH.height)
  }
  context.strokeStyle = theme.get('border')
  context.strokeRect(0, 0, SWATCH.width, SWATCH.height)
  return canvas
}
