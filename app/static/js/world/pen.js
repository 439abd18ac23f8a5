/** @import { Extent } from '#map/canvas_layer' */
/** @import { Point } from '#map/projection' */

/** @typedef {string | CanvasPattern} FillStyle */

/** Draws positions of the world on a canvas, for one view. */
export class Pen {
  /**
   * @param {CanvasRenderingContext2D} context
   * @param {Extent} view
   */
  constructor (context, view) {
    this.context = context
    this.view = view
  }

  /**
   * Add an arc to the path; `isOpen` continues from where the path ends.
   * @param {ArrayLike<number>} positions
   * @param {number} shift
   */
  trace (positions, shift, { isBackwards = false, isOpen = false } = {}) {
    const { context, view: { scale, x, y } } = this
    const left = shift * scale - x
    const step = isBackwards ? -2 : 2
    const end = isBackwards ? -2 : positions.length
    let i = isBackwards ? positions.length - 2 : 0
    if (!isOpen) {
      context.moveTo(positions[i] * scale + left, positions[i + 1] * scale - y)
      i += step
    }
    for (; i !== end; i += step) context.lineTo(positions[i] * scale + left, positions[i + 1] * scale - y)
  }

  /**
   * Add a circle to the path.
   * @param {Point & {radius: number}} circle
   */
  circle ({ x, y, radius }) {
    const { context, view: { scale, x: left, y: top } } = this
    context.moveTo((x + radius) * scale - left, y * scale - top)
    context.arc(x * scale - left, y * scale - top, radius * scale, 0, 2 * Math.PI)
  }

  /**
   * Fill what `draw` adds to the path; what is inside twice is outside.
   * @param {FillStyle} style
   * @param {() => void} draw
   */
  fill (style, draw) {
    this.context.beginPath()
    draw()
    this.context.fillStyle = style
    this.context.fill('evenodd')
  }

  /**
   * Let `draw` draw within what `outline` adds to the path; what is inside twice is outside.
   * @param {() => void} outline
   * @param {() => void} draw
   */
  clip (outline, draw) {
    this.context.save()
    this.context.beginPath()
    outline()
    this.context.clip('evenodd')
    draw()
    this.context.restore()
  }

  /**
   * @param {string} color
   * @param {number} width
   * @param {() => void} draw
   * @param {number[]} [dash]
   */
  stroke (color, width, draw, dash = []) {
    const { context } = this
    context.beginPath()
    draw()
    context.strokeStyle = color
    context.lineWidth = width
    context.lineJoin = 'round'
    context.setLineDash(dash)
    context.stroke()
    context.setLineDash([])
  }
}
