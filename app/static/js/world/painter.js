import { worldX, worldY } from '#sheet'
import { paintGraticule } from '#world/graticule'
import { Ground } from '#world/ground'
import { Patterns } from '#world/patterns'
import { Pen } from '#world/pen'
import { Topology } from '#world/topology'
import { Water } from '#world/water'
import { Window } from '#world/window'

/** From this zoom level on the fine level is drawn, and from that one the insets. */
const FINE_FROM = 4.2
const INSETS_FROM = 7.8

/** Draws the world of a day: sea, land, water, borders; and over it the insets where one looks closely. */
export class Painter {
  #patterns = new Patterns()

  constructor (document_, history) {
    this.history = history
    this.world = layerOf(document_, history)
    this.insets = document_.regions.map((region) => layerOf(region, history))
  }

  /** Get ready for a day; the next `paint` shows it. */
  set day (day) {
    const atoms = this.history.on(day)
    for (const { ground } of [this.world, ...this.insets]) ground.atoms = atoms
  }

  paint (context, view, colors) {
    const pen = new Pen(context, view)
    const window_ = new Window(view)
    this.#paintLayer(pen, window_, colors, this.world, view)
    if (view.zoom < INSETS_FROM) return
    for (const inset of this.insets) {
      for (const shift of window_.copies(inset.box)) {
        context.save()
        context.beginPath()
        context.rect(...cornersOf(inset.box, shift, view))
        context.clip()
        this.#paintLayer(pen, window_, colors, inset, view)
        context.restore()
      }
    }
  }

  #paintLayer (pen, window_, colors, { ground, water }, view) {
    const { context } = pen
    context.fillStyle = colors.sea
    context.fillRect(view.min.x, view.min.y, view.max.x - view.min.x, view.max.y - view.min.y)
    paintGraticule(pen, window_, colors.graticule)
    ground.paint(pen, window_, colors, (kind, color) => this.#patterns.get(context, kind, color), view.zoom >= FINE_FROM)
    water.paint(pen, window_, colors)
    ground.paintLines(pen, window_, colors)
  }
}

const layerOf = (document_, history) => ({
  ground: new Ground(new Topology(document_), history.territories),
  water: new Water(document_),
  box: [worldX(document_.frame[0]), worldY(document_.frame[3]), worldX(document_.frame[2]), worldY(document_.frame[1])]
})

const cornersOf = ([left, top, right, bottom], shift, { scale, x, y }) =>
  [(left + shift) * scale - x, top * scale - y, (right - left) * scale, (bottom - top) * scale]
