import { worldY } from '#sheet'
import { lineBetween, tintOf } from '#world/day'
import { numberOf } from '#world/topology'

/** From this zoom level on the fine level is drawn. */
const FINE_FROM = 4.2
const WORLD = 256
const DASHES = { doubtful: [4, 3] }
const WIDTHS = { coast: 0.8, border: 0.9, doubtful: 0.9, curtain: 1.8 }

/** Draws land, tints, hatching, coasts and borders of a day on a sheet. */
export class Painter {
  #patterns = new Map()

  constructor (topology, history, water) {
    this.topology = topology
    this.history = history
    this.water = water
  }

  /** Get ready for a day; the next `paint` shows it. */
  set day (day) {
    const atoms = this.history.on(day)
    this.atoms = atoms
    this.lines = new Map()
    this.topology.sides.forEach(([one, other], arc) => {
      if (this.topology.isEdge[arc] || one === undefined) return
      const line = lineBetween(atoms[one], atoms[other], this.history.territories)
      if (line) this.lines.get(line)?.push(arc) ?? this.lines.set(line, [arc])
    })
  }

  paint (context, view, colors) {
    const window_ = seen(view)
    context.fillStyle = colors.sea
    context.fillRect(view.min.x, view.min.y, view.max.x - view.min.x, view.max.y - view.min.y)
    graticule(context, view, window_, colors)
    const polygons = this.topology.polygons.filter(({ box }) => window_.copies(box).length)
    this.#fill(context, view, window_, polygons, colors.land)
    for (const tint of ['treaty', 'nato', 'pact']) {
      const tinted = polygons.filter(({ atom }) => tintOf(this.atoms[atom].alliances) === tint)
      this.#fill(context, view, window_, tinted, colors[tint])
      if (tint === 'pact') this.#fill(context, view, window_, tinted, this.#pattern(context, 'dots', colors.pactMark))
    }
    for (const [status, marks] of [['O', 'lines'], ['X', 'lines']]) {
      const marked = polygons.filter(({ atom }) => this.history.territories[this.atoms[atom].territory].status === status)
      this.#fill(context, view, window_, marked, this.#pattern(context, marks, colors.hatch))
    }
    this.water?.paint(context, view, window_, colors)
    for (const line of ['coast', 'doubtful', 'border', 'curtain']) this.#stroke(context, view, window_, line, colors)
  }

  #fill (context, view, window_, polygons, style) {
    if (!polygons.length) return
    const isFine = view.zoom >= FINE_FROM
    context.beginPath()
    for (const { rings, box } of polygons) {
      for (const shift of window_.copies(box)) for (const ring of rings) this.#ring(context, view, ring, shift, isFine)
    }
    context.fillStyle = style
    context.fill('evenodd')
  }

  #ring (context, view, ring, shift, isFine) {
    let isOpen = false
    for (const reference of ring) {
      const arc = this.topology.arc(numberOf(reference), isFine)
      if (!arc) return
      trace(context, view, arc, shift, reference < 0, isOpen)
      isOpen = true
    }
    context.closePath()
  }

  #stroke (context, view, window_, line, colors) {
    const isFine = view.zoom >= FINE_FROM
    context.beginPath()
    for (const index of this.lines.get(line) ?? []) {
      const shifts = window_.copies(this.topology.boxes[index])
      const arc = shifts.length && this.topology.arc(index, isFine)
      if (arc) for (const shift of shifts) trace(context, view, arc, shift, false, false)
    }
    context.strokeStyle = colors[line]
    context.lineWidth = WIDTHS[line]
    context.lineJoin = 'round'
    context.setLineDash(DASHES[line] ?? [])
    context.stroke()
    context.setLineDash([])
  }

  /** A small tile, drawn once for a colour and a screen's sharpness. */
  #pattern (context, kind, color) {
    const ratio = context.getTransform().a
    const key = `${kind} ${color} ${ratio}`
    if (!this.#patterns.has(key)) this.#patterns.set(key, TILES[kind](context, color, ratio))
    return this.#patterns.get(key)
  }
}

const tile = (context, size, ratio, draw) => {
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = Math.round(size * ratio)
  const own = canvas.getContext('2d')
  own.scale(canvas.width / size, canvas.height / size)
  draw(own)
  const pattern = context.createPattern(canvas, 'repeat')
  pattern.setTransform(new DOMMatrix().scale(size / canvas.width))
  return pattern
}

const TILES = {
  lines: (context, color, ratio) => tile(context, 6, ratio, (own) => {
    own.strokeStyle = color
    own.lineWidth = 0.9
    for (const x of [-6, 0, 6]) {
      own.moveTo(x - 1, 7)
      own.lineTo(x + 7, -1)
    }
    own.stroke()
  }),
  dots: (context, color, ratio) => tile(context, 8, ratio, (own) => {
    own.fillStyle = color
    for (const [x, y] of [[2, 2], [6, 6]]) {
      own.beginPath()
      own.arc(x, y, 0.6, 0, 7)
      own.fill()
    }
  })
}

/** What part of the world a view shows: `copies(box)` gives the shifts, in world pixels, at which the box is seen. */
export const seen = (view) => {
  const west = (view.min.x + view.x) / view.scale
  const east = (view.max.x + view.x) / view.scale
  const north = (view.min.y + view.y) / view.scale
  const south = (view.max.y + view.y) / view.scale
  return {
    west,
    east,
    north,
    south,
    copies: ([left, top, right, bottom]) => {
      if (bottom < north || top > south) return []
      const shifts = []
      for (let turn = Math.floor((west - right) / WORLD); turn * WORLD + left <= east; turn++) {
        if (turn * WORLD + right >= west) shifts.push(turn * WORLD)
      }
      return shifts
    }
  }
}

/** Add positions to the context's path. */
export const trace = (context, view, positions, shift, isBackwards, isOpen) => {
  const { scale } = view
  const x = shift * scale - view.x
  const y = -view.y
  const end = isBackwards ? -2 : positions.length
  const step = isBackwards ? -2 : 2
  let i = isBackwards ? positions.length - 2 : 0
  if (!isOpen) {
    context.moveTo(positions[i] * scale + x, positions[i + 1] * scale + y)
    i += step
  }
  for (; i !== end; i += step) context.lineTo(positions[i] * scale + x, positions[i + 1] * scale + y)
}

const graticule = (context, view, window_, colors) => {
  const step = [30, 30, 30, 20, 10, 10, 5, 5, 2, 1, 1, 0.5][Math.min(11, Math.max(0, Math.floor(view.zoom)))] / 360 * WORLD
  context.beginPath()
  for (let x = Math.ceil(window_.west / step) * step; x <= window_.east; x += step) {
    context.moveTo(x * view.scale - view.x, view.min.y)
    context.lineTo(x * view.scale - view.x, view.max.y)
  }
  for (const y of parallels(step / WORLD * 360)) {
    if (y < window_.north || y > window_.south) continue
    context.moveTo(view.min.x, y * view.scale - view.y)
    context.lineTo(view.max.x, y * view.scale - view.y)
  }
  context.strokeStyle = colors.graticule
  context.lineWidth = 0.6
  context.stroke()
}

const parallels = (step) => Array.from({ length: Math.floor(168 / step) + 1 }, (_, i) => worldY(-Math.floor(84 / step) * step + i * step))
