import { inkOf } from '#world/ground'
import { Patterns } from '#world/patterns'

const ORDER = ['nato', 'pact', 'treaty', 'dependency', 'doubtful']
const SIZE = [50, 14]
const patterns = new Patterns()

/**
 * The legend's items for kinds of land, each with a swatch painted as the map is.
 *
 * @param {string[]} kinds those in sight
 * @param {(key: string) => string} word the interface's word for a kind
 */
export const legendOf = (kinds, colors, word) =>
  ORDER.filter((kind) => kinds.includes(kind)).map((kind) => item(kind, colors, word(`territory_${kind}`)))

const item = (tint, colors, text) => {
  const entry = document.createElement('li')
  entry.append(swatch(tint, colors), text)
  return entry
}

const swatch = (tint, colors) => {
  const ratio = globalThis.devicePixelRatio || 1
  const canvas = document.createElement('canvas')
  canvas.className = 'sample swatch'
  canvas.width = SIZE[0] * ratio
  canvas.height = SIZE[1] * ratio
  canvas.setAttribute('aria-hidden', 'true')
  const context = canvas.getContext('2d')
  context.scale(ratio, ratio)
  for (const ink of ['land', tint]) {
    context.fillStyle = inkOf(ink, colors, (...tile) => patterns.get(context, ...tile))
    context.fillRect(0, 0, ...SIZE)
  }
  context.strokeStyle = colors.border
  context.strokeRect(0, 0, ...SIZE)
  return canvas
}
