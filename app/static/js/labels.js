import { boxAt, isWithin, overlaps } from '#boxes'
import { layPanes, sheet, worldX, worldY } from '#sheet'

const PLACEMENTS = {
  right: [1, 0], left: [-1, 0], 'top-right': [0.8, -0.9], 'bottom-right': [0.8, 0.9], 'top-left': [-0.8, -0.9], 'bottom-left': [-0.8, 0.9], top: [0, -1], bottom: [0, 1], center: [0, 0]
}
const AROUND = ['right', 'left', 'top-right', 'bottom-right', 'top-left', 'bottom-left', 'top', 'bottom']
const OWN_COPY = [0]
/** Where in a room a name may stand, as shares of its radius: in the middle, then in twelve directions, nearer and further. */
const IN_ROOM = [[0, 0], ...[0.45, 0.85].flatMap((share) => Array.from({ length: 12 }, (_, hour) =>
  [share * Math.cos(Math.PI * hour / 6), share * Math.sin(Math.PI * hour / 6)]))]
const COPIES = [-256, 0, 256]

/**
 * The names on the map, drawn on one canvas so that no two ever collide.
 *
 * A label is `{lon, lat, text, rank, font, color, halo, gap, placements, minZoom, maxZoom, spacing, tail, below, copies}`:
 * the lower `rank` is placed first, the first of `placements` that crosses least wins, `tail` is `{text, font, color, spacing}` written
 * behind the text, `below` are further such lines, centred under it, `spot: false` lets it stand where another name does, and
 * `rooms` are circles `{x, y, radius}` of the world in which it is as true: where its own point is taken, the first place in them is
 * its own. `unless` is the `name` of other labels: where one of them is in sight, this one is not wanted. `isGround` marks the world's
 * own, which may sooner be covered. A point may be given as `x`, `y` of the world, too.
 * What finds no room is left out until there is room.
 */
export class Labels {
  #owned = new Map()
  #crossings = new Map()
  #kept = new Map()
  #sheet
  #widths = new Map()

  constructor ({ map }) {
    layPanes(map)
    this.map = map
    this.placed = []
    document.fonts.addEventListener('loadingdone', () => {
      this.#widths.clear()
      this.#sheet?.paint()
    })
    const aside = document.querySelector('.keys')
    aside?.addEventListener('toggle', () => this.#sheet?.paint(), { capture: true })
    map.whenReady(() => { this.#sheet = sheet(map, 'labels', (context, view) => this.#draw(context, view)) })
  }

  /** Show `labels` for `owner`, in place of those it had; who has thousands gives a function that picks those for a view. */
  set (owner, labels) {
    this.#owned.set(owner, typeof labels === 'function' ? (view) => labels(view).map(onWorld) : labels.map(onWorld))
    this.#sheet?.paint()
  }

  /** World lines `{x, y}` whose vertices all labels should rather not cover, such as a flight's; or a function that picks them for a view. */
  avoid (owner, lines) {
    this.#crossings.set(owner, lines)
    this.#sheet?.paint()
  }

  /**
   * Boxes that no label may cover: `{x, y, left, right, top, bottom}`, a world point and the pixels that the box reaches from it.
   * What is named at a point under a box that says `beside` is written beside the box.
   */
  keepClear (owner, boxes) {
    this.#kept.set(owner, boxes)
    this.#sheet?.paint()
  }

  delete (owner) {
    for (const held of [this.#owned, this.#crossings, this.#kept]) held.delete(owner)
    this.#sheet?.paint()
  }

  #draw (context, view) {
    const onView = ({ minZoom = 0, maxZoom = 99 }) => view.zoom >= minZoom && view.zoom <= maxZoom
    const crowd = new Crowd(view, all(this.#crossings, view), windowOf(this.map), all(this.#kept, view).map((box) => inView(box, view)))
    const spots = new Set()
    const labels = all(this.#owned, view).filter(onView).sort((a, b) => a.rank - b.rank)
    this.placed = []
    for (const label of labels) {
      if (label.unless && this.placed.some((box) => box.name === label.unless && crowd.isSeen(box.left, box.top))) continue
      for (const copy of label.copies === false ? OWN_COPY : COPIES) {
        const box = this.#place(context, label, copy, { view, crowd, spots })
        if (!box) continue
        write(context, label, box, box.size)
        this.placed.push({ name: label.name, isGround: label.isGround, text: linesOf(label).map(({ text }) => text).join(' '), ...box })
      }
    }
  }

  /** The box of a label at the first of its points that bears no name yet and has room. */
  #place (context, label, copy, { view, crowd, spots }) {
    for (const [x, y] of pointsOf(label, copy, view, crowd)) {
      const near = spotsAbout(x, y)
      if (label.spot !== false && near.some((spot) => spots.has(spot))) continue
      const size = this.#measure(context, label)
      const box = crowd.place(x, y, size, label)
      if (!box) continue
      if (label.spot !== false) spots.add(near[0])
      return { ...box, size }
    }
    return null
  }

  #measure (context, label) {
    const lines = linesOf(label)
    const key = `${label.spacing ?? 0}|${label.tail?.text ?? ''}|${lines.map(({ text, font }) => `${font}|${text}`).join('|')}`
    if (!this.#widths.has(key)) {
      if (this.#widths.size > 5000) this.#widths.clear()
      const width = ({ text, font, spacing = 0 }) => {
        context.font = font
        context.letterSpacing = `${spacing}px`
        return context.measureText(text).width
      }
      const widths = lines.map(width)
      const tail = label.tail ? width({ ...label.tail, text: ` ${label.tail.text}` }) : 0
      const height = lines.map(heightOf).reduce((sum, each) => sum + each)
      this.#widths.set(key, { width: Math.max(widths[0] + tail, ...widths), widths, tail, height })
    }
    return this.#widths.get(key)
  }
}

const onWorld = (label) => ({ placements: AROUND, gap: 8, halo: null, x: worldX(label.lon), y: worldY(label.lat), ...label })

/** Where a label may stand: its own point, then those in its rooms; of all of them those in sight before those just beyond. */
function * pointsOf ({ x, y, rooms }, copy, { scale, x: left, y: top, min, max }, crowd) {
  const inLayer = ({ x, y }) => [(x + copy) * scale - left, y * scale - top]
  const isNear = ([x, y], margin = 0) => x >= min.x - margin && x <= max.x + margin && y >= min.y - margin && y <= max.y + margin
  const own = inLayer({ x, y })
  const isSeen = crowd.isSeen(...own)
  if (isSeen || (!rooms && isNear(own))) yield own
  if (!rooms) return
  const others = rooms.filter((room) => isNear(inLayer(room), room.radius * scale)).flatMap(placesIn).map(inLayer)
  yield * [...(isSeen ? [] : [own]), ...others].filter((point) => isNear(point)).sort((a, b) => crowd.isSeen(...b) - crowd.isSeen(...a))
}

const placesIn = ({ x, y, radius }) => radius ? IN_ROOM.map(([right, down]) => ({ x: x + right * radius, y: y + down * radius })) : [{ x, y }]

const inView = ({ x, y, left, right, top, bottom, beside }, view) => {
  const [middleX, middleY] = [x * view.scale - view.x, y * view.scale - view.y]
  return { left: middleX + left, right: middleX + right, top: middleY + top, bottom: middleY + bottom, beside }
}

const all = (owned, view) => [...owned.values()].flatMap((given) => typeof given === 'function' ? given(view) : given)

const linesOf = ({ text, font, color, spacing = 0, below = [] }) => [{ text, font, color, spacing }, ...below]

const heightOf = ({ font }) => Number(/(\d+(?:\.\d+)?)px/.exec(font)[1]) * 1.15

const SPOT = 7

/** The cell of a fine grid in which a point lies, then its neighbours: one spot bears one name until it is seen closer. */
const spotsAbout = (x, y) => {
  const [column, row] = [Math.floor(x / SPOT), Math.floor(y / SPOT)]
  return [[0, 0], [-1, 0], [1, 0], [0, -1], [0, 1], [-1, -1], [1, 1], [-1, 1], [1, -1]].map(([dx, dy]) => `${column + dx},${row + dy}`)
}

/** The boxes already taken, in cells of a coarse grid, and what lines should not be crossed. */
class Crowd {
  #cells = new Map()
  #points = new Map()

  constructor (view, lines, { frame, covered }, kept) {
    this.frame = frame
    this.standing = kept.filter(({ beside }) => beside)
    for (const box of [...covered, ...kept]) this.#take(box)
    for (const line of lines) this.#note(line, view)
  }

  /** Remember where a line runs in sight, at most every few pixels. */
  #note ({ x: xs, y: ys }, { scale, x: left, y: top, min, max }) {
    let [lastX, lastY] = [Infinity, Infinity]
    for (let index = 0; index < xs.length; index++) {
      const x = xs[index] * scale - left
      const y = ys[index] * scale - top
      if (x < min.x || x > max.x || y < min.y || y > max.y) continue
      if (Math.abs(x - lastX) + Math.abs(y - lastY) < STEP) continue
      const key = cell(lastX = x, lastY = y)
      this.#points.get(key)?.push([x, y]) ?? this.#points.set(key, [[x, y]])
    }
  }

  /** The best free box for a label at `x`, `y`, now taken; or null. */
  place (x, y, size, { placements, gap }) {
    let best = null
    const distance = Math.max(gap, ...this.standing.map((box) => reach(box, x, y)))
    for (const [index, name] of placements.entries()) {
      const box = boxAt(x, y, size, PLACEMENTS[name], distance)
      if (this.#collides(box) || this.#isCut(x, y, box)) continue
      const cost = this.#crossed(box) * 3 + index
      if (!best || cost < best.cost) best = { ...box, cost }
      if (cost === 0) break
    }
    if (best) this.#take(best)
    return best
  }

  #take (box) {
    for (const key of cells(box)) this.#cells.get(key)?.push(box) ?? this.#cells.set(key, [box])
  }

  isSeen (x, y) { return x > this.frame.left && x < this.frame.right && y > this.frame.top && y < this.frame.bottom }

  /** Whether a box would be cut by the edge of what is seen, or would lie beyond it though its point does not. */
  #isCut (x, y, box) {
    return !isWithin(box, this.frame) && (this.isSeen(x, y) || overlaps(box, this.frame))
  }

  #collides (box) {
    return cells(box).some((key) => this.#cells.get(key)?.some((other) =>
      box.left < other.right + AIR && other.left < box.right + AIR && box.top < other.bottom && other.top < box.bottom))
  }

  #crossed (box) {
    let count = 0
    for (const key of cells(box)) {
      for (const [x, y] of this.#points.get(key) ?? []) if (x > box.left && x < box.right && y > box.top && y < box.bottom) count++
    }
    return count
  }
}

/** Pixels between the points of a line that are remembered. */
const STEP = 5

/** How far a name must stand off a point to clear a box in which the point lies, wherever in it; 0 for a point outside. */
const reach = ({ left, right, top, bottom }, x, y) =>
  x > left && x < right && y > top && y < bottom ? Math.max(x - left, right - x, y - top, bottom - y) + AIR : 0

/** What is seen of the map, and what lies over it (buttons, legend, scale), as boxes in the units of a sheet. */
const windowOf = (map) => {
  const { left, top } = map.getContainer().getBoundingClientRect()
  const { x, y } = map.containerPointToLayerPoint([0, 0])
  const onSheet = (rect) => ({ left: rect.left - left + x, right: rect.right - left + x, top: rect.top - top + y, bottom: rect.bottom - top + y })
  const over = [...document.querySelectorAll('.stage > .corner:not(.keys), .key')].map((node) => node.getBoundingClientRect()).filter(({ width }) => width)
  return { frame: onSheet(map.getContainer().getBoundingClientRect()), covered: over.map(onSheet) }
}

const CELL = 64
/** Pixels kept free between two names on a line. */
const AIR = 5
const cell = (x, y) => `${Math.floor(x / CELL)},${Math.floor(y / CELL)}`

const cells = ({ left, top, right, bottom }) => {
  const keys = []
  for (let x = Math.floor(left / CELL); x <= Math.floor(right / CELL); x++) {
    for (let y = Math.floor(top / CELL); y <= Math.floor(bottom / CELL); y++) keys.push(`${x},${y}`)
  }
  return keys
}

const write = (context, label, box, { widths, tail }) => {
  const { halo } = label
  context.textBaseline = 'middle'
  context.lineJoin = 'round'
  const put = ({ text, font, color, spacing = 0 }, x, y) => {
    context.font = font
    context.letterSpacing = `${spacing}px`
    if (halo) {
      context.lineWidth = 3.5
      context.strokeStyle = halo
      context.strokeText(text, x, y)
    }
    context.fillStyle = color
    context.fillText(text, x, y)
  }
  let top = box.top
  for (const [index, line] of linesOf(label).entries()) {
    const whole = widths[index] + (index ? 0 : tail)
    const [x, y] = [(box.left + box.right - whole) / 2, top + heightOf(line) / 2]
    put(line, x, y)
    if (label.tail && !index) put({ ...label.tail, text: ` ${label.tail.text}` }, x + widths[0], y)
    top += heightOf(line)
  }
}
