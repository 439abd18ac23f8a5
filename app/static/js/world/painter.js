/** @import { TopologyDocument, WaterDocument, WorldDocument } from '#world/document' */
/** @import { View } from '#map/canvas_layer' */
/** @import { Theme } from '#map/theme' */
/** @import { BorderHistory } from '#world/borders' */
/** @import { Kind } from '#world/land' */
/** @import { Polygon } from '#world/topology' */
/** @import { WorldBox } from '#world/viewport' */
import { worldX, worldY } from '#map/mercator'
import { ownLineBetween } from '#world/borders'
import { paintGraticule } from '#world/graticule'
import { Land } from '#world/land'
import { citiesOn } from '#world/names'
import { Patterns } from '#world/patterns'
import { Pen } from '#world/pen'
import { Relief } from '#world/relief'
import { Topology } from '#world/topology'
import { Viewport } from '#world/viewport'
import { Water } from '#world/water'

/** The zoom level from which the fine level is drawn; while the map flies, where little is in sight. */
const FINE_FROM = 4.2
const FINE_IN_FLIGHT = 7
/** The pixels from which a piece of land counts as in sight. */
const SMALLEST = 12

/** @typedef {{land: Land, water: Water, box: WorldBox}} Sheet the world, or an inset */

/** Draws the world of a day: sea, land, water, borders; and over it the insets where one looks closely. */
export class Painter {
  #patterns = new Patterns()
  relief = new Relief()
  #history
  #world
  #insets
  #insetsFrom
  /** @type {Land[]} */
  #ownLands
  /**
   * The exhibit's own borders of the day, which are drawn on the world's land.
   * @type {Land | undefined}
   */
  #own
  /** @type {{x: number, y: number, minZoom: number}[]} */
  #dots = []

  /**
   * @param {WorldDocument} document
   * @param {BorderHistory} history
   * @param {number} insetsFrom the zoom level from which the insets are drawn
   */
  constructor (document, history, insetsFrom) {
    this.#history = history
    this.#world = sheetOf(document, history)
    this.#ownLands = history.own.map((own) => new Land(new Topology(own), own.territories, ownLineBetween))
    this.#insets = document.regions.map((region) => sheetOf(region, history))
    this.#insetsFrom = insetsFrom
  }

  /**
   * Prepare for a day; the next `paint` shows it.
   * @param {string} day
   */
  set day (day) {
    const atoms = this.#history.on(day)
    for (const { land, water } of [this.#world, ...this.#insets]) {
      land.atoms = atoms
      water.day = day
    }
    this.#own = this.#ownLands[this.#history.ownOn(day)]
    if (this.#own) this.#own.atoms = this.#history.shownOn(day).atoms
    this.#dots = citiesOn(this.#history.citiesOn(day), day)
      .map(({ lon, lat, minZoom }) => ({ x: worldX(lon), y: worldY(lat), minZoom }))
  }

  /**
   * A function to the atom at a place of a viewport, in the world's pixels; null at sea.
   * @param {Viewport} viewport
   */
  atomIn (viewport) {
    const ofWorld = this.#world.land.topology.atomIn(viewport)
    const ofOwn = this.#own?.topology.atomIn(viewport)
    if (!ofOwn) return ofWorld
    return (/** @type {number} */ x, /** @type {number} */ y) => ofWorld(x, y) === null ? null : ofOwn(x, y)
  }

  /** The land whose borders are drawn: the exhibit's own, else the world's. */
  get #shown () { return this.#own ?? this.#world.land }

  /**
   * Whether lines are in a viewport that follow no survey.
   * @param {Viewport} viewport
   */
  showsSchematic (viewport) { return this.#isIn(viewport, this.#shown.schematic) }

  /**
   * The kinds of land in a viewport.
   * @param {Viewport} viewport
   */
  kindsIn (viewport) {
    return this.#shown.kinds.filter(([, polygons]) => this.#isIn(viewport, polygons)).map(([kind]) => kind)
  }

  /**
   * The alliances of a kind of land in a viewport.
   * @param {Viewport} viewport
   * @param {Kind} kind
   */
  alliancesIn (viewport, kind) {
    const { atoms, kinds } = this.#shown
    const polygons = kinds.find(([each]) => each === kind)?.[1] ?? []
    return polygons.filter((polygon) => this.#isIn(viewport, [polygon])).flatMap(({ atom }) => atoms[atom].alliances)
  }

  /**
   * @param {Viewport} viewport
   * @param {Polygon[]} polygons
   */
  #isIn (viewport, polygons) {
    const { topology } = this.#shown
    return polygons.some((polygon) => !viewport.isTooSmall(polygon.box, SMALLEST) && topology.isIn(viewport, polygon))
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {View} view
   * @param {Theme} theme
   */
  paint (context, view, theme) {
    const pen = new Pen(context, view)
    const viewport = new Viewport(view)
    this.#paintSheet(pen, view, viewport, theme, this.#world, this.relief)
    if (view.zoom >= this.#insetsFrom) {
      for (const inset of this.#insets) this.#paintInset(pen, view, viewport, theme, inset)
    }
    const [radius] = theme.numbers('mark-city')
    pen.fill(theme.get('dot'), () => this.#traceDots(pen, view, viewport, radius))
  }

  /**
   * @param {Pen} pen
   * @param {View} view
   * @param {Viewport} viewport
   * @param {Theme} theme
   * @param {Sheet} inset
   */
  #paintInset (pen, view, viewport, theme, inset) {
    const { context } = pen
    const [left, top, right, bottom] = inset.box
    const { scale, x, y } = view
    for (const shift of viewport.copies(inset.box)) {
      context.save()
      context.beginPath()
      context.rect((left + shift) * scale - x, top * scale - y, (right - left) * scale, (bottom - top) * scale)
      context.clip()
      this.#paintSheet(pen, view, viewport, theme, inset)
      context.restore()
    }
  }

  /**
   * @param {Pen} pen
   * @param {View} view
   * @param {Viewport} viewport
   * @param {number} radius
   */
  #traceDots ({ context }, { zoom, scale, x: left, y: top }, viewport, radius) {
    for (const { x, y, minZoom } of this.#dots) {
      if (zoom < minZoom) continue
      for (const shift of viewport.copies([x, y, x, y])) {
        const [dotX, dotY] = [(x + shift) * scale - left, y * scale - top]
        context.moveTo(dotX + radius, dotY)
        context.arc(dotX, dotY, radius, 0, 2 * Math.PI)
      }
    }
  }

  /**
   * @param {Pen} pen
   * @param {View} view
   * @param {Viewport} viewport
   * @param {Theme} theme
   * @param {Sheet} sheet
   * @param {Relief} [relief]
   */
  #paintSheet (pen, view, viewport, theme, { land, water }, relief) {
    const { context } = pen
    const { min, max } = view
    context.fillStyle = theme.get('sea')
    context.fillRect(min.x, min.y, max.x - min.x, max.y - min.y)
    paintGraticule(pen, view, viewport, theme)
    /** @type {import('#world/patterns').Tile} */
    const tile = (kind, color, ground) => this.#patterns.get(context, kind, color, ground)
    land.paint(pen, viewport, theme, tile, view.zoom >= (view.isMoving ? FINE_IN_FLIGHT : FINE_FROM))
    const own = this.#own
    if (own) land.clip(pen, viewport, () => own.paint(pen, viewport, theme, tile, true))
    relief?.paint(context, view, viewport)
    water.paint(pen, viewport, theme)
    if (own) land.clip(pen, viewport, () => own.paintLines(pen, viewport, theme))
    land.paintLines(pen, viewport, theme)
  }
}

/**
 * @param {TopologyDocument & WaterDocument} document
 * @param {BorderHistory} history
 * @returns {Sheet}
 */
const sheetOf = (document, history) => {
  const [west, south, east, north] = document.frame
  return {
    land: new Land(new Topology(document), history.territories),
    water: new Water(document),
    box: [worldX(west), worldY(north), worldX(east), worldY(south)]
  }
}
