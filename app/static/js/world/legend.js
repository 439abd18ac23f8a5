import { groups, isDoubtful, tintOf } from '#world/day'
import { inkOf } from '#world/ground'
import { Patterns } from '#world/patterns'

const TINTS = ['nato', 'pact', 'treaty', 'dependency', 'doubtful']
const SIZE = [50, 14]
const patterns = new Patterns()

/**
 * The legend's items for the kinds of land there are on a day, each with a swatch painted as the map is.
 *
 * @param {(key: string) => string} word the interface's word for a kind
 */
export const legendOf = (atoms, territories, colors, word) => {
  const found = groups(atoms, (atom) => tintOf(atom, territories))
  const isShown = (tint) => tint === 'doubtful' ? atoms.some((atom) => isDoubtful(atom, territories)) : found.has(tint)
  return TINTS.filter(isShown).map((tint) => item(tint, colors, word(`territory_${tint}`)))
}

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
