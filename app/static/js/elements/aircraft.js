import { boxAt, isWithin, overlaps } from '#boxes'
import { Rival } from '#deck/account'
import { heightOf, readoutOf, shortName } from '#deck/readout'
import { figure } from '#deck/scale'
import { trailOf } from '#deck/trail'
import { sheet, worldX, worldY } from '#sheet'
import { listen, together } from '#stage'

/** Into how many pieces a trail fades. */
const PIECES = 14
/** Of all trails together: where hundreds fly, each has a shorter one. */
const MOST_PIECES = 1400
/** Names on plates at once. */
const MOST_NAMES = 30

/** The equator in kilometres: what one world width of the map stands for there. */
const EQUATOR = 40075.017

/** How far from the middle the followed aircraft may fly before the map comes along, as a share of the map's half size. */
const FREE = 0.5

/** Names wider than this are cut short, and of two aircraft nearer than this only one is named; CSS pixels. */
const NAME_WIDTH = 230
const CLOSE = 40

/** After so many milliseconds without a new picture the names on the map make room for what stands still. */
const REST = 200

/** Sides on which a name may stand, best first. */
const SIDES = [[1, 0], [-1, 0], [0.7, -1], [-0.7, -1], [0.7, 1], [-0.7, 1]]

/**
 * Silhouettes seen from above, nose to the north, in units of their half length: the right half, and that of a halo 2.2 pixels wider.
 * (The halo is filled and not stroked, for the sake of hundreds.) What neither flies nor walks is a plain hull.
 */
const AIRFRAME = {
  body: [[0, -1], [0.13, -0.62], [0.13, -0.2], [0.95, 0.22], [0.95, 0.4], [0.13, 0.24], [0.1, 0.66], [0.4, 0.9], [0.4, 1.02], [0, 0.92]],
  halo: [[0.08, -1.25], [0.29, -0.65], [0.29, -0.3], [1.11, 0.12], [1.11, 0.59], [0.27, 0.43], [0.26, 0.59], [0.56, 0.82], [0.56, 1.22], [0, 1.08]]
}
const HULL = { body: [[0, -1], [0.42, -0.4], [0.42, 0.9]], halo: [[0.02, -1.39], [0.66, -0.48], [0.66, 1.14]] }

/** Each timed flight at the moment of the clock: silhouette, name, height, speed, trail, and how far off it may be. */
export const mount = (stage, { flights, accounts }) => {
  const flying = flights.map((flight) => ({ flight, track: stage.tracks.get(flight.id), side: 0 }))
  const follow = document.querySelector('[data-deck="follow"]')
  const keys = document.querySelector('.keys')
  let isFollowed = false
  let clear = clearOf(stage.map)
  let rest
  let settled = []

  const present = () => flying.filter(({ flight }) => stage.layers.isVisible(flight.layer))
    .map((each) => Object.assign(each, { place: readoutOf(each.flight, each.track, stage.clock.now) }))
    .filter(({ place }) => place.state === 'flying')
    .sort((a, b) => (b.flight.status === 'planned') - (a.flight.status === 'planned'))
  const ghost = () => {
    const account = accounts[stage.account.now]
    const drawn = account && flying.find(({ flight }) => flight.id === account.flight)
    return drawn ? { place: new Rival(drawn.track, account).at(stage.clock.now), drawn: drawn.track.at(stage.clock.now), words: account.says } : null
  }
  const settle = (boxes) => {
    if (JSON.stringify(boxes) === JSON.stringify(settled)) return
    settled = boxes
    stage.labels.keepClear('aircraft', boxes)
  }
  const sky = sheet(stage.map, 'aircraft', (context, view) => {
    const shown = present()
    draw(context, view, stage, shown, ghost(), clear)
    clearTimeout(rest)
    rest = setTimeout(() => settle(shown.flatMap(boxesOf)), REST)
    if (settled.length && hasLeft(shown[0], settled[0], view)) settle([])
  })

  const tick = () => {
    sky.paint()
    if (isFollowed) comeAlong(stage, present())
  }
  const setFollow = (on) => {
    isFollowed = on
    follow.setAttribute('aria-pressed', String(on))
    if (on) comeAlong(stage, present())
  }
  const letGo = () => setFollow(false)

  const look = () => {
    clear = clearOf(stage.map)
    sky.paint()
  }

  stage.map.on('dragstart', letGo)
  stage.map.on('resize', look)
  return together(
    listen(stage.clock, 'tick', tick),
    ...[stage.layers, stage.language, stage.account, stage.selection, stage.ink].map((shared) => listen(shared, 'change', () => sky.paint())),
    listen(follow, 'click', () => setFollow(!isFollowed)),
    listen(keys, 'toggle', look, { capture: true }),
    listen(stage, 'open', look),
    listen(stage, 'reset', letGo),
    listen(stage.chapter, 'change', letGo),
    () => stage.map.off('dragstart', letGo).off('resize', look),
    () => {
      clearTimeout(rest)
      sky.remove()
      stage.labels.delete('aircraft')
    }
  )
}

/** Bring the map along when the first flight under way nears its edge. */
const comeAlong = ({ map, isStill }, present) => {
  const leader = present.find(({ flight }) => flight.status !== 'planned') ?? present[0]
  if (!leader) return
  const middle = map.getSize().divideBy(2)
  const { lon, lat } = leader.place
  const position = L.latLng(lat, lon + Math.round((map.getCenter().lng - lon) / 360) * 360)
  const off = map.latLngToContainerPoint(position).subtract(middle)
  if (Math.abs(off.x) > middle.x * FREE || Math.abs(off.y) > middle.y * FREE) map.panTo(position, { animate: !isStill, duration: 0.8, easeLinearity: 0.5 })
}

const draw = (context, view, stage, present, ghost, clear) => {
  const copy = copyOf(view, present[0]?.place ?? ghost?.place)
  const onWorld = ({ lon, lat }) => ({ x: worldX(lon) + copy, y: worldY(lat) })
  const pointOf = (place) => {
    const { x, y } = onWorld(place)
    return { x: x * view.scale - view.x, y: y * view.scale - view.y }
  }
  const unit = parseFloat(getComputedStyle(stage.root).fontSize) / 16
  if (ghost?.place) drawGhost(context, ghost, pointOf, stage, unit)
  for (const each of present) {
    Object.assign(each, { at: onWorld(each.place), point: pointOf(each.place), size: sizeOf(each.flight) * unit, plate: null })
    drawUncertainty(context, view, each, stage)
  }
  drawTrails(context, present, pointOf, stage, unit)
  for (const each of present) drawShape(context, each, stage)
  const offset = stage.map.containerPointToLayerPoint([0, 0])
  drawNames(context, present, stage, unit, { inside: moved(clear.inside, offset), obstacles: clear.obstacles.map((box) => moved(box, offset)) })
}

/** Half the length of what is drawn for a flight. */
const sizeOf = ({ mode }) => ({ air: 14, foot: 6 })[mode] ?? 9

/** What an aircraft and its plate cover, for `labels.keepClear`. */
const boxesOf = ({ at, point, size, plate }) => [
  { ...at, left: -size, right: size, top: -size, bottom: size, beside: true },
  ...(plate ? [{ ...at, left: plate.left - point.x, right: plate.right - point.x, top: plate.top - point.y, bottom: plate.bottom - point.y }] : [])
]

/** Whether the first that was there at rest has flown off its place. */
const hasLeft = (first, box, { scale }) => !first || Math.hypot(first.at.x - box.x, first.at.y - box.y) * scale > box.right - box.left

/** The copy of the world nearest to the middle of the view. */
const copyOf = ({ min, max, x, scale }, place) => {
  if (!place) return 0
  const middle = ((min.x + max.x) / 2 + x) / scale
  return Math.round((middle - worldX(place.lon)) / 256) * 256
}

const colourOf = ({ mode }, { ink }) => ink.get(mode === 'air' ? 'flight' : 'ink')

/** A soft disc of the radius within which it may be. */
const drawUncertainty = (context, { scale }, { flight, place, point }, stage) => {
  const radius = (place.uncertainty ?? 0) / (EQUATOR * Math.cos(place.lat * Math.PI / 180)) * 256 * scale
  if (radius < 4 || radius > 4000) return
  const soft = context.createRadialGradient(point.x, point.y, 0, point.x, point.y, radius * 1.08)
  const colour = colourOf(flight, stage)
  soft.addColorStop(0, `color-mix(in srgb, ${colour} 24%, transparent)`)
  soft.addColorStop(0.82, `color-mix(in srgb, ${colour} 14%, transparent)`)
  soft.addColorStop(1, `color-mix(in srgb, ${colour} 0%, transparent)`)
  context.fillStyle = soft
  context.beginPath()
  context.arc(point.x, point.y, radius * 1.08, 0, 2 * Math.PI)
  context.fill()
}

/**
 * The ways just flown, fading backwards; they bend where the tracks do, and break where nobody knows where it was.
 * Pieces as fresh as each other are drawn in one go, whosever they are.
 */
const drawTrails = (context, present, pointOf, stage, unit) => {
  const pieces = Math.max(2, Math.min(PIECES, Math.floor(MOST_PIECES / present.length)))
  const strokes = new Map()
  for (const { flight, track } of present) {
    const [colour, strength] = [colourOf(flight, stage), flight.status === 'planned' ? 0.25 : 0.75]
    for (const { age, from, to } of trailOf(track, stage.clock, pieces)) {
      const step = Math.round(age * pieces)
      const key = `${colour} ${strength} ${step}`
      if (!strokes.has(key)) strokes.set(key, { colour, strength, freshness: 1 - step / pieces, path: new Path2D() })
      const { path } = strokes.get(key)
      const [start, end] = [pointOf(from), pointOf(to)]
      path.moveTo(start.x, start.y)
      path.lineTo(end.x, end.y)
    }
  }
  context.save()
  context.lineCap = 'round'
  for (const { colour, strength, freshness, path } of [...strokes.values()].sort((a, b) => a.freshness - b.freshness)) {
    context.strokeStyle = colour
    context.globalAlpha = strength * freshness
    context.lineWidth = (1.5 + 4.5 * freshness) * unit
    context.stroke(path)
  }
  context.restore()
}

const drawShape = (context, { flight: { mode, status }, place, point, size }, stage) => {
  const isPlanned = status === 'planned'
  const colour = colourOf({ mode }, stage)
  const paper = stage.ink.get('paper')
  const trace = (part) => {
    context.beginPath()
    if (mode === 'foot') context.arc(0, 0, part === 'halo' ? size + 2.2 : size, 0, 2 * Math.PI)
    else outline(context, (mode === 'air' ? AIRFRAME : HULL)[part], size)
  }
  context.save()
  context.translate(point.x, point.y)
  context.rotate((place.bearing ?? 0) * Math.PI / 180)
  if (!isPlanned) {
    context.fillStyle = paper
    trace('halo')
    context.fill()
  }
  context.fillStyle = isPlanned ? paper : colour
  trace('body')
  context.fill()
  if (isPlanned) {
    context.lineJoin = 'round'
    context.lineWidth = 1.6
    context.strokeStyle = colour
    context.stroke()
  }
  context.restore()
}

/** The right half is given; the left is its mirror. */
const outline = (context, half, size) => {
  for (const [x, y] of half) context.lineTo(x * size, y * size)
  for (const [x, y] of half.toReversed()) context.lineTo(-x * size, y * size)
  context.closePath()
}

/**
 * Names of those that are not hidden by another's: the chosen one first, then those that flew, then plans. Each stands on a plate
 * on the side where it covers least, inside the map; it stays there while it can. Where every side is covered there is none.
 */
const drawNames = (context, present, stage, unit, clear) => {
  const taken = present.map(({ point }) => boxAt(point.x, point.y, { width: 20 * unit, height: 20 * unit }, [0, 0], 0))
  const named = []
  const rank = ({ flight }) => stage.selection.now?.split('/')[0] === flight.id ? 0 : flight.status === 'planned' ? 2 : 1
  for (const each of [...present].sort((a, b) => rank(a) - rank(b))) {
    const isHidden = named.some(({ point }) => Math.hypot(point.x - each.point.x, point.y - each.point.y) < CLOSE * unit)
    if (isHidden) continue
    if (named.length === MOST_NAMES) return
    named.push(each)
    each.plate = drawName(context, each, stage, unit, taken, clear)
    if (each.plate) taken.push(each.plate)
  }
}

const drawName = (context, each, stage, unit, taken, { inside, obstacles }) => {
  const { flight, place, point } = each
  const step = unit * stage.larger
  const width = NAME_WIDTH * step
  const lines = [
    { ...fitted(context, shortName(stage.say(flight.name)), stage.font(`700 ${13 * unit}px`), width), colour: stage.ink.get('ink') },
    { ...fitted(context, factLine(place, flight, (key, values) => stage.word(key, values)), stage.font(`400 ${12.5 * unit}px`), width), colour: stage.ink.get('flight-text') }
  ].filter(({ text }) => text)
  const size = { width: Math.max(...lines.map((line) => line.width)) + 16 * step, height: (lines.length * 16 + 8) * step }
  const boxes = SIDES.map((side) => boxAt(point.x, point.y, size, side, 18 * unit))
  const cost = (box, side) => (side === each.side ? -0.5 : 0) + side * 0.1 + (isWithin(box, inside) ? 0 : 20) +
    count(obstacles, box) * 10 + count(taken, box) * 4 + weight(stage.labels.placed, box)
  const costs = boxes.map(cost)
  each.side = costs.indexOf(Math.min(...costs))
  const box = boxes[each.side]
  if (count(obstacles, box)) return null
  context.fillStyle = stage.ink.get('paper')
  context.strokeStyle = stage.ink.get('ink')
  context.lineWidth = 0.8
  context.fillRect(box.left, box.top, size.width, size.height)
  context.strokeRect(box.left, box.top, size.width, size.height)
  context.textBaseline = 'middle'
  context.textAlign = 'left'
  lines.forEach(({ text, font, colour }, line) => {
    context.font = font
    context.fillStyle = colour
    context.fillText(text, box.left + 8 * step, box.top + (line * 16 + 12.5) * step)
  })
  return box
}

/** A text that is no wider than `room`: what does not fit becomes an ellipsis. */
const fitted = (context, text, font, room) => {
  context.font = font
  let shown = text
  while (shown.length > 1 && context.measureText(shown).width > room) shown = `${shown.slice(0, -2).trimEnd()}…`
  return { text: shown, font, width: context.measureText(shown).width }
}

const factLine = ({ altitude, isStated, speedKmh, basis }, { mode, status }, word) => status === 'planned' ? word('planned') : [
  mode === 'air' ? heightOf({ altitude, isStated }, word) : null,
  speedKmh >= 0.5 ? word('kmh_of', { n: figure(speedKmh) }) : null,
  word(basis)
].filter(Boolean).join(' · ')

/** What of the map is free for names, in pixels of its container: its inside, and the boxes that stand on it. */
const clearOf = (map) => {
  const { left, top, width, height } = map.getContainer().getBoundingClientRect()
  const boxOf = (node) => {
    const box = node.getBoundingClientRect()
    return { left: box.left - left, right: box.right - left, top: box.top - top, bottom: box.bottom - top }
  }
  return { inside: { left: 0, top: 0, right: width, bottom: height }, obstacles: [...document.querySelectorAll('.stage > .corner:not(.keys), .key')].map(boxOf) }
}

const moved = ({ left, right, top, bottom }, { x, y }) => ({ left: left + x, right: right + x, top: top + y, bottom: bottom + y })

/** What names a box covers: those of the ground count for less than those of the exhibit. */
const weight = (labels, box) => labels.filter((label) => overlaps(box, label)).reduce((sum, { isGround }) => sum + (isGround ? 0.3 : 1), 0)

const count = (others, box) => others.filter((other) => overlaps(box, other)).length

/** A rival's place as an open ring, tied to the place that is drawn. */
const drawGhost = (context, { place, drawn }, pointOf, stage, unit) => {
  const point = pointOf(place)
  context.save()
  context.strokeStyle = stage.ink.get('ink')
  context.fillStyle = stage.ink.get('paper')
  context.lineWidth = 1.6
  if (drawn) {
    const other = pointOf(drawn)
    context.setLineDash([2, 3])
    context.beginPath()
    context.moveTo(other.x, other.y)
    context.lineTo(point.x, point.y)
    context.stroke()
    context.setLineDash([])
  }
  context.beginPath()
  context.arc(point.x, point.y, 8 * unit, 0, 2 * Math.PI)
  context.fill()
  context.stroke()
  context.beginPath()
  context.arc(point.x, point.y, 2.5 * unit, 0, 2 * Math.PI)
  context.fillStyle = stage.ink.get('ink')
  context.fill()
  context.restore()
}
