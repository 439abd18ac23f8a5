/** @import { TopologyDocument, WaterDocument, WorldDocument } from '#world/document' */
/** @import { View } from '#map/canvas_layer' */
/** @import { WorldLine } from '#map/geometry' */
/** @import { Projection } from '#map/projection' */
/** @import { Theme } from '#map/theme' */
/** @import { BorderHistory } from '#world/borders' */
/** @import { Kind } from '#world/land' */
/** @import { Polygon } from '#world/topology' */
/** @import { Relief } from '#world/relief' */
import { copiesInSight, trace, worldLine } from '#map/geometry'
import { ownLandLineBetween, ownLineBetween } from '#world/borders'
import { paintGraticule } from '#world/graticule'
import { Land } from '#world/land'
import { Patterns } from '#world/patterns'
import { Pen } from '#world/pen'
import { Topology, densified } from '#world/topology'
import { Viewport } from '#world/viewport'
import { Water } from '#world/water'

/** The zoom level from which the fine level is drawn; while the map flies, where little is in sight. */
export const FINE_FROM = 4.2
const FINE_IN_FLIGHT = 7
/** The pixels from which a piece of land counts as in sight. */
const SMALLEST = 12

/** @typedef {{land: Land, water: Water, outline: WorldLine}} Sheet the world, or a region */

/** Draws the world of a day in a projection: sea, land, water, borders; over it the regions where one looks closely. */
export class Painter {
  #patterns = new Patterns()
  #relief
  #projection
  #history
  #world
  #regions
  #regionsFrom
  /** @type {Land[]} */
  #ownLands
  /**
   * The exhibit's own borders of the day, which are drawn on the world's land.
   * @type {Land | undefined}
   */
  #own
  /** Whether that is all the land there is. */
  #hasOwnLand = false

  /**
   * @param {WorldDocument} document
   * @param {BorderHistory} history
   * @param {number} regionsFrom the zoom level from which the regions are drawn
   * @param {Projection} projection
   * @param {Relief} relief
   */
  constructor (document, history, regionsFrom, projection, relief) {
    this.#history = history
    this.#projection = projection
    this.#relief = relief
    this.#world = sheetOf(document, history, projection)
    this.#ownLands = history.own.map((own) =>
      new Land(new Topology(own, projection), own.territories, own.isLand ? ownLandLineBetween : ownLineBetween))
    this.#regions = document.regions.map((region) => sheetOf(region, history, projection))
    this.#regionsFrom = regionsFrom
  }

  /**
   * Prepare for a day; the next `paint` shows it.
   * @param {string} day
   */
  set day (day) {
    const atoms = this.#history.on(day)
    for (const { land, water } of [this.#world, ...this.#regions]) {
      land.atoms = atoms
      water.day = day
    }
    this.#hasOwnLand = this.#history.hasOwnLand(day)
    this.#own = this.#ownLands[this.#history.ownOn(day)]
    if (this.#own) this.#own.atoms = this.#history.shownOn(day).atoms
  }

  /**
   * A function to the atom at a place of a viewport, in the world's pixels; null at sea.
   * @param {Viewport} viewport
   */
  atomIn (viewport) {
    const ofWorld = this.#world.land.topology.atomIn(viewport)
    const ofOwn = this.#own?.topology.atomIn(viewport)
    if (!ofOwn) return ofWorld
    if (this.#hasOwnLand) return ofOwn
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
    const paint = () => this.#paintWorld(pen, view, viewport, theme)
    const { limit } = this.#projection
    if (!limit) {
      paint()
      return
    }
    const edge = () => pen.circle(limit)
    context.fillStyle = theme.get('paper')
    context.fillRect(view.min.x, view.min.y, view.max.x - view.min.x, view.max.y - view.min.y)
    pen.clip(edge, paint)
    pen.stroke(theme.get('coast'), theme.line('coast').width, edge)
  }

  /**
   * @param {Pen} pen
   * @param {View} view
   * @param {Viewport} viewport
   * @param {Theme} theme
   */
  #paintWorld (pen, view, viewport, theme) {
    if (this.#own && this.#hasOwnLand) {
      this.#paintSea(pen, view, viewport, theme)
      this.#own.paint(pen, viewport, theme, this.#tileFor(pen), true)
      this.#own.paintLines(pen, viewport, theme)
      return
    }
    this.#paintSheet(pen, view, viewport, theme, this.#world, this.#relief)
    if (view.zoom >= this.#regionsFrom) {
      for (const region of this.#regions) this.#paintRegion(pen, view, viewport, theme, region)
    }
  }

  /**
   * @param {Pen} pen
   * @param {View} view
   * @param {Viewport} viewport
   * @param {Theme} theme
   * @param {Sheet} region
   */
  #paintRegion (pen, view, viewport, theme, region) {
    const { outline } = region
    const paint = () => this.#paintSheet(pen, view, viewport, theme, region)
    for (const copy of copiesInSight(outline, view, 0)) pen.clip(() => trace(pen.context, outline, view, copy), paint)
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
    const tile = this.#tileFor(pen)
    this.#paintSea(pen, view, viewport, theme)
    land.paint(pen, viewport, theme, tile, view.zoom >= (view.isMoving ? FINE_IN_FLIGHT : FINE_FROM))
    const own = this.#own
    if (own) land.clip(pen, viewport, () => own.paint(pen, viewport, theme, tile, true))
    relief?.paint(pen.context, view, viewport)
    water.paint(pen, viewport, theme)
    if (own) land.clip(pen, viewport, () => own.paintLines(pen, viewport, theme))
    land.paintLines(pen, viewport, theme)
  }

  /**
   * @param {Pen} pen
   * @param {View} view
   * @param {Viewport} viewport
   * @param {Theme} theme
   */
  #paintSea (pen, view, viewport, theme) {
    const { context } = pen
    const { min, max } = view
    context.fillStyle = theme.get('sea')
    context.fillRect(min.x, min.y, max.x - min.x, max.y - min.y)
    paintGraticule(pen, view, viewport, theme, this.#projection)
  }

  /**
   * @param {Pen} pen
   * @returns {import('#world/patterns').Tile}
   */
  #tileFor (pen) { return (kind, color, ground) => this.#patterns.get(pen.context, kind, color, ground) }
}

/**
 * @param {TopologyDocument & WaterDocument} document
 * @param {BorderHistory} history
 * @param {Projection} projection
 * @returns {Sheet}
 */
const sheetOf = (document, history, projection) => {
  const [west, south, east, north] = document.frame
  const corners = densified([west, north, east, north, east, south, west, south, west, north], projection.step)
  const [lons, lats] = [0, 1].map((axis) => corners.filter((_, index) => index % 2 === axis))
  return {
    land: new Land(new Topology(document, projection), history.territories),
    water: new Water(document, projection),
    outline: worldLine(lons, lats, projection)
  }
}
