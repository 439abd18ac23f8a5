/** @import { View } from '#map/canvas_layer' */
/** @import { Description, Hit } from '#map/hit_tester' */
/** @import { Label } from '#map/labels' */
/** @import { Projection } from '#map/projection' */
/** @import { LookPayload, PlacesPayload } from '#payloads' */
/** @import { Stage } from '#state/stage' */
import { groupBy } from '#lib/group_by'
import { once } from '#lib/once'
import { boxAbout, boxAround } from '#map/boxes'
import { canvasLayer } from '#map/canvas_layer'
import { inWorld, worldLine } from '#map/geometry'
import { HIT_RANK, nearestFirst } from '#map/hit_tester'
import { WORLD, mercator } from '#map/mercator'
import { combine, listen } from '#state/stage'
import { DEGREE, unpackColumn } from '#track'

/** How far, in pixels, beyond what is seen a mark is still drawn. */
const MARGIN = 10
const MOST_LABELS = 400
/**
 * With more marks than this in sight each is but a dot; in every cell of so many pixels one dot of a look is enough.
 */
const CROWD = 2000
const DOT_CELL = 4
const DOT = { halo: 5, size: 3.4 }
/** The grid in which marks are found again, in the world's pixels: 64 by 64 cells over the world. */
const CELL = 4
const RANKS = { selected: 0, event: 18, site: 22 }
/** A mark's radius in pixels, and what is added to it. */
/** @type {Record<string, number>} */
const SIZES = { small: 3.4, medium: 4.6, large: 6.4 }
const SIZE = { selected: 2, symbol: 3.4, event: 1.25 }
/** A symbol's text, as a share of its mark's radius. */
const SYMBOL_TEXT = 1.35

/** @typedef {{index: number, look: LookPayload, x: number, y: number}} Seen a mark in the units of the map's layer */

/**
 * Marks of sites (round) and events (square on its corner) on one canvas, found again through a grid.
 * @param {Stage} stage
 * @param {PlacesPayload} payload
 */
export const mount = (stage, payload) => {
  const placesNow = () => new Places(payload, (layer) => stage.layers.isVisible(layer), stage.projection.value)
  let places = placesNow()
  const selected = () => stage.selection.value === null ? -1 : places.indexOf(stage.selection.value)

  /** @type {Seen[]} */
  let seen = []
  const layer = canvasLayer(stage.map, 'places', (context, view) => {
    const last = selected()
    if (seen.length > CROWD) drawDots(context, seen, view, stage)
    else for (const mark of seen) drawMark(context, mark, false, stage)
    for (const mark of seen) if (mark.index === last) drawMark(context, mark, true, stage)
  }, (_, view) => {
    seen = [...inSight(places, view)]
    return boxAbout(seen.map((mark) => boxAround(mark, MARGIN)))
  })

  /** @param {View} view */
  const labelsFor = (view) => {
    const last = selected()
    /** @type {Map<number, Set<number>>} */
    const ranked = new Map(Object.values(RANKS).map((rank) => [rank, new Set()]))
    for (const { index, look } of inSight(places, view)) {
      const held = ranked.get(index === last ? RANKS.selected : look.event ? RANKS.event : RANKS.site)
      if (held && held.size < MOST_LABELS) held.add(index)
    }
    return [...ranked].flatMap(([rank, held]) => [...held].map((index) => labelOf(places, index, rank, stage)))
      .slice(0, MOST_LABELS)
  }

  /** @param {View} view */
  const linesFor = (view) => {
    const near = []
    for (const { index } of inSight(places, view)) if (near.push(index) === MOST_LABELS) break
    return [{ x: near.map((index) => places.x[index]), y: near.map((index) => places.y[index]) }]
  }

  const refresh = () => {
    layer.paint()
    stage.legend.refresh()
    stage.labels.set('places', labelsFor)
    stage.labels.avoid('places', linesFor)
  }

  stage.hitTester.set('places', HIT_RANK.places, (point, reach) => places.near(inWorld(stage.map, point), reach),
    (id) => places.describe(id))
  stage.legend.set('places', (view) => marksInSight(places, view))
  refresh()
  return combine(
    ...[stage.layers, stage.language, stage.selection, stage.theme].map((shared) => listen(shared, 'change', refresh)),
    listen(stage.projection, 'change', () => {
      places = placesNow()
      refresh()
    }),
    () => stage.hitTester.delete('places'),
    () => stage.legend.delete('places'),
    () => stage.labels.delete('places'),
    () => layer.remove()
  )
}

/** The places as columns of equal length, in degrees and in the world's pixels. */
class Places {
  #numbers
  #grid
  #isLayerVisible

  /**
   * @param {PlacesPayload} payload
   * @param {(layer: string) => boolean} isLayerVisible
   * @param {Projection} projection
   */
  constructor (payload, isLayerVisible, projection) {
    this.payload = payload
    this.layer = unpackColumn(payload.layer)
    this.look = unpackColumn(payload.look)
    this.lon = unpackColumn(payload.lon, DEGREE)
    this.lat = unpackColumn(payload.lat, DEGREE)
    const { x, y } = worldLine(this.lon, this.lat, projection)
    this.x = x
    this.y = y
    this.#grid = once(() => gridOf(x, y))
    this.#isLayerVisible = isLayerVisible
    this.#numbers = once(() => new Map(payload.id.map((id, index) => [id, index])))
  }

  /** @param {string} id */
  indexOf (id) { return this.#numbers().get(id) ?? -1 }

  /** @param {number} index */
  layerOf (index) { return this.payload.layers[this.layer[index]] }

  /** @param {number} index */
  isVisible (index) { return this.#isLayerVisible(this.layerOf(index)) }

  /**
   * What the card says of a place that the list does not have.
   * @param {string} id
   * @returns {Description | null}
   */
  describe (id) {
    const index = this.indexOf(id)
    if (index < 0) return null
    const { name, more } = this.payload
    return { lon: this.lon[index], lat: this.lat[index], layer: this.layerOf(index), name: name[index], ...more[index] }
  }

  /**
   * The visible places within reach, the nearest first.
   * @param {ReturnType<typeof inWorld>} point
   * @param {number} reach
   * @returns {Hit[]}
   */
  near ({ x, y, pixel, projection }, reach) {
    const indexes = [...new Set(about(this.#grid(), x, y, reach * pixel))].filter((index) => this.isVisible(index))
    return nearestFirst(reach, indexes.map((index) => ({
      id: this.payload.id[index],
      distance: Math.hypot(this.x[index] + projection.copyNear(this.x[index], x) - x, this.y[index] - y) / pixel
    })))
  }
}

/**
 * Every visible place that a view shows, in each copy of the world.
 * @param {Places} places
 * @param {View} view
 * @returns {Generator<Seen>}
 */
function * inSight (places, { scale, x: left, y: top, min, max, projection = mercator }) {
  const { looks } = places.payload
  const [north, south] = [(min.y - MARGIN + top) / scale, (max.y + MARGIN + top) / scale]
  for (const copy of projection.copies) {
    const [west, east] = [(min.x - MARGIN + left) / scale - copy, (max.x + MARGIN + left) / scale - copy]
    for (let index = 0; index < places.x.length; index++) {
      const [x, y] = [places.x[index], places.y[index]]
      if (x < west || x > east || y < north || y > south || !places.isVisible(index)) continue
      yield { index, look: looks[places.look[index]], x: (x + copy) * scale - left, y: y * scale - top }
    }
  }
}

/**
 * What of the legend explains the places in a view.
 * @param {Places} places
 * @param {View} view
 */
const marksInSight = (places, view) => {
  const marks = new Set()
  for (const { look: { event, basis } } of inSight(places, view)) {
    marks.add(event ? 'event' : 'site')
    if (basis !== 'documented') marks.add('hollow')
  }
  return marks
}

/**
 * The places in the cells of a grid about a point.
 * @param {Map<number, number[]>} grid
 * @param {number} x
 * @param {number} y
 * @param {number} span
 * @returns {Generator<number>}
 */
function * about (grid, x, y, span) {
  for (let cx = x - span; cx < x + span + CELL; cx += CELL) {
    for (let cy = y - span; cy < y + span + CELL; cy += CELL) {
      yield * grid.get(cellOf(Math.min(cx, x + span), Math.min(cy, y + span))) ?? []
    }
  }
}

/**
 * @param {Float64Array} xs
 * @param {Float64Array} ys
 */
const gridOf = (xs, ys) => groupBy(xs.keys(), (index) => cellOf(xs[index], ys[index]))

/**
 * @param {number} x
 * @param {number} y
 */
const cellOf = (x, y) => Math.floor((((x % WORLD) + WORLD) % WORLD) / CELL) * 1000 + Math.floor(y / CELL)

/**
 * Ten thousand marks as small squares, ringed in paper as the marks are: a tenth of a circle's work.
 * @param {CanvasRenderingContext2D} context
 * @param {Seen[]} seen
 * @param {View} view
 * @param {Stage} stage
 */
const drawDots = (context, seen, { min, max }, stage) => {
  const columns = Math.ceil((max.x - min.x + 2 * MARGIN) / DOT_CELL) + 1
  const rows = Math.ceil((max.y - min.y + 2 * MARGIN) / DOT_CELL) + 1
  /** @type {Map<LookPayload, {taken: Uint8Array, at: [number, number][]}>} */
  const dots = new Map()
  for (const { look, x, y } of seen) {
    const held = dots.get(look) ?? { taken: new Uint8Array(columns * rows), at: [] }
    dots.set(look, held)
    const cell = Math.floor((y - min.y + MARGIN) / DOT_CELL) * columns + Math.floor((x - min.x + MARGIN) / DOT_CELL)
    if (held.taken[cell]) continue
    held.taken[cell] = 1
    held.at.push([x, y])
  }
  for (const [look, { at }] of dots) {
    const squares = [
      { color: stage.theme.get('paper'), size: DOT.halo },
      { color: look.style.markerColor ?? stage.theme.get('ink'), size: DOT.size }
    ]
    for (const { color, size } of squares) {
      context.fillStyle = color
      for (const [x, y] of at) context.fillRect(x - size / 2, y - size / 2, size, size)
    }
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Seen} mark
 * @param {boolean} isSelected
 * @param {Stage} stage
 */
export const drawMark = (context, { look: { event, basis, style }, x, y }, isSelected, { theme }) => {
  const symbol = symbolOf(style.markerSymbol)
  const [radius, edge] = theme.numbers('mark-site')
  const plain = SIZES[style.markerSize ?? ''] ?? radius
  const size = plain + (symbol ? SIZE.symbol : 0) + (isSelected ? SIZE.selected : 0)
  const color = style.markerColor ?? theme.get('ink')
  const isFilled = basis === 'documented' || isSelected
  context.beginPath()
  if (event) addDiamond(context, x, y, size * SIZE.event)
  else context.arc(x, y, size, 0, 2 * Math.PI)
  context.fillStyle = isFilled ? color : theme.get('paper')
  context.fill()
  const contrast = isFilled ? theme.get('paper') : color
  context.lineWidth = edge
  context.strokeStyle = isSelected ? theme.get('flight') : contrast
  context.stroke()
  context.font = `700 ${size * SYMBOL_TEXT}px ${theme.get('sans')}`
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  context.fillStyle = contrast
  context.fillText(symbol, x, y)
}

/**
 * What of a `marker-symbol` is drawn: a letter or a digit. The names of icons are kept in the data, and not drawn.
 * @param {string} [symbol]
 */
export const symbolOf = (symbol = '') => /^[a-z\d]$/i.test(symbol) ? symbol.toUpperCase() : ''

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number} x
 * @param {number} y
 * @param {number} size
 */
const addDiamond = (context, x, y, size) => {
  context.moveTo(x, y - size)
  context.lineTo(x + size, y)
  context.lineTo(x, y + size)
  context.lineTo(x - size, y)
  context.closePath()
}

/**
 * @param {Places} places
 * @param {number} index
 * @param {number} rank
 * @param {Stage} stage
 * @returns {Label}
 */
const labelOf = (places, index, rank, { theme, translate }) => ({
  x: places.x[index],
  y: places.y[index],
  text: translate(places.payload.name[index]),
  font: theme.font('500 13px'),
  color: theme.get('ink'),
  halo: theme.get('halo'),
  rank,
  gap: 8
})
