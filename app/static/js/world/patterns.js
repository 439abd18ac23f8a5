/** Tiles for what may not be told by colour alone; each drawn once for a colour and a screen's sharpness. */
export class Patterns {
  #made = new Map()

  /** @param {'lines' | 'dots'} kind drawn in `ink` on `ground`, or on nothing */
  get (context, kind, ink, ground = null) {
    const ratio = context.getTransform().a
    const key = `${kind} ${ink} ${ground} ${ratio}`
    if (!this.#made.has(key)) this.#made.set(key, tile(context, ratio, TILES[kind], ink, ground))
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

const tile = (context, ratio, { size, draw }, ink, ground) => {
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = Math.round(size * ratio)
  const own = canvas.getContext('2d')
  own.scale(canvas.width / size, canvas.height / size)
  if (ground) {
    own.fillStyle = ground
    own.fillRect(0, 0, size, size)
  }
  own.strokeStyle = own.fillStyle = ink
  draw(own)
  const pattern = context.createPattern(canvas, 'repeat')
  pattern.setTransform(new DOMMatrix().scale(size / canvas.width))
  return pattern
}
