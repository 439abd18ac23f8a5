import { worldX, worldY } from '#sheet'
import { paintGraticule } from '#world/graticule'
import { Ground } from '#world/ground'
import { citiesOn } from '#world/names'
import { Patterns } from '#world/patterns'
import { Pen } from '#world/pen'
import { Topology } from '#world/topology'
import { Water } from '#world/water'
import { Window } from '#world/window'

/** From this zoom level on the fine level is drawn, and from that one the insets. */
const FINE_FROM = 4.2
const INSETS_FROM = 7.8
const DOT = 2.2
const SPECK = 12

/** Draws the world of a day: sea, land, water, borders; and over it the insets where one looks closely. */
export class Painter {
  #patterns = new Patterns()

  constructor (document_, history) {
    this.history = history
    this.cities = document_.cities
    this.world = layerOf(document_, history)
    this.insets = document_.regions.map((region) => layerOf(region, history))
  }

  /** Get ready for a day; the next `paint` shows it. */
  set day (day) {
    const atoms = this.history.on(day)
    for (const { ground, water } of [this.world, ...this.insets]) {
      ground.atoms = atoms
      water.day = day
    }
    this.dots = citiesOn(this.cities, day).map(({ lon, lat, minZoom }) => ({ x: worldX(lon), y: worldY(lat), minZoom }))
  }

  /** Tells for a place in a window, in pixels of the world at zoom 0, the atom that it lies in; null at sea. */
  atomIn (window_) { return this.world.ground.topology.atomIn(window_) }

  /** Whether lines are in a window that follow no survey. */
  showsSchematic (window_) { return this.#isIn(window_, this.world.ground.schematic) }

  /** The kinds of land in a window: `nato`, `pact`, `treaty`, `dependency`, `land`, `doubtful`. */
  kindsIn (window_) {
    const { tinted, doubtful } = this.world.ground
    return [...tinted, ['doubtful', doubtful]].filter(([, polygons]) => this.#isIn(window_, polygons)).map(([kind]) => kind)
  }

  #isIn (window_, polygons) {
    return polygons.some((polygon) => !window_.isSpeck(polygon.box, SPECK) && this.world.ground.topology.isIn(window_, polygon))
  }

  paint (context, view, colors) {
    const pen = new Pen(context, view)
    const window_ = new Window(view)
    this.#paintLayer(pen, window_, colors, this.world, view)
    if (view.zoom >= INSETS_FROM) for (const inset of this.insets) this.#paintInset(pen, window_, colors, inset, view)
    pen.fill(colors.dot, () => this.#addDots(pen, window_, view))
  }

  #paintInset (pen, window_, colors, inset, view) {
    const { context } = pen
    for (const shift of window_.copies(inset.box)) {
      context.save()
      context.beginPath()
      context.rect(...cornersOf(inset.box, shift, view))
      context.clip()
      this.#paintLayer(pen, window_, colors, inset, view)
      context.restore()
    }
  }

  #addDots (pen, window_, { zoom, scale, x, y }) {
    for (const dot of this.dots) {
      if (zoom < dot.minZoom) continue
      for (const shift of window_.copies([dot.x, dot.y, dot.x, dot.y])) {
        const at = [(dot.x + shift) * scale - x, dot.y * scale - y]
        pen.context.moveTo(at[0] + DOT, at[1])
        pen.context.arc(...at, DOT, 0, 2 * Math.PI)
      }
    }
  }

  #paintLayer (pen, window_, colors, { ground, water }, view) {
    const { context } = pen
    context.fillStyle = colors.sea
    context.fillRect(view.min.x, view.min.y, view.max.x - view.min.x, view.max.y - view.min.y)
    paintGraticule(pen, window_, colors.graticule)
    ground.paint(pen, window_, colors, (...tile) => this.#patterns.get(context, ...tile), view.zoom >= FINE_FROM)
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
