import { inWorld } from '#geometry'
import { sheet, worldX, worldY } from '#sheet'
import { listen, together } from '#stage'
import { DEGREE, unpackColumn } from '#track'

const CELL = 4 // world pixels at zoom 0: a grid of 64 by 64 over the world

/** Marks of sites (round) and events (square on its corner) on one canvas, found again through a grid. */
export const mount = (stage, columns) => {
  const places = unpacked(columns)
  const grid = gridOf(places)
  const isVisible = ({ layer }) => stage.layers.isVisible(layer)
  const marks = sheet(stage.map, 'places', (context, view) => {
    for (const place of places) if (isVisible(place)) drawPlace(context, view, place, stage)
  })

  const refresh = () => {
    marks.paint()
    stage.labels.set('places', places.filter(isVisible).map((place) => labelOf(place, stage)))
    stage.labels.avoid('places', places.filter(isVisible).map(({ lon, lat }) => [lon, lat]))
  }

  stage.targets.set('places', 0, (point, reach) => nearest(grid, inWorld(stage.map, point), reach, isVisible))
  refresh()
  return together(
    ...[stage.layers, stage.language, stage.selection, stage.spotlight, stage.ink].map((shared) => listen(shared, 'change', refresh)),
    () => stage.targets.delete('places'),
    () => stage.labels.delete('places'),
    () => marks.remove()
  )
}

const unpacked = ({ layers, id, name, layer, event, basis, style, lon, lat }) => {
  const lons = unpackColumn(lon, DEGREE)
  const lats = unpackColumn(lat, DEGREE)
  return id.map((key, index) => ({
    id: key,
    name: name[index],
    layer: layers[layer[index]],
    isEvent: Boolean(event[index]),
    basis: basis[index],
    style: style[key] ?? {},
    lon: lons[index],
    lat: lats[index],
    x: worldX(lons[index]),
    y: worldY(lats[index])
  }))
}

const gridOf = (places) => {
  const grid = new Map()
  for (const place of places) {
    const key = cellOf(place.x, place.y)
    grid.get(key)?.push(place) ?? grid.set(key, [place])
  }
  return grid
}

const cellOf = (x, y) => Math.floor((((x % 256) + 256) % 256) / CELL) * 1000 + Math.floor(y / CELL)

const nearest = (grid, { x, y, pixel }, reach, isVisible) => {
  let best = null
  const span = reach * pixel
  for (let cx = x - span; cx <= x + span + CELL; cx += CELL) {
    for (let cy = y - span; cy <= y + span + CELL; cy += CELL) {
      for (const place of grid.get(cellOf(Math.min(cx, x + span), Math.min(cy, y + span))) ?? []) {
        const dx = place.x - x - Math.round((place.x - x) / 256) * 256
        const distance = Math.hypot(dx, place.y - y) / pixel
        if (distance <= reach && distance < (best?.distance ?? Infinity) && isVisible(place)) best = { id: place.id, distance }
      }
    }
  }
  return best
}

const SIZES = { small: 3.4, medium: 4.6, large: 6.4 }

const drawPlace = (context, view, { id, x, y, isEvent, basis, style }, stage) => {
  const isChosen = stage.selection.now === id
  const size = (SIZES[style.markerSize] ?? 4.2) + (isChosen ? 2 : 0)
  const py = y * view.scale - view.y
  if (py < view.min.y - 10 || py > view.max.y + 10) return
  for (const copy of [-256, 0, 256]) {
    const px = (x + copy) * view.scale - view.x
    if (px < view.min.x - 10 || px > view.max.x + 10) continue
    context.beginPath()
    if (isEvent) diamond(context, px, py, size * 1.25)
    else context.arc(px, py, size, 0, 2 * Math.PI)
    const colour = style.markerColor ?? stage.ink.get('ink')
    context.fillStyle = basis === 'documented' || isChosen ? colour : stage.ink.get('paper')
    context.fill()
    context.lineWidth = 1.6
    context.strokeStyle = basis === 'documented' && !isChosen ? stage.ink.get('paper') : isChosen ? stage.ink.get('flight') : colour
    context.stroke()
  }
}

const diamond = (context, x, y, size) => {
  context.moveTo(x, y - size)
  context.lineTo(x + size, y)
  context.lineTo(x, y + size)
  context.lineTo(x - size, y)
  context.closePath()
}

const labelOf = ({ id, name, lon, lat, isEvent }, stage) => ({
  lon,
  lat,
  text: stage.say(name),
  font: stage.font('500 13px'),
  color: stage.ink.get('ink'),
  halo: stage.ink.get('halo'),
  rank: [stage.selection.now, stage.spotlight.now].includes(id) ? 0 : isEvent ? 18 : 22,
  gap: 8
})
