import { greatest } from '#extremes'
import { copiesInSight, distanceToSegment, inWorld, trace, worldLine } from '#geometry'
import { sheet, worldX, worldY } from '#sheet'
import { listen, together } from '#stage'

const DASHES = { documented: [], inferred: [9, 5], interpolated: [0.1, 5.5], planned: [1.5, 5] }
const WIDTHS = { documented: 2.8, inferred: 2.6, interpolated: 2.6, planned: 1.5 }

/** The flights' lines by evidence, the corridor in which they may have run, and a mark and name at each named fix. */
export const mount = (stage, { flights }) => {
  const drawn = flights.map((flight) => prepared(flight, stage.tracks.get(flight.id)))
  const visible = () => drawn.filter(({ layer }) => stage.layers.isVisible(layer))
  const paths = sheet(stage.map, 'paths', (context, view) => {
    for (const flight of visible()) drawFlight(context, view, flight, stage)
  })

  const refresh = () => {
    paths.paint()
    stage.labels.set('flight_paths', visible().flatMap((flight) => labelsOf(flight, stage)))
    stage.labels.avoid('flight_paths', visible().map(({ line }) => line))
  }

  stage.targets.set('fixes', 1, (point, reach) => nearestFix(visible(), inWorld(stage.map, point), reach))
  stage.targets.set('flights', 3, (point, reach) => nearestFlight(visible(), inWorld(stage.map, point), reach))
  refresh()
  return together(
    ...[stage.layers, stage.language, stage.selection, stage.spotlight, stage.ink].map((shared) => listen(shared, 'change', refresh)),
    () => ['fixes', 'flights'].forEach((owner) => stage.targets.delete(owner)),
    () => stage.labels.delete('flight_paths'),
    () => paths.remove()
  )
}

const prepared = (flight, track) => ({
  ...flight,
  track,
  line: worldLine(track.lon, track.lat),
  runs: runsOf(flight, track),
  fixes: flight.fixes.map((fix) => {
    const vertex = track.fixes[fix.number - 1]
    const [lon, lat] = [track.lon[vertex], track.lat[vertex]]
    return { ...fix, key: `${flight.id}/${fix.number}`, lon, lat, x: worldX(lon), y: worldY(lat) }
  })
})

/** Neighbouring legs of one basis as one stroke, so that its dashes run through. */
const runsOf = ({ status }, { legs }) => {
  const runs = []
  for (const { first, last, basis } of legs) {
    const look = status === 'planned' ? 'planned' : basis
    const before = runs.at(-1)
    if (before?.look === look && before.last === first) before.last = last
    else runs.push({ first, last, look })
  }
  return runs
}

const colourOf = ({ mode, style }, stage) => style.stroke ?? stage.ink.get(mode === 'air' ? 'flight' : 'ink')

const drawFlight = (context, view, flight, stage) => {
  const colour = colourOf(flight, stage)
  const isChosen = stage.selection.now === flight.id
  for (const copy of copiesInSight(flight.line, view)) {
    context.save()
    context.lineCap = context.lineJoin = 'round'
    if (flight.status !== 'planned') drawCorridor(context, view, flight, copy, colour)
    for (const { first, last, look } of flight.runs) {
      context.beginPath()
      trace(context, flight.line, view, copy, first, last)
      context.setLineDash([])
      context.strokeStyle = stage.ink.get('halo')
      context.lineWidth = WIDTHS[look] + 2.4
      context.globalAlpha = 0.7
      context.stroke()
      context.globalAlpha = style(flight, 'strokeOpacity', 1)
      context.setLineDash(DASHES[look])
      context.strokeStyle = colour
      context.lineWidth = style(flight, 'strokeWidth', WIDTHS[look]) + (isChosen ? 1.6 : 0)
      context.stroke()
    }
    context.setLineDash([])
    for (const fix of flight.fixes) drawFix(context, view, fix, copy, flight, colour, stage)
    context.restore()
  }
}

const style = ({ style }, key, otherwise) => style[key] ?? otherwise

/** A soft band as wide as the track's uncertainty: circles about the vertices and the tangents between them, filled as one. */
const drawCorridor = (context, view, { line, track, mode }, copy, colour) => {
  const widest = greatest(track.uncertainty, 0) / 40075.017 * 256 * view.scale
  if (widest < 1) return
  context.beginPath()
  let before = null
  for (let index = 0; index < line.x.length; index++) {
    const x = (line.x[index] + copy) * view.scale - view.x
    const y = line.y[index] * view.scale - view.y
    const radius = (track.uncertainty[index] || 0) / (40075.017 * Math.cos(track.lat[index] * Math.PI / 180)) * 256 * view.scale
    if (before && isAsGoodAs(before, x, y, radius) && index < line.x.length - 1 && !track.breaks.includes(index)) continue
    context.moveTo(x + radius, y)
    context.arc(x, y, radius, 0, 2 * Math.PI)
    if (before && !track.breaks.includes(index)) band(context, before, { x, y, radius })
    before = { x, y, radius }
  }
  context.globalAlpha = (mode === 'air' ? 0.12 : 0.05) * Math.max(0.3, Math.min(1, 140 / widest))
  context.fillStyle = colour
  context.fill('nonzero')
  context.globalAlpha = 1
}

/** Whether a circle lies so near the one before that leaving it out is not seen. */
const isAsGoodAs = (before, x, y, radius) =>
  Math.abs(x - before.x) + Math.abs(y - before.y) < Math.max(1, radius / 8) && Math.abs(radius - before.radius) < 0.5

/** The strip between two circles, turned the way the circles turn so that what overlaps is filled once. */
const band = (context, a, b) => {
  const length = Math.hypot(b.x - a.x, b.y - a.y)
  if (!length) return
  const nx = (b.y - a.y) / length
  const ny = (a.x - b.x) / length
  context.moveTo(a.x + nx * a.radius, a.y + ny * a.radius)
  context.lineTo(b.x + nx * b.radius, b.y + ny * b.radius)
  context.lineTo(b.x - nx * b.radius, b.y - ny * b.radius)
  context.lineTo(a.x - nx * a.radius, a.y - ny * a.radius)
  context.closePath()
}

const drawFix = (context, view, fix, copy, flight, colour, stage) => {
  const x = (fix.x + copy) * view.scale - view.x
  const y = fix.y * view.scale - view.y
  const isChosen = stage.selection.now === fix.key
  context.beginPath()
  context.arc(x, y, isChosen ? 6.5 : flight.status === 'planned' ? 3.4 : 4.6, 0, 2 * Math.PI)
  context.fillStyle = isChosen ? colour : stage.ink.get('paper')
  context.fill()
  context.strokeStyle = isChosen ? stage.ink.get('ink') : colour
  context.lineWidth = flight.status === 'planned' ? 1.4 : 2
  context.stroke()
}

const labelsOf = (flight, stage) => flight.fixes.map((fix, index, all) => ({
  lon: fix.lon,
  lat: fix.lat,
  text: stage.say(fix.place),
  tail: fix.time && flight.status !== 'planned' ? { text: (fix.basis === 'documented' ? '' : '≈ ') + fix.time.slice(11, 16), font: stage.font('400 13px'), color: stage.ink.get('flight-text') } : undefined,
  font: stage.font(flight.status === 'planned' ? '400 12.5px' : '700 13.5px'),
  color: stage.ink.get('ink'),
  halo: stage.ink.get('halo'),
  rank: [stage.selection.now, stage.spotlight.now].includes(fix.key) ? 0 : (fix.contested ? -6 : 0) + (flight.status === 'planned' ? 30 : 10) + { documented: 0, inferred: 4, interpolated: 7 }[fix.basis] + (index === 0 || index === all.length - 1 ? -3 : 0),
  gap: 9
}))

const nearestFix = (flights, { x, y, pixel }, reach) => {
  let best = null
  for (const { fixes } of flights) {
    for (const fix of fixes) {
      const distance = Math.hypot(wrapped(fix.x - x), fix.y - y) / pixel
      if (distance <= reach && distance < (best?.distance ?? Infinity)) best = { id: fix.key, distance }
    }
  }
  return best
}

const nearestFlight = (flights, { x, y, pixel }, reach) => {
  let best = null
  for (const { id, line, track } of flights) {
    for (const { first, last } of track.legs) {
      for (let index = first; index < last; index++) {
        const shift = x - wrapped(x - line.x[index]) - line.x[index]
        const distance = distanceToSegment(x - shift, y, line.x[index], line.y[index], line.x[index + 1], line.y[index + 1]) / pixel
        if (distance <= reach && distance < (best?.distance ?? Infinity)) best = { id, distance }
      }
    }
  }
  return best
}

/** A difference of world pixels the short way round. */
const wrapped = (dx) => dx - Math.round(dx / 256) * 256
