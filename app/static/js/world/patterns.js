/** Tiles for what may not be told by colour alone; each drawn once for a colour and a screen's sharpness. */
export class Patterns {
  #made = new Map()

  /** @param {'lines' | 'dots'} kind */
  get (context, kind, color) {
    const ratio = context.getTransform().a
    const key = `${kind} ${color} ${ratio}`
    if (!this.#made.has(key)) this.#made.set(key, tile(context, ratio, TILES[kind], color))
    return this.#made.get(key)
  }
}

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

const tile = (context, ratio, { size, draw }, color) => {
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = Math.round(size * ratio)
  const own = canvas.getContext('2d')
  own.scale(canvas.width / size, canvas.height / size)
  own.strokeStyle = own.fillStyle = color
  draw(own)
  const pattern = context.createPattern(canvas, 'repeat')
  pattern.setTransform(new DOMMatrix().scale(size / canvas.width))
  return pattern
}
