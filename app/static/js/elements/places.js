import { inWorld } from '#geometry'
import { sheet, worldX, worldY } from '#sheet'
import { listen, together } from '#stage'
import { DEGREE, unpackColumn } from '#track'

const COPIES = [-256, 0, 256]
const MARGIN = 10
const MOST_LABELS = 400
/** With more marks than this in sight each is but a dot; in every cell of so many pixels one dot of a look is enough. */
const CROWD = 2000
const GRAIN = 4
const CELL = 4 // world pixels at zoom 0: a grid of 64 by 64 over the world

/** Marks of sites (round) and events (square on its corner) on one canvas, found again through a grid. */
export const mount = (stage, columns) => {
  const places = unpacked(columns)
  const isVisible = (index) => stage.layers.isVisible(places.layers[places.layer[index]])
  const chosen = () => (stage.selection.now && places.numbers().get(stage.selection.now)) ?? -1

  const marks = sheet(stage.map, 'places', (context, view) => {
    const last = chosen()
    const seen = [...inSight(places, view, isVisible)]
    if (seen.length > CROWD) drawDots(context, seen, view, stage)
    else for (const { look, x, y } of seen) drawMark(context, look, x, y, false, stage)
    for (const { index, look, x, y } of seen) if (index === last) drawMark(context, look, x, y, true, stage)
  })

  const labelsFor = (view) => {
    const last = chosen()
    const ranked = new Map([[0, []], [18, []], [22, []]])
    for (const { index, look } of inSight(places, view, isVisible)) {
      const rank = index === last ? 0 : look.event ? 18 : 22
      if (ranked.get(rank).length < MOST_LABELS) ranked.get(rank).push(index)
    }
    return [...ranked].flatMap(([rank, all]) => [...new Set(all)].map((index) => labelOf(places, index, rank, stage))).slice(0, MOST_LABELS)
  }

  const linesFor = (view) => {
    const seen = []
    for (const { index } of inSight(places, view, isVisible)) if (seen.push(index) === MOST_LABELS) break
    return [{ x: seen.map((index) => places.x[index]), y: seen.map((index) => places.y[index]) }]
  }

  const refresh = () => {
    marks.paint()
    stage.labels.set('places', labelsFor)
    stage.labels.avoid('places', linesFor)
  }

  stage.targets.set('places', 0, (point, reach) => nearest(places, inWorld(stage.map, point), reach, isVisible), (id) => told(places, id))
  refresh()
  return together(
    ...[stage.layers, stage.language, stage.selection, stage.ink].map((shared) => listen(shared, 'change', refresh)),
    () => stage.targets.delete('places'),
    () => stage.labels.delete('places'),
    () => marks.remove()
  )
}

const unpacked = ({ layer, look, lon, lat, ...others }) => {
  const places = { ...others, layer: unpackColumn(layer), look: unpackColumn(look), lon: unpackColumn(lon, DEGREE), lat: unpackColumn(lat, DEGREE) }
  places.x = places.lon.map(worldX)
  places.y = places.lat.map(worldY)
  places.numbers = once(() => new Map(places.id.map((id, index) => [id, index])))
  places.grid = once(() => gridOf(places))
  return places
}

const once = (make) => {
  let made
  return () => (made ??= make())
}

/** What the card says of a place that the reading does not list. */
const told = (places, id) => {
  const index = places.numbers().get(id)
  return index === undefined ? null : {
    lon: places.lon[index], lat: places.lat[index], layer: places.layers[places.layer[index]], name: places.name[index], ...places.more[index]
  }
}

/** Number, look and position of every place that `isWanted` and that a view shows, in each copy of the world. */
function * inSight ({ x, y, look, looks }, view, isWanted) {
  const edge = (value, offset, margin) => (value + margin + offset) / view.scale
  const [top, bottom] = [edge(view.min.y, view.y, -MARGIN), edge(view.max.y, view.y, MARGIN)]
  for (const copy of COPIES) {
    const [left, right] = [edge(view.min.x, view.x, -MARGIN) - copy, edge(view.max.x, view.x, MARGIN) - copy]
    for (let index = 0; index < x.length; index++) {
      if (x[index] >= left && x[index] <= right && y[index] >= top && y[index] <= bottom && isWanted(index)) {
        yield { index, look: looks[look[index]], x: (x[index] + copy) * view.scale - view.x, y: y[index] * view.scale - view.y }
      }
    }
  }
}

/** Ten thousand marks as small squares, ringed in paper as the marks are: a tenth of a circle's work. */
const drawDots = (context, seen, { min, max }, stage) => {
  const columns = Math.ceil((max.x - min.x + 2 * MARGIN) / GRAIN) + 1
  const taken = new Map()
  const dots = new Map()
  for (const { look, x, y } of seen) {
    if (!taken.has(look)) {
      taken.set(look, new Uint8Array(columns * (Math.ceil((max.y - min.y + 2 * MARGIN) / GRAIN) + 1)))
      dots.set(look, [])
    }
    const cell = Math.floor((y - min.y + MARGIN) / GRAIN) * columns + Math.floor((x - min.x + MARGIN) / GRAIN)
    if (taken.get(look)[cell]) continue
    taken.get(look)[cell] = 1
    dots.get(look).push(x, y)
  }
  for (const [look, at] of dots) {
    const square = (colour, size) => {
      context.fillStyle = colour
      for (let i = 0; i < at.length; i += 2) context.fillRect(at[i] - size / 2, at[i + 1] - size / 2, size, size)
    }
    square(stage.ink.get('paper'), 5)
    square(look.style.markerColor ?? stage.ink.get('ink'), 3.4)
  }
}

const gridOf = ({ x, y }) => {
  const grid = new Map()
  for (let index = 0; index < x.length; index++) {
    const key = cellOf(x[index], y[index])
    grid.get(key)?.push(index) ?? grid.set(key, [index])
  }
  return grid
}

const cellOf = (x, y) => Math.floor((((x % 256) + 256) % 256) / CELL) * 1000 + Math.floor(y / CELL)

const nearest = (places, { x, y, pixel }, reach, isVisible) => {
  let best = null
  const span = reach * pixel
  for (let cx = x - span; cx < x + span + CELL; cx += CELL) {
    for (let cy = y - span; cy < y + span + CELL; cy += CELL) {
      for (const index of places.grid().get(cellOf(Math.min(cx, x + span), Math.min(cy, y + span))) ?? []) {
        const dx = places.x[index] - x - Math.round((places.x[index] - x) / 256) * 256
        const distance = Math.hypot(dx, places.y[index] - y) / pixel
        if (distance <= reach && distance < (best?.distance ?? Infinity) && isVisible(index)) best = { id: places.id[index], distance }
      }
    }
  }
  return best
}

const SIZES = { small: 3.4, medium: 4.6, large: 6.4 }

const sizeOf = ({ style }) => SIZES[style.markerSize] ?? 4.2

const drawMark = (context, look, x, y, isChosen, stage) => {
  const { event, basis, style } = look
  const size = sizeOf(look) + (isChosen ? 2 : 0)
  context.beginPath()
  if (event) diamond(context, x, y, size * 1.25)
  else context.arc(x, y, size, 0, 2 * Math.PI)
  const colour = style.markerColor ?? stage.ink.get('ink')
  context.fillStyle = basis === 'documented' || isChosen ? colour : stage.ink.get('paper')
  context.fill()
  context.lineWidth = 1.6
  context.strokeStyle = basis === 'documented' && !isChosen ? stage.ink.get('paper') : isChosen ? stage.ink.get('flight') : colour
  context.stroke()
}

const diamond = (context, x, y, size) => {
  context.moveTo(x, y - size)
  context.lineTo(x + size, y)
  context.lineTo(x, y + size)
  context.lineTo(x - size, y)
  context.closePath()
}

const labelOf = (places, index, rank, stage) => ({
  lon: places.lon[index],
  lat: places.lat[index],
  text: stage.say(places.name[index]),
  font: stage.font('500 13px'),
  color: stage.ink.get('ink'),
  halo: stage.ink.get('halo'),
  rank,
  gap: 8
})
