/** @import { View } from '#map/canvas_layer' */
/** @import { WorldLine } from '#map/geometry' */
/** @import { Hit } from '#map/hit_tester' */
/** @import { Label, Side } from '#map/labels' */
/** @import { Projection } from '#map/projection' */
/** @import { AreaPayload, AreasPayload, Column } from '#payloads' */
/** @import { Stage } from '#state/stage' */
import { maxOf, minOf } from '#lib/min_max'
import { boxAbout } from '#map/boxes'
import { canvasLayer } from '#map/canvas_layer'
import {
  boxesInSight, copiesInSight, covers, distanceToSegment, inWorld, isInside, trace, worldLine
} from '#map/geometry'
import { HIT_RANK } from '#map/hit_tester'
import { WORLD_HIDDEN } from '#map/legend'
import { combine, listen } from '#state/stage'
import { DEGREE, unpackColumn } from '#track'

/**
 * The colours of a surface by their names in the style sheet: of its `fill`, its `stroke` (of polygons), its `line`.
 * @typedef {{fill?: string, stroke?: string, line?: string}} Look
 */
/** @typedef {WorldLine & {lons: Float64Array, lats: Float64Array}} AreaLine */
/** @typedef {{lon: number, lat: number, placements?: Side[]}} NamePoint */
/**
 * @typedef {{payload: AreaPayload, polygons: AreaLine[][], lines: AreaLine[], look: Look, point: NamePoint | null}}
 *   Area
 */

/** @type {Record<NonNullable<AreaPayload['surface']> | 'area', Look>} */
const LOOKS = {
  water: { fill: 'sea', stroke: 'shore' },
  land: { fill: 'land' },
  wood: { fill: 'wood' },
  road: { fill: 'road', stroke: 'road-edge', line: 'road' },
  bridge: { fill: 'paper', stroke: 'ink' },
  building: { fill: 'building', stroke: 'ink' },
  runway: { fill: 'road', stroke: 'ink', line: 'ink' },
  border: { stroke: 'ink', line: 'ink' },
  line: { stroke: 'ink', line: 'paper' },
  reach: { fill: 'reach', stroke: 'reach' },
  area: { fill: 'ink', stroke: 'ink', line: 'ink' }
}
const SELECTED_WIDTH = 1.5
/** How far an edge may reach beyond its line, in pixels. */
const EDGE = 40
const RANKS = { selected: 0, reach: 40, area: 45 }
/** The pixels from which a ring is wide enough to have its name. */
const NAME_WIDTH = 60

/**
 * Areas and lines, each drawn as its surface; circles of reach.
 * @param {Stage} stage
 * @param {AreasPayload} payload
 */
export const mount = (stage, payload) => {
  const areasNow = () => payload.areas.map((area) => areaOf(area, stage.projection.value))
  let areas = areasNow()
  const visible = () => areas.filter((area) => stage.layers.isVisible(area.payload.layer))
  const layer = canvasLayer(stage.map, 'areas', (context, view) => {
    for (const area of visible()) drawArea(context, view, area, stage)
  }, (_, view) => boxAbout(visible().flatMap((area) => boxesOf(area, view))))
  const refresh = () => {
    layer.paint()
    stage.legend.refresh()
    stage.labels.set('areas', visible().flatMap((area) => labelsOf(area, stage)))
  }
  stage.hitTester.set('areas', HIT_RANK.areas, (point, reach) => topmost(visible(), inWorld(stage.map, point), reach))
  stage.legend.set('areas', (view) => [
    ...visible().some((area) => isReachIn(area, view)) ? ['reach'] : [],
    ...visible().some((area) => hidesWorld(area, view, stage)) ? [WORLD_HIDDEN] : []
  ])
  refresh()
  return combine(
    ...[stage.layers, stage.language, stage.selection, stage.theme].map((shared) => listen(shared, 'change', refresh)),
    listen(stage.projection, 'change', () => {
      areas = areasNow()
      refresh()
    }),
    () => stage.hitTester.delete('areas'),
    () => stage.legend.delete('areas'),
    () => stage.labels.delete('areas'),
    () => layer.remove()
  )
}

/**
 * What an area covers of a view, with its edges.
 * @param {Area} area
 * @param {View} view
 */
const boxesOf = ({ polygons, lines }, view) =>
  [...polygons.map(([ring]) => ring), ...lines].flatMap((line) => boxesInSight(line, view, EDGE))

/**
 * Whether an area is a reach, and in a view.
 * @param {Area} area
 * @param {View} view
 */
const isReachIn = ({ payload: { surface }, polygons }, view) =>
  surface === 'reach' && polygons.some(([ring]) => copiesInSight(ring, view, 0).length > 0)

/**
 * Whether nothing of the world is seen beside an area, nor through it.
 * @param {Area} area
 * @param {View} view
 * @param {Stage} stage
 */
const hidesWorld = (area, view, stage) => {
  const { fill, alpha = 1 } = paintOf(area, stage)
  const isOpaque = fill !== undefined && alpha === 1
  return isOpaque && area.polygons.some((rings) => rings.length === 1 && covers(rings[0], view))
}

/**
 * @param {AreaPayload} payload
 * @param {Projection} projection
 * @returns {Area}
 */
export const areaOf = (payload, projection) => {
  /** @param {[Column, Column]} columns */
  const inPixels = (columns) => lineOf(columns, projection)
  const polygons = payload.polygons.map((rings) => rings.map(inPixels))
  const lines = payload.lines.map(inPixels)
  return {
    payload,
    polygons,
    lines,
    look: LOOKS[payload.surface ?? 'area'],
    point: namePoint(payload, polygons, lines)
  }
}

/**
 * @param {[Column, Column]} columns
 * @param {Projection} projection
 * @returns {AreaLine}
 */
const lineOf = ([lon, lat], projection) => {
  const [lons, lats] = [unpackColumn(lon, DEGREE), unpackColumn(lat, DEGREE)]
  return { ...worldLine(lons, lats, projection), lons, lats }
}

/**
 * Where an area's name is: at the top of a circle, in the middle of anything else that is large enough.
 * @param {AreaPayload} payload
 * @param {AreaLine[][]} polygons
 * @param {AreaLine[]} lines
 * @returns {NamePoint | null}
 */
const namePoint = ({ surface }, polygons, lines) => {
  if (surface === 'line' || surface === 'land') return null
  const { lons, lats } = polygons[0]?.[0] ?? lines[0]
  const north = maxOf(lats)
  if (surface === 'reach') return { lon: lons[lats.indexOf(north)], lat: north, placements: ['top'] }
  const middle = Math.floor(lons.length / 2)
  if (!polygons.length) return { lon: lons[middle], lat: lats[middle] }
  return {
    lon: (maxOf(lons) + minOf(lons)) / 2,
    lat: (north + minOf(lats)) / 2,
    placements: ['center', 'top', 'bottom', 'right', 'left']
  }
}

/**
 * @param {Area} area
 * @param {Stage} stage
 * @returns {Label[]}
 */
export const labelsOf = ({ payload: { id, name, surface }, point, polygons }, { translate, theme, selection }) => {
  if (!point) return []
  const isWater = surface === 'water'
  const isReach = surface === 'reach'
  const rank = isReach ? RANKS.reach : RANKS.area
  return [{
    placements: ['right', 'left', 'top', 'bottom'],
    ...point,
    text: translate(name),
    font: theme.font(isWater ? 'italic 400 14px' : '400 12.5px', isWater || surface === 'wood' ? 'serif' : 'sans'),
    color: theme.get(isWater ? 'label-sea' : 'quiet'),
    halo: theme.get('halo'),
    rank: selection.value === id ? RANKS.selected : rank,
    minZoom: polygons.length && !isReach ? zoomToFill(polygons[0][0]) : 0,
    gap: 4
  }]
}

/**
 * The zoom from which a ring is wide enough for its name.
 * @param {WorldLine} ring
 */
const zoomToFill = ({ left, right }) => Math.log2(NAME_WIDTH / Math.max(1e-9, right - left))

/**
 * @param {CanvasRenderingContext2D} context
 * @param {View} view
 * @param {Area} area
 * @param {Stage} stage
 */
const drawArea = (context, view, area, stage) => {
  const { fill, alpha, edge, line } = paintOf(area, stage)
  for (const rings of area.polygons) {
    for (const copy of copiesInSight(rings[0], view)) {
      context.beginPath()
      for (const ring of rings) trace(context, ring, view, copy)
      context.closePath()
      fillPath(context, fill, alpha)
      strokePath(context, edge)
    }
  }
  for (const each of area.lines) {
    for (const copy of copiesInSight(each, view)) {
      context.beginPath()
      trace(context, each, view, copy)
      strokePath(context, line)
    }
  }
}

/** @typedef {{color: string | undefined, width: number, opacity?: number, dash?: number[]}} Stroke */

/**
 * What an area is filled with, and how its edges and its lines are drawn: the curator's style, else that of its
 * surface.
 * @param {Area} area
 * @param {Stage} stage
 * @returns {{fill: string | undefined, alpha: number | undefined, edge: Stroke, line: Stroke}}
 */
export const paintOf = ({ payload: { id, surface, style }, look }, { selection, theme }) => {
  const kind = surface ?? 'area'
  const added = selection.value === id ? SELECTED_WIDTH : 0
  /** @param {string | undefined} name */
  const color = (name) => name && theme.get(name)
  /**
   * @param {'edge' | 'way'} part
   * @param {string | undefined} ink
   */
  const stroke = (part, ink) => {
    const { width, dash } = theme.line(`${part}-${kind}`)
    const ownWidth = (style.strokeWidth ?? width) + added
    return { opacity: style.strokeOpacity, color: style.stroke ?? color(ink), width: ownWidth, dash }
  }
  return {
    fill: style.fill ?? color(look.fill),
    alpha: style.fillOpacity ?? theme.numbers(`alpha-${kind}`)[0],
    edge: stroke('edge', look.stroke),
    line: stroke('way', look.line ?? look.stroke)
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {string | undefined} color
 */
const fillPath = (context, color, opacity = 1) => {
  if (!color) return
  context.globalAlpha = opacity
  context.fillStyle = color
  context.fill('evenodd')
  context.globalAlpha = 1
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Stroke} stroke
 */
const strokePath = (context, { color, width, opacity = 1, dash = [] }) => {
  if (!color) return
  context.setLineDash(dash)
  context.lineJoin = 'round'
  context.lineCap = 'butt'
  context.globalAlpha = opacity
  context.strokeStyle = color
  context.lineWidth = width
  context.stroke()
  context.globalAlpha = 1
  context.setLineDash([])
}

/**
 * Lines before polygons, the last drawn before the first; the ground of a plan cannot be hit.
 * @param {Area[]} areas
 * @param {ReturnType<typeof inWorld>} point
 * @param {number} reach
 * @returns {Hit[]}
 */
const topmost = (areas, { x, y, pixel, projection }, reach) => {
  for (const { payload: { id, surface }, lines, polygons } of areas.toReversed()) {
    if (surface === 'land') continue
    for (const copy of projection.copies) {
      const point = { x: x - copy, y }
      const distance = Math.min(...lines.map((line) => distanceTo(line, point) / pixel))
      if (distance <= reach) return [{ id, distance }]
      const isIn = polygons.some((rings) => rings.filter((ring) => isInside(ring, point)).length % 2)
      if (isIn) return [{ id, distance: 0 }]
    }
  }
  return []
}

/**
 * @param {AreaLine} line
 * @param {{x: number, y: number}} point
 */
const distanceTo = (line, point) => {
  let least = Infinity
  for (let index = 0; index < line.x.length - 1; index++) least = Math.min(least, distanceToSegment(point, line, index))
  return least
}
