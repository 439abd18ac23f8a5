/** Tiles for what is not to be shown by colour alone; each drawn once for a colour and a screen's sharpness. */

/** @typedef {'lines' | 'dots' | 'hatch'} TileKind */
/**
 * From a kind of tile to what is filled with it.
 * @typedef {(kind: TileKind, color: string, ground?: string) => CanvasPattern | string} Tile
 */

export class Patterns {
  /** @type {Map<string, CanvasPattern | string>} */
  #made = new Map()

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {TileKind} kind
   * @param {string} color that it is drawn in
   * @param {string} [ground] that it is drawn on
   */
  get (context, kind, color, ground) {
    const ratio = context.getTransform().a
    const key = `${kind} ${color} ${ground} ${ratio}`
    const known = this.#made.get(key)
    if (known) return known
    const made = patternOf(context, ratio, TILES[kind], color, ground)
    this.#made.set(key, made)
    return made
  }
}

/** @type {Record<TileKind, {size: number, draw: (context: OffscreenCanvasRenderingContext2D) => void}>} */
const TILES = {
  lines: {
    size: 6,
    draw (context) {
      context.lineWidth = 0.7
      context.beginPath()
      for (const x of [-6, 0, 6]) {
        context.moveTo(x - 1, 7)
        context.lineTo(x + 7, -1)
      }
      context.stroke()
    }
  },
  hatch: {
    size: 8,
    draw (context) {
      context.globalAlpha = 0.5
      context.lineWidth = 0.7
      context.beginPath()
      for (const x of [-8, 0, 8]) {
        context.moveTo(x - 1, -1)
        context.lineTo(x + 9, 9)
      }
      context.stroke()
    }
  },
  dots: {
    size: 8,
    draw (context) {
      for (const [x, y] of [[2, 2], [6, 6]]) {
        context.beginPath()
        context.arc(x, y, 0.6, 0, 7)
        context.fill()
      }
    }
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number} ratio
 * @param {typeof TILES[TileKind]} tile
 * @param {string} color
 * @param {string} [ground]
 */
const patternOf = (context, ratio, { size, draw }, color, ground) => {
  const length = Math.round(size * ratio)
  const canvas = new OffscreenCanvas(length, length)
  const own = canvas.getContext('2d')
  if (!own) return color
  own.scale(length / size, length / size)
  if (ground) {
    own.fillStyle = ground
    own.fillRect(0, 0, size, size)
  }
  own.strokeStyle = own.fillStyle = color
  draw(own)
  const pattern = context.createPattern(canvas, 'repeat')
  pattern?.setTransform(new DOMMatrix().scale(size / length))
  return pattern ?? color
}
