import { greatest, least } from '#extremes'
import { copiesInSight, distanceToSegment, inWorld, isInside, trace, worldLine } from '#geometry'
import { sheet } from '#sheet'
import { listen, together } from '#stage'
import { DEGREE, unpackColumn } from '#track'

/** How each surface is drawn: `fill` and `stroke` name colours of the style sheet. */
const HOUSE = {
  water: { fill: 'sea', stroke: 'shore', width: 1 },
  land: { fill: 'land' },
  wood: { fill: 'wood' },
  road: { fill: 'road', stroke: 'road-edge', width: 1, line: 'road', lineWidth: 7 },
  bridge: { fill: 'paper', stroke: 'ink', width: 1.4 },
  building: { fill: 'building', stroke: 'ink', width: 1 },
  runway: { fill: 'road', stroke: 'ink', width: 1, line: 'ink', lineWidth: 5 },
  border: { stroke: 'ink', width: 1.6, line: 'ink', lineWidth: 1.8, dash: [10, 4, 1.5, 4] },
  line: { stroke: 'ink', width: 1.2, line: 'paper', lineWidth: 3.4 },
  reach: { fill: 'reach', alpha: 0.16, stroke: 'reach', width: 1.4, dash: [2, 3] },
  area: { fill: 'ink', alpha: 0.08, stroke: 'ink', width: 1.2, line: 'ink', lineWidth: 1.4 }
}

/** Areas and lines in the house style of their surface; circles of reach. */
export const mount = (stage, { areas }) => {
  const drawn = areas.map(prepared)
  const visible = () => drawn.filter(({ layer }) => stage.layers.isVisible(layer))
  const ground = sheet(stage.map, 'areas', (context, view) => {
    for (const area of visible()) drawArea(context, view, area, stage)
  })
  const refresh = () => {
    ground.paint()
    stage.labels.set('areas', visible().filter(({ label }) => label).map((area) => labelOf(area, stage)))
  }
  stage.targets.set('areas', 5, (point, reach) => topmost(visible(), inWorld(stage.map, point), reach))
  refresh()
  return together(
    ...[stage.layers, stage.language, stage.selection, stage.ink].map((shared) => listen(shared, 'change', refresh)),
    () => stage.targets.delete('areas'),
    () => stage.labels.delete('areas'),
    () => ground.remove()
  )
}

const prepared = (area) => {
  const polygons = area.polygons.map((rings) => rings.map(lineOf))
  const lines = area.lines.map(lineOf)
  return { ...area, polygons, lines, house: HOUSE[area.surface] ?? HOUSE.area, label: labelPoint(area, polygons, lines) }
}

const lineOf = ([lon, lat]) => {
  const [lons, lats] = [unpackColumn(lon, DEGREE), unpackColumn(lat, DEGREE)]
  return { ...worldLine(lons, lats), lons, lats }
}

/** Where an area's name stands: at the top of a circle, in the middle of anything else that is large enough to bear one. */
const labelPoint = ({ surface }, polygons, lines) => {
  if (surface === 'line' || surface === 'land') return null
  const ring = polygons[0]?.[0] ?? lines[0]
  const north = greatest(ring.lats)
  if (surface === 'reach') return { lon: ring.lons[ring.lats.indexOf(north)], lat: north, placements: ['top'] }
  const middle = Math.floor(ring.lons.length / 2)
  if (!polygons.length) return { lon: ring.lons[middle], lat: ring.lats[middle] }
  const mean = (values) => (greatest(values) + least(values)) / 2
  return { lon: mean(ring.lons), lat: mean(ring.lats), placements: ['center', 'top', 'bottom', 'right', 'left'] }
}

const labelOf = ({ id, name, label, surface, polygons }, stage) => ({
  placements: ['right', 'left', 'top', 'bottom'],
  ...label,
  text: stage.say(name),
  font: stage.font(surface === 'water' ? 'italic 400 14px' : '400 12.5px', surface === 'water' || surface === 'wood' ? 'serif' : 'sans'),
  color: stage.ink.get(surface === 'water' ? 'label-sea' : 'quiet'),
  halo: stage.ink.get('halo'),
  rank: stage.selection.now === id ? 0 : surface === 'reach' ? 40 : 45,
  minZoom: polygons.length && surface !== 'reach' ? zoomToFill(polygons[0][0]) : 0,
  gap: 4
})

/** The zoom from which a ring is wide enough, 60 pixels, to bear its name. */
const zoomToFill = ({ left, right }) => Math.log2(60 / Math.max(1e-9, right - left))

const drawArea = (context, view, { polygons, lines, house, style, id }, stage) => {
  const isChosen = stage.selection.now === id
  for (const rings of polygons) {
    for (const copy of copiesInSight(rings[0], view)) {
      context.beginPath()
      for (const ring of rings) trace(context, ring, view, copy)
      context.closePath()
      fill(context, house, style, stage)
      stroke(context, style.stroke ?? (house.stroke && stage.ink.get(house.stroke)), (style.strokeWidth ?? house.width) + (isChosen ? 1.5 : 0), style.strokeOpacity, house.dash)
    }
  }
  for (const line of lines) {
    for (const copy of copiesInSight(line, view)) {
      context.beginPath()
      trace(context, line, view, copy)
      stroke(context, style.stroke ?? stage.ink.get(house.line ?? house.stroke), (style.strokeWidth ?? house.lineWidth ?? 1.4) + (isChosen ? 1.5 : 0), style.strokeOpacity, house.dash)
    }
  }
}

const fill = (context, house, style, stage) => {
  const colour = style.fill ?? (house.fill && stage.ink.get(house.fill))
  if (!colour) return
  context.globalAlpha = style.fillOpacity ?? house.alpha ?? 1
  context.fillStyle = colour
  context.fill('evenodd')
  context.globalAlpha = 1
}

const stroke = (context, colour, width, opacity = 1, dash = []) => {
  if (!colour) return
  context.setLineDash(dash)
  context.lineJoin = 'round'
  context.lineCap = 'butt'
  context.globalAlpha = opacity
  context.strokeStyle = colour
  context.lineWidth = width
  context.stroke()
  context.globalAlpha = 1
  context.setLineDash([])
}

/** Lines before polygons, the last drawn before the first; the ground of a plan is no target. */
const topmost = (areas, { x, y, pixel }, reach) => {
  for (const area of [...areas].reverse()) {
    if (area.surface === 'land') continue
    for (const copy of [-256, 0, 256]) {
      const distance = Math.min(...area.lines.map((line) => distanceToLine(line, x - copy, y) / pixel))
      if (distance <= reach) return { id: area.id, distance }
      if (area.polygons.some((rings) => rings.reduce((inside, ring) => inside !== isInside(ring, x - copy, y), false))) return { id: area.id, distance: 0 }
    }
  }
  return null
}

const distanceToLine = (line, x, y) => {
  let best = Infinity
  for (let index = 1; index < line.x.length; index++) {
    best = Math.min(best, distanceToSegment(x, y, line.x[index - 1], line.y[index - 1], line.x[index], line.y[index]))
  }
  return best
}
