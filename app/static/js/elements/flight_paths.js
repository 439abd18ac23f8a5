/** @import { Flight, FlightFix } from '#flight' */
/** @import { View } from '#map/canvas_layer' */
/** @import { WorldLine } from '#map/geometry' */
/** @import { Hit } from '#map/hit_tester' */
/** @import { DayStyle } from '#map/fix_times' */
/** @import { Label } from '#map/labels' */
/** @import { Projection } from '#map/projection' */
/** @import { NamedFixPayload, StylePayload } from '#payloads' */
/** @import { Stage } from '#state/stage' */
/** @import { Basis, Track } from '#track' */
import { maxOf } from '#lib/min_max'
import { parseMoment } from '#lib/iso_moment'
import { canvasLayer } from '#map/canvas_layer'
import { dayStyleOf, fixTimeText, flightsOfOtherDays } from '#map/fix_times'
import { copiesInSight, distanceToSegment, inWorld, trace, worldLine } from '#map/geometry'
import { HIT_RANK, nearestFirst } from '#map/hit_tester'
import { PIXELS_PER_KM, mercator } from '#map/mercator'
import { drawCorridor } from '#map/uncertainty'
import { combine, listen } from '#state/stage'

/** @typedef {{first: number, last: number, evidence: Basis | 'planned'}} Run neighbouring legs that are drawn as one */
/**
 * A named fix in the world's pixels.
 * @typedef {{fix: FlightFix, named: NamedFixPayload, x: number, y: number}} Mark
 */
/**
 * `widest`: the largest uncertainty of its position, in kilometres.
 * @typedef {{flight: Flight, line: WorldLine, runs: Run[], marks: Mark[], widest: number}} Path
 */
/** @typedef {{x: number, y: number, radius: number}} Circle */

/** What is added to the width of the selected flight's line, and the radius of the selected fix, in pixels. */
const SELECTED = { width: 1.6, radius: 6.5 }
/** Half widths of corridors in pixels: none is drawn below `least`; the hatching pales from `pale` to a share of it. */
const CORRIDOR = { least: 1, pale: 140, palest: 0.4 }
const LABEL_GAP = 9

/**
 * The flights' lines by evidence, the corridor in which they may have run, and a mark and name at each named fix.
 * @param {Stage} stage
 */
export const mount = (stage) => {
  const pathsNow = () => stage.flights.map((flight) => pathOf(flight, stage.projection.value))
  let paths = pathsNow()
  const visible = () => paths.filter(({ flight }) => stage.layers.isVisible(flight.layer))
  /** @type {Set<Flight>} */
  let others = new Set()
  /** @param {Path} path */
  const isOfDay = ({ flight }) => !others.has(flight)
  const otherDay = () => stage.theme.numbers('alpha-other-day')[0]
  const layer = canvasLayer(stage.map, 'paths', (context, view) => {
    drawCorridors(context, view, visible().filter(isOfDay), stage)
    for (const path of visible()) drawPath(context, view, path, isOfDay(path) ? 1 : otherDay(), stage)
  })

  const otherDays = () => flightsOfOtherDays(stage.flights, stage.clock.now)
  const refresh = () => {
    others = otherDays()
    layer.paint()
    stage.legend.refresh()
    const days = dayStyleOf(visible().map(({ flight }) => flight).filter(({ isPlanned }) => !isPlanned))
    stage.labels.set('flight_paths', visible().flatMap((path) => labelsOf(path, isOfDay(path), days, stage)))
    stage.labels.avoid('flight_paths', visible().map(({ line }) => line))
  }
  const tick = () => {
    const now = otherDays()
    if (now.size !== others.size || [...now].some((flight) => !others.has(flight))) refresh()
  }

  stage.hitTester.set('fixes', HIT_RANK.fixes,
    (point, reach) => fixesNear(visible(), inWorld(stage.map, point), reach))
  stage.hitTester.set('flights', HIT_RANK.flights,
    (point, reach) => flightsNear(visible(), inWorld(stage.map, point), reach))
  stage.legend.set('flight_paths', (view) =>
    new Set(visible().flatMap((path) => marksInSight(path, isOfDay(path), view))))
  refresh()
  const { layers, language, selection, spotlight, theme } = stage
  return combine(
    ...[layers, language, selection, spotlight, theme].map((shared) => listen(shared, 'change', refresh)),
    listen(stage.projection, 'change', () => {
      paths = pathsNow()
      refresh()
    }),
    listen(stage.clock, 'tick', tick),
    () => ['fixes', 'flights'].forEach((owner) => stage.hitTester.delete(owner)),
    () => stage.legend.delete('flight_paths'),
    () => stage.labels.delete('flight_paths'),
    () => layer.remove()
  )
}

/**
 * @param {Flight} flight
 * @param {Projection} projection
 * @returns {Path}
 */
const pathOf = (flight, projection) => {
  const { track } = flight
  return {
    flight,
    line: worldLine(track.lon, track.lat, projection),
    runs: runsOf(flight),
    widest: maxOf(track.uncertainty, 0),
    marks: flight.fixes.flatMap((fix, index) => {
      const vertex = track.fixes[index]
      return fix.named ? [{ fix, named: fix.named, ...projection.point(track.lon[vertex], track.lat[vertex]) }] : []
    })
  }
}

/**
 * Neighbouring legs of one evidence as one stroke, so that its dashes run through.
 * @param {Flight} flight
 */
export const runsOf = (flight) => {
  /** @type {Run[]} */
  const runs = []
  for (const { first, last, basis } of flight.track.legs) {
    const evidence = flight.evidence(basis)
    const before = runs[runs.length - 1]
    if (before?.evidence === evidence && before.last === first) before.last = last
    else runs.push({ first, last, evidence })
  }
  return runs
}

/**
 * What of the legend explains a flight's line in a view: how it is drawn, in what colour, its corridor and its fixes.
 * @param {Path} path
 * @param {boolean} isOfDay
 * @param {View} view
 * @returns {string[]}
 */
const marksInSight = (path, isOfDay, view) => copiesInSight(path.line, view, 0).flatMap((copy) => {
  const { flight, line, runs, marks, widest } = path
  const seen = runs.filter((run) => isRunIn(run, line, view, copy)).map(({ evidence }) => evidence)
  const fixes = marks.filter(({ x, y }) => isIn(view, (x + copy) * view.scale - view.x, y * view.scale - view.y))
  const isWide = widest * PIXELS_PER_KM * view.scale >= CORRIDOR.least
  const hasCorridor = seen.length && isWide && isOfDay && !flight.isPlanned
  const isApproximate = !flight.isPlanned && fixes.some(({ fix, named }) => named.time && fix.basis !== 'documented')
  return [
    ...seen.flatMap((evidence) => [evidence, `${evidence} ${flight.color}`]),
    ...(hasCorridor ? ['corridor'] : []),
    ...(fixes.length ? ['fix'] : []),
    ...(isApproximate ? ['approximate'] : [])
  ]
})

/**
 * @param {View} view
 * @param {number} x
 * @param {number} y
 */
const isIn = ({ min, max }, x, y) => x >= min.x && x <= max.x && y >= min.y && y <= max.y

/**
 * Whether a run is in a view: some stretch of it has a box that is.
 * @param {Run} run
 * @param {WorldLine} line
 * @param {View} view
 * @param {number} copy
 */
const isRunIn = ({ first, last }, { x, y }, { scale, x: left, y: top, min, max }, copy) => {
  for (let index = first; index < last; index++) {
    const [x1, x2] = [(x[index] + copy) * scale - left, (x[index + 1] + copy) * scale - left]
    const [y1, y2] = [y[index] * scale - top, y[index + 1] * scale - top]
    const isBeside = Math.max(x1, x2) < min.x || Math.min(x1, x2) > max.x
    if (!isBeside && Math.max(y1, y2) >= min.y && Math.min(y1, y2) <= max.y) return true
  }
  return false
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {View} view
 * @param {Path} path
 * @param {number} strength
 * @param {Stage} stage
 */
const drawPath = (context, view, path, strength, stage) => {
  const { flight, line } = path
  const marks = stage.showsDetails ? path.marks : []
  const color = flight.style.stroke ?? stage.theme.get(flight.color)
  const [radius, width] = stage.theme.numbers(flight.isPlanned ? 'mark-planned' : 'mark-fix')
  for (const copy of copiesInSight(line, view)) {
    context.save()
    context.lineCap = context.lineJoin = 'round'
    drawRuns(context, view, path, copy, { color, strength, stage })
    context.globalAlpha = strength
    for (const { fix, x, y } of marks) {
      context.beginPath()
      const isSelected = stage.selection.value === fix.key
      const at = /** @type {const} */ ([(x + copy) * view.scale - view.x, y * view.scale - view.y])
      context.arc(...at, isSelected ? SELECTED.radius : radius, 0, 2 * Math.PI)
      context.fillStyle = isSelected ? color : stage.theme.get('paper')
      context.fill()
      context.strokeStyle = isSelected ? stage.theme.get('ink') : color
      context.lineWidth = width
      context.stroke()
    }
    context.restore()
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {View} view
 * @param {Path} path
 * @param {number} copy
 * @param {{color: string, strength: number, stage: Stage}} look
 */
const drawRuns = (context, view, { flight, line, runs }, copy, { color, strength, stage }) => {
  /** @type {StylePayload} */
  const { strokeOpacity = 1, strokeWidth } = flight.style
  const added = stage.selection.value === flight.id ? SELECTED.width : 0
  for (const { first, last, evidence } of runs) {
    const { dash, width } = stage.theme.line(evidence)
    context.beginPath()
    trace(context, line, view, copy, first, last)
    context.setLineDash([])
    context.strokeStyle = stage.theme.get('halo')
    context.lineWidth = width + stage.theme.line('halo').width
    context.globalAlpha = stage.theme.numbers('alpha-halo')[0] * strength
    context.stroke()
    context.setLineDash(dash)
    context.strokeStyle = color
    context.lineWidth = (strokeWidth ?? width) + added
    context.globalAlpha = strokeOpacity * strength
    context.stroke()
  }
  context.setLineDash([])
}

/**
 * The corridors in which the flights ran, as wide as their tracks are uncertain.
 * @param {CanvasRenderingContext2D} context
 * @param {View} view
 * @param {Path[]} paths
 * @param {Stage} stage
 */
const drawCorridors = (context, view, paths, stage) => {
  const seen = paths.filter(({ flight }) => !flight.isPlanned).flatMap(({ flight: { track }, line, widest }) => {
    const halfWidth = widest * PIXELS_PER_KM * view.scale
    if (halfWidth < CORRIDOR.least) return []
    return copiesInSight(line, view).map((copy) => ({ track, halfWidth, circles: circlesOf(track, line, view, copy) }))
  })
  if (!seen.length) return
  const widest = Math.max(...seen.map(({ halfWidth }) => halfWidth))
  const strength = Math.max(CORRIDOR.palest, Math.min(1, CORRIDOR.pale / widest))
  drawCorridor(context, stage.theme, (margin) => {
    for (const { track, circles } of seen) traceCorridor(context, track, circles, margin)
  }, strength)
}

/**
 * The circles within which a track's vertices may be, in the units of the canvas.
 * @param {Track} track
 * @param {WorldLine} line
 * @param {View} view
 * @param {number} copy
 * @returns {Circle[]}
 */
const circlesOf = (track, line, { scale, x: left, y: top, projection = mercator }, copy) =>
  Array.from(line.x, (x, index) => ({
    x: (x + copy) * scale - left,
    y: line.y[index] * scale - top,
    radius: (track.uncertainty[index] || 0) * projection.pixelsPerKm(track.lon[index], track.lat[index]) * scale
  }))

/**
 * Circles about the vertices and the tangents between them, all turned one way so that what overlaps is filled once.
 * @param {CanvasRenderingContext2D} context
 * @param {Track} track
 * @param {Circle[]} circles
 * @param {number} margin
 */
const traceCorridor = (context, track, circles, margin) => {
  /** @type {Circle | null} */
  let before = null
  for (const [index, { x, y, radius }] of circles.entries()) {
    const circle = { x, y, radius: radius ? radius + margin : 0 }
    const isInner = index < circles.length - 1 && !track.breaks.includes(index)
    if (before && isInner && isAsGoodAs(before, circle)) continue
    context.moveTo(x + circle.radius, y)
    context.arc(x, y, circle.radius, 0, 2 * Math.PI)
    if (before && !track.breaks.includes(index)) addBand(context, before, circle)
    before = circle
  }
}

/**
 * Whether a circle lies so near the one before that leaving it out is not seen.
 * @param {Circle} before
 * @param {Circle} circle
 */
const isAsGoodAs = (before, { x, y, radius }) =>
  Math.abs(x - before.x) + Math.abs(y - before.y) < Math.max(1, radius / 8) && Math.abs(radius - before.radius) < 0.5

/**
 * The strip between two circles, turned the way the circles turn so that what overlaps is filled once. It is not
 * closed: filling does that, and Chromium takes the longer to close a strip the more its path already has.
 * @param {CanvasRenderingContext2D} context
 * @param {Circle} a
 * @param {Circle} b
 */
const addBand = (context, a, b) => {
  const length = Math.hypot(b.x - a.x, b.y - a.y)
  if (!length) return
  const nx = (b.y - a.y) / length
  const ny = (a.x - b.x) / length
  context.moveTo(a.x + nx * a.radius, a.y + ny * a.radius)
  context.lineTo(b.x + nx * b.radius, b.y + ny * b.radius)
  context.lineTo(b.x - nx * b.radius, b.y - ny * b.radius)
  context.lineTo(a.x - nx * a.radius, a.y - ny * a.radius)
}

/**
 * @param {Path} path
 * @param {boolean} isOfDay
 * @param {DayStyle} days
 * @param {Stage} stage
 * @returns {Label[]}
 */
const labelsOf = ({ flight, marks }, isOfDay, days, stage) => marks.map(({ fix, named, x, y }, index) => ({
  x,
  y,
  text: stage.translate(named.place),
  suffix: named.time && !flight.isPlanned ? timeOf(fix, named, days, stage) : undefined,
  font: stage.theme.font(flight.isPlanned ? '400 12.5px' : '700 13.5px'),
  color: stage.theme.get(isOfDay ? 'ink' : 'quiet'),
  halo: stage.theme.get('halo'),
  rank: rankOf(flight, fix, index === 0 || index === marks.length - 1, stage) + (isOfDay ? 0 : RANK.otherDay),
  gap: LABEL_GAP
}))

/**
 * The time written behind a fix's name.
 * @param {FlightFix} fix
 * @param {NamedFixPayload} named
 * @param {DayStyle} days
 * @param {Stage} stage
 */
const timeOf = ({ basis, timeUncertainty: uncertainty }, { time, offset }, days, { theme, language, message }) => ({
  text: [
    ...(basis === 'documented' ? [] : ['≈']),
    fixTimeText({ seconds: parseMoment(time ?? '') ?? NaN, offset, uncertainty }, days, language.current, message)
  ].join(' '),
  font: theme.font('400 13px'),
  color: theme.get('flight-text')
})

/** What decides in which order the names of fixes are placed: the lower the sum, the sooner. */
const RANK = {
  flown: 10,
  planned: 30,
  otherDay: 12,
  contested: -6,
  end: -3,
  documented: 0,
  inferred: 4,
  interpolated: 7
}

/**
 * @param {Flight} flight
 * @param {FlightFix} fix
 * @param {boolean} isEnd
 * @param {Stage} stage
 */
const rankOf = ({ isPlanned }, { key, basis, named }, isEnd, { selection, spotlight }) => {
  if (selection.value === key || spotlight.value === key) return 0
  const flight = isPlanned ? RANK.planned : RANK.flown
  return flight + RANK[basis] + (named?.contested ? RANK.contested : 0) + (isEnd ? RANK.end : 0)
}

/** @typedef {ReturnType<typeof inWorld>} WorldPoint */

/**
 * @param {Path[]} paths
 * @param {WorldPoint} point
 * @param {number} reach
 * @returns {Hit[]}
 */
const fixesNear = (paths, { x, y, pixel, projection }, reach) => nearestFirst(reach, paths.flatMap(({ marks }) =>
  marks.map((mark) => {
    const across = mark.x + projection.copyNear(mark.x, x) - x
    return { id: mark.fix.key, distance: Math.hypot(across, mark.y - y) / pixel }
  })))

/**
 * @param {Path[]} paths
 * @param {WorldPoint} point
 * @param {number} reach
 * @returns {Hit[]}
 */
const flightsNear = (paths, point, reach) => nearestFirst(reach, paths.map(({ flight, line }) =>
  ({ id: flight.id, distance: distanceTo(flight, line, point) / point.pixel })))

/**
 * The distance from a point to a flight's line, in whichever copy of the world is nearest.
 * @param {Flight} flight
 * @param {WorldLine} line
 * @param {WorldPoint} point
 */
const distanceTo = ({ track }, line, { x, y, projection }) => {
  let least = Infinity
  for (const { first, last } of track.legs) {
    for (let index = first; index < last; index++) {
      const near = x + projection.copyNear(x, line.x[index])
      least = Math.min(least, distanceToSegment({ x: near, y }, line, index))
    }
  }
  return least
}
