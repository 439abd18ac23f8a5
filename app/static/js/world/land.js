/** @import { Territory } from '#world/document' */
/** @import { AtomOfDay, Line, Tint } from '#world/borders' */
/** @import { Tile } from '#world/patterns' */
/** @import { FillStyle, Pen } from '#world/pen' */
/** @import { Polygon, Topology } from '#world/topology' */
/** @import { Viewport } from '#world/viewport' */
/** @import { Theme } from '#map/theme' */
import { groupBy } from '#lib/group_by'
import { isDoubtful, isUnknown, lineBetween, ownLandLineBetween, tintOf } from '#world/borders'
import { numberOf } from '#world/topology'

/** @typedef {Tint | 'doubtful' | 'unknown'} Kind a kind of land, as the legend has it */

/**
 * In the order in which they are drawn.
 * @type {Line[]}
 */
const LINES = ['coast', 'doubtful', 'border', 'curtain']
/** What the kinds of an exhibit's own states begin with, before the colour. */
const STATE = 'state '
/** A polygon smaller than so many pixels is left out. */
const SMALLEST = 0.7

/**
 * What a kind of land is filled with, on the map as in the legend.
 * @param {Kind} kind
 * @param {Pick<Theme, 'get'>} theme
 * @param {Tile} tile
 * @returns {FillStyle}
 */
export const fillStyleOf = (kind, theme, tile) => {
  if (kind === 'pact' || kind === 'csto') return tile('dots', theme.get(`${kind}-mark`), theme.get(kind))
  if (kind === 'unknown') return tile('dots', theme.get('hatch'))
  if (kind.startsWith(STATE)) return theme.get(kind.slice(STATE.length))
  return kind === 'doubtful' ? tile('lines', theme.get('hatch')) : theme.get(kind)
}

/** Land with its tints, hatching, coasts and borders on a day: one topology, the world's or a region's. */
export class Land {
  /** @type {Map<Tint, Polygon[]>} */
  #tinted = new Map()
  /** @type {Polygon[]} */
  #doubtful = []
  /** @type {Polygon[]} */
  #unknown = []
  /** @type {Map<Line | null, number[]>} */
  #lines = new Map()
  #territories
  #lineOf
  #isFine = false
  /** @type {AtomOfDay[]} */
  #atoms = []

  /**
   * @param {Topology} topology
   * @param {Territory[]} territories
   * @param {typeof lineBetween} [lineOf]
   */
  constructor (topology, territories, lineOf = lineBetween) {
    this.topology = topology
    this.#territories = territories
    this.#lineOf = lineOf
    /** @type {Polygon[]} */
    this.schematic = []
  }

  get atoms () { return this.#atoms }

  /** Prepare for a day. */
  set atoms (atoms) {
    this.#atoms = atoms
    const { sides, isFrame } = this.topology
    const polygons = this.topology.polygons.filter(({ atom }) => !this.#hasSea || atoms[atom].territory !== null)
    this.#tinted = groupBy(polygons, ({ atom }) => tintOf(atoms[atom], this.#territories))
    this.#doubtful = polygons.filter(({ atom }) => isDoubtful(atoms[atom], this.#territories))
    this.#unknown = polygons.filter(({ atom }) => isUnknown(atoms[atom], this.#territories))
    this.schematic = polygons.filter(({ atom }) => atoms[atom].isSchematic)
    this.#lines = groupBy(sides.keys(), (arc) => {
      const [one, other] = sides[arc]
      return isFrame[arc] || one === undefined ? null : this.#lineOf(atoms[one], atoms[other], this.#territories)
    })
  }

  /**
   * The polygons of each kind of land.
   * @returns {[Kind, Polygon[]][]}
   */
  get kinds () { return [...this.#tinted, ['doubtful', this.#doubtful], ['unknown', this.#unknown]] }

  /** Whether an atom that is no one's is sea. */
  get #hasSea () { return this.#lineOf === ownLandLineBetween }

  /**
   * Fill every piece once, with the tint of its alliance; tiles show what is not to be shown by colour alone.
   * @param {Pen} pen
   * @param {Viewport} viewport
   * @param {Pick<Theme, 'get'>} theme
   * @param {Tile} tile
   * @param {boolean} isFine
   */
  paint (pen, viewport, theme, tile, isFine) {
    this.#isFine = isFine
    for (const [kind, polygons] of this.kinds) this.#fill(pen, viewport, polygons, fillStyleOf(kind, theme, tile))
  }

  /**
   * Let `draw` draw on the land alone.
   * @param {Pen} pen
   * @param {Viewport} viewport
   * @param {() => void} draw
   */
  clip (pen, viewport, draw) { pen.clip(() => this.#tracePolygons(pen, viewport, this.topology.polygons), draw) }

  /**
   * Coasts and borders, which lie over the water.
   * @param {Pen} pen
   * @param {Viewport} viewport
   * @param {Pick<Theme, 'get' | 'line'>} theme
   */
  paintLines (pen, viewport, theme) {
    for (const line of LINES) {
      const { width, dash } = theme.line(line)
      const arcs = this.#lines.get(line) ?? []
      pen.stroke(theme.get(line), width, () => { for (const arc of arcs) this.#traceArc(pen, viewport, arc) }, dash)
    }
  }

  /**
   * @param {Pen} pen
   * @param {Viewport} viewport
   * @param {Polygon[]} polygons
   * @param {FillStyle} style
   */
  #fill (pen, viewport, polygons, style) {
    if (!polygons.length) return
    pen.fill(style, () => this.#tracePolygons(pen, viewport, polygons))
  }

  /**
   * @param {Pen} pen
   * @param {Viewport} viewport
   * @param {Polygon[]} polygons
   */
  #tracePolygons (pen, viewport, polygons) {
    for (const { rings, box } of polygons) {
      if (viewport.isTooSmall(box, SMALLEST)) continue
      for (const shift of viewport.copies(box)) for (const ring of rings) this.#traceRing(pen, ring, shift)
    }
  }

  /**
   * @param {Pen} pen
   * @param {number[]} ring
   * @param {number} shift
   */
  #traceRing (pen, ring, shift) {
    for (const [index, reference] of ring.entries()) {
      const arc = this.topology.arc(numberOf(reference), this.#isFine)
      if (!arc) return
      pen.trace(arc, shift, { isBackwards: reference < 0, isOpen: index > 0 })
    }
  }

  /**
   * @param {Pen} pen
   * @param {Viewport} viewport
   * @param {number} index
   */
  #traceArc (pen, viewport, index) {
    const shifts = viewport.copies(this.topology.boxes[index])
    const arc = shifts.length ? this.topology.arc(index, this.#isFine) : null
    if (arc) for (const shift of shifts) pen.trace(arc, shift)
  }
}
