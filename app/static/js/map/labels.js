/** @import { Box, Size } from '#map/boxes' */
/** @import { CanvasLayer, Extent, View } from '#map/canvas_layer' */
/** @import { Line } from '#map/geometry' */
/** @import { Point, Projection } from '#map/projection' */
import { moved, movedArea, visibleArea } from '#map/boxes'
import { canvasLayer, createPanes } from '#map/canvas_layer'
import { CollisionGrid } from '#map/collision_grid'
import { mercator } from '#map/mercator'
import { projectionOf } from '#map/projection'
import { TextWidths } from '#map/text_widths'

/** @typedef {{text: string, font: string, color: string, spacing?: number}} TextLine */
/**
 * A circle of the world, its radius in the pixels of Mercator's map; its middle in degrees or in the world's pixels.
 * @typedef {{lon?: number, lat?: number, x?: number, y?: number, radius: number}} Region
 */

/**
 * A name on the map. The lower `rank` is placed first, at the first of `placements` that crosses least. `suffix` is
 * written behind the text, `moreLines` centred under it. `sharesPoint`: it may be written where another name is
 * already. Of labels with one `name` only the first is written in sight. `regions`: where its own point is taken, the
 * first free place in them serves as well. `hiddenBy` is the `name` of other labels: where one of them is in sight,
 * this one is left out. `isBackground` marks the world's own
 * names, which may sooner be covered. `dot` is drawn at the point of a name that is written, and only there. A point is
 * given in degrees or in the world's pixels.
 * @typedef {TextLine & {lon?: number, lat?: number, x?: number, y?: number, rank: number, halo?: string | null, gap?:
 *   number, placements?: Side[], minZoom?: number, maxZoom?: number, suffix?: TextLine, moreLines?: TextLine[],
 *   sharesPoint?: boolean, regions?: Region[], name?: string, hiddenBy?: string, isBackground?: boolean, copies?:
 *   boolean, dot?: {radius: number, color: string}}} Label
 * @typedef {Omit<Label, 'regions'> & {x: number, y: number, gap: number, placements: Side[], regions?: Circle[]}}
 *   PlacedAt
 * @typedef {Point & {radius: number}} Circle
 */

/** @typedef {import('#map/collision_grid').Side} Side */
/** @typedef {Box & {name?: string, isBackground?: boolean, text: string}} PlacedLabel */

/**
 * A box that no label may cover: a point of the world in its pixels, and how many CSS pixels the box reaches from it.
 * A `marker` has the label of its point written beside it.
 * @typedef {{x: number, y: number, left: number, right: number, top: number, bottom: number, marker?: boolean}}
 *   Reserved
 */

/**
 * @template T
 * @typedef {T[] | ((view: View) => T[])} PerView all of them, or a function that picks those for a view
 */

/** @type {Side[]} */
const AROUND = ['right', 'left', 'top-right', 'bottom-right', 'top-left', 'bottom-left', 'top', 'bottom']
const OWN_COPY = [0]

/** Places in a region as shares of its radius: in the middle, then in twelve directions, nearer and further. */
const IN_REGION = [[0, 0], ...[0.45, 0.85].flatMap((share) => Array.from({ length: 12 }, (_, hour) =>
  [share * Math.cos(Math.PI * hour / 6), share * Math.sin(Math.PI * hour / 6)]))]

/** Of two names nearer than so many pixels only one is written. */
const POINT_CELL = 7
const HALO_WIDTH = 3.5
const LINE_HEIGHT = 1.15

/**
 * The names on the map, drawn on one canvas so that no two ever collide. What finds no place is left out until there is
 * one.
 */
export class Labels {
  /** @type {Map<string, PerView<PlacedAt>>} */
  #labels = new Map()
  /** @type {Map<string, PerView<Line>>} */
  #lines = new Map()
  /** @type {Map<string, Reserved[]>} */
  #reserved = new Map()
  /** @type {CanvasLayer | undefined} */
  #layer
  #isInFlight = false
  #widths = new TextWidths()

  /** @param {L.Map} map */
  constructor (map) {
    createPanes(map)
    this.map = map
    /** @type {PlacedLabel[]} */
    this.placed = []
    /** Whether the world's own names are the only ones. */
    this.isWorldOnly = false
    document.fonts.addEventListener('loadingdone', () => {
      this.#widths.clear()
      this.#layer?.paint()
    })
    const keys = document.querySelector('.keys')
    if (keys) new ResizeObserver(() => this.#layer?.paint()).observe(keys)
    map.whenReady(() => { this.#layer = canvasLayer(map, 'labels', (context, view) => this.#draw(context, view)) })
  }

  /**
   * Show labels for an owner, in place of those it had.
   * @param {string} owner
   * @param {PerView<Label>} labels
   */
  set (owner, labels) {
    const projection = projectionOf(this.map)
    /** @param {Label} label */
    const place = (label) => located(label, projection)
    this.#labels.set(owner, typeof labels === 'function' ? (view) => labels(view).map(place) : labels.map(place))
    this.#layer?.paint()
  }

  /**
   * Lines whose vertices labels should rather not cover, such as a flight's.
   * @param {string} owner
   * @param {PerView<Line>} lines
   */
  avoid (owner, lines) {
    this.#lines.set(owner, lines)
    this.#layer?.paint()
  }

  /**
   * Boxes that no label may cover.
   * @param {string} owner
   * @param {Reserved[]} boxes
   */
  reserve (owner, boxes) {
    this.#reserved.set(owner, boxes)
    this.#layer?.paint()
  }

  /** @param {string} owner */
  delete (owner) {
    for (const held of [this.#labels, this.#lines, this.#reserved]) held.delete(owner)
    this.#layer?.paint()
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {View} view
   */
  #draw (context, view) {
    this.#hideInFlight(Boolean(view.isMoving))
    if (this.#isInFlight) return
    const { zoom, projection = mercator } = view
    const reserved = [...this.#reserved.values()].flat().map((box) => inView(box, view))
    const grid = new CollisionGrid(view, gathered(this.#lines, view), areaOf(this.map), reserved)
    const labels = gathered(this.#labels, view)
      .filter(({ minZoom = 0, maxZoom = Infinity }) => zoom >= minZoom && zoom <= maxZoom)
      .filter((label) => isWithinLimit(label, projection) && (!this.isWorldOnly || label.isBackground))
      .sort((a, b) => a.rank - b.rank)
    const taken = new Set()
    this.placed = []
    for (const label of labels) {
      const other = label.hiddenBy ?? label.name
      if (other && this.#isSeen(other, grid)) continue
      for (const copy of label.copies === false ? OWN_COPY : projection.copies) {
        const measure = measured(context, label, this.#widths)
        const box = placeLabel(label, measure, copy, { view, grid, taken })
        if (!box) continue
        drawDot(context, label, copy, view)
        write(context, label, box, measure)
        const text = linesOf(label).map((line) => line.text).join(' ')
        this.placed.push({ name: label.name, isBackground: label.isBackground, text, ...box })
      }
    }
  }

  /** @param {boolean} isInFlight */
  #hideInFlight (isInFlight) {
    if (isInFlight === this.#isInFlight) return
    this.#isInFlight = isInFlight
    this.map.getContainer().classList.toggle('in-flight', isInFlight)
  }

  /**
   * Whether a label of that name is placed in sight.
   * @param {string} wanted
   * @param {CollisionGrid} grid
   */
  #isSeen (wanted, grid) { return this.placed.some(({ name, left, top }) => name === wanted && grid.isSeen(left, top)) }
}

/**
 * The size of a label, and the width of each of its lines and of its suffix.
 * @typedef {Size & {widths: number[], suffix: number}} Measure
 */

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Label} label
 * @param {TextWidths} textWidths
 * @returns {Measure}
 */
const measured = (context, label, textWidths) => {
  /** @param {TextLine} line */
  const widthOf = (line) => textWidths.of(context, line)
  const lines = linesOf(label)
  const widths = lines.map(widthOf)
  const suffix = label.suffix ? widthOf({ ...label.suffix, text: ` ${label.suffix.text}` }) : 0
  const height = lines.map(heightOf).reduce((sum, each) => sum + each)
  return { width: Math.max(widths[0] + suffix, ...widths), widths, suffix, height }
}

/**
 * A label with its points in the world's pixels.
 * @param {Label} label
 * @param {Projection} projection
 * @returns {PlacedAt}
 */
const located = (label, projection) => {
  const { lon = 0, lat = 0, x, y, regions } = label
  return {
    placements: AROUND,
    gap: 8,
    halo: null,
    ...label,
    ...(x === undefined || y === undefined ? projection.point(lon, lat) : { x, y }),
    regions: regions?.map((region) => circleOf(region, projection))
  }
}

/**
 * @param {Region} region
 * @param {Projection} projection
 */
const circleOf = ({ lon = 0, lat = 0, x, y, radius }, projection) => x === undefined || y === undefined
  ? {
      ...projection.point(lon, lat),
      radius: radius * projection.pixelsPerKm(lon, lat) / mercator.pixelsPerKm(lon, lat)
    }
  : { x, y, radius }

/**
 * @param {Point} point
 * @param {Projection} projection
 */
const isWithinLimit = ({ x, y }, { limit }) => !limit || Math.hypot(x - limit.x, y - limit.y) < limit.radius

/**
 * The box of a label at the first of its points that has no name yet and is free.
 * @param {PlacedAt} label
 * @param {Size} size
 * @param {number} copy
 * @param {{view: View, grid: CollisionGrid, taken: Set<string>}} surroundings
 */
const placeLabel = (label, size, copy, { view, grid, taken }) => {
  for (const [x, y] of pointsOf(label, copy, view, grid)) {
    const near = cellsAbout(x, y)
    if (!label.sharesPoint && near.some((cell) => taken.has(cell))) continue
    const box = grid.place(x, y, size, label)
    if (!box) continue
    if (!label.sharesPoint) taken.add(near[0])
    return box
  }
  return null
}

/**
 * Where a label may be: its own point, then those in its regions; those in sight before those just beyond.
 * @param {PlacedAt} label
 * @param {number} copy
 * @param {View} view
 * @param {CollisionGrid} grid
 * @returns {Generator<[number, number]>}
 */
function * pointsOf ({ x: ownX, y: ownY, regions }, copy, { scale, x: left, y: top, min, max }, grid) {
  /**
   * @param {{x: number, y: number}} point
   * @returns {[number, number]}
   */
  const inLayer = ({ x, y }) => [(x + copy) * scale - left, y * scale - top]
  /** @param {[number, number]} point */
  const isNear = ([x, y], margin = 0) =>
    x >= min.x - margin && x <= max.x + margin && y >= min.y - margin && y <= max.y + margin
  const own = inLayer({ x: ownX, y: ownY })
  const isSeen = grid.isSeen(...own)
  if (isSeen || (!regions && isNear(own))) yield own
  if (!regions) return
  const others = regions.filter((region) => isNear(inLayer(region), region.radius * scale))
    .flatMap(placesIn).map(inLayer)
  yield * [...(isSeen ? [] : [own]), ...others].filter((point) => isNear(point))
    .sort((a, b) => Number(grid.isSeen(...b)) - Number(grid.isSeen(...a)))
}

/** @param {Circle} region */
const placesIn = ({ x, y, radius }) =>
  radius ? IN_REGION.map(([right, down]) => ({ x: x + right * radius, y: y + down * radius })) : [{ x, y }]

/**
 * @param {Reserved} box
 * @param {Extent} view
 */
const inView = ({ x, y, marker, ...box }, { scale, x: left, y: top }) =>
  ({ ...moved(box, { x: x * scale - left, y: y * scale - top }), marker })

/**
 * @template T
 * @param {Map<string, PerView<T>>} owned
 * @param {View} view
 */
const gathered = (owned, view) =>
  [...owned.values()].flatMap((given) => typeof given === 'function' ? given(view) : given)

/**
 * @param {Label} label
 * @returns {TextLine[]}
 */
const linesOf = ({ text, font, color, spacing = 0, moreLines = [] }) => [{ text, font, color, spacing }, ...moreLines]

/** @param {TextLine} line */
const heightOf = ({ font }) => Number(/(\d+(?:\.\d+)?)px/.exec(font)?.[1]) * LINE_HEIGHT

/**
 * The cell of a fine grid in which a point lies, then its neighbours: one cell has one name until it is seen closer.
 * @param {number} x
 * @param {number} y
 */
const cellsAbout = (x, y) => {
  const [column, row] = [Math.floor(x / POINT_CELL), Math.floor(y / POINT_CELL)]
  return [[0, 0], [-1, 0], [1, 0], [0, -1], [0, 1], [-1, -1], [1, 1], [-1, 1], [1, -1]]
    .map(([dx, dy]) => `${column + dx},${row + dy}`)
}

/**
 * What is seen of the map, and what lies over it, in the units of a canvas layer.
 * @param {L.Map} map
 */
const areaOf = (map) => movedArea(visibleArea(map.getContainer()), map.containerPointToLayerPoint([0, 0]))

/**
 * @param {CanvasRenderingContext2D} context
 * @param {PlacedAt} label
 * @param {number} copy
 * @param {View} view
 */
const drawDot = (context, { x, y, dot }, copy, { scale, x: left, y: top }) => {
  if (!dot) return
  context.fillStyle = dot.color
  context.beginPath()
  context.arc((x + copy) * scale - left, y * scale - top, dot.radius, 0, 2 * Math.PI)
  context.fill()
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {PlacedAt} label
 * @param {Box} box
 * @param {Measure} measure
 */
const write = (context, label, box, { widths, suffix }) => {
  context.textBaseline = 'middle'
  context.lineJoin = 'round'
  let { top } = box
  for (const [index, line] of linesOf(label).entries()) {
    const width = widths[index] + (index ? 0 : suffix)
    const [x, y] = [(box.left + box.right - width) / 2, top + heightOf(line) / 2]
    writeLine(context, line, x, y, label.halo)
    if (label.suffix && !index) {
      writeLine(context, { ...label.suffix, text: ` ${label.suffix.text}` }, x + widths[0], y, label.halo)
    }
    top += heightOf(line)
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {TextLine} line
 * @param {number} x
 * @param {number} y
 * @param {string | null} [halo]
 */
const writeLine = (context, { text, font, color, spacing = 0 }, x, y, halo) => {
  context.font = font
  context.letterSpacing = `${spacing}px`
  if (halo) {
    context.lineWidth = HALO_WIDTH
    context.strokeStyle = halo
    context.strokeText(text, x, y)
  }
  context.fillStyle = color
  context.fillText(text, x, y)
}
