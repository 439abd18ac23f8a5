import { groups, isDoubtful, lineBetween, tintOf } from '#world/day'
import { numberOf } from '#world/topology'

const DASHES = { doubtful: [4, 3] }
const WIDTHS = { coast: 0.8, border: 0.9, doubtful: 0.9, curtain: 1.8 }
const LINES = ['coast', 'doubtful', 'border', 'curtain']
const SPECK = 0.7

/** What a kind of land is filled with, on the map as in the legend. */
export const inkOf = (tint, colors, tiled) => {
  if (tint === 'pact') return tiled('dots', colors.pactMark, colors.pact)
  return tint === 'doubtful' ? tiled('lines', colors.hatch) : colors[tint]
}

/** Land with its tints, hatching, coasts and borders on a day: one topology, the world's or an inset's. */
export class Ground {
  /** @param {import('#world/topology').Topology} topology */
  constructor (topology, territories) {
    this.topology = topology
    this.territories = territories
  }

  /** Get ready for a day: `atoms` as `History.on` gives them. */
  set atoms (atoms) {
    const { polygons, sides, isFrame } = this.topology
    this.tinted = groups(polygons, ({ atom }) => tintOf(atoms[atom], this.territories))
    this.doubtful = polygons.filter(({ atom }) => isDoubtful(atoms[atom], this.territories))
    this.schematic = polygons.filter(({ atom }) => atoms[atom].isSchematic)
    this.lines = groups(sides.keys(), (arc) => {
      const [one, other] = sides[arc]
      return isFrame[arc] || one === undefined ? null : lineBetween(atoms[one], atoms[other], this.territories)
    })
  }

  /**
   * Every piece is filled once, with the tint of its alliance; tiles tell what may not be told by colour alone.
   * @param {(tile: string, ink: string, ground: string?) => CanvasPattern} tiled
   */
  paint (pen, window_, colors, tiled, isFine) {
    this.isFine = isFine
    for (const [tint, polygons] of this.tinted) this.#fill(pen, window_, polygons, inkOf(tint, colors, tiled))
    this.#fill(pen, window_, this.doubtful, inkOf('doubtful', colors, tiled))
  }

  /** Coasts and borders, which lie over the water. */
  paintLines (pen, window_, colors) {
    for (const line of LINES) {
      pen.stroke(colors[line], WIDTHS[line], () => {
        for (const arc of this.lines.get(line) ?? []) this.#line(pen, window_, arc)
      }, DASHES[line])
    }
  }

  #fill (pen, window_, polygons, style) {
    if (!polygons.length) return
    pen.fill(style, () => {
      for (const { rings, box } of polygons) {
        if (window_.isSpeck(box, SPECK)) continue
        for (const shift of window_.copies(box)) for (const ring of rings) this.#ring(pen, ring, shift)
      }
    })
  }

  #ring (pen, ring, shift) {
    for (const [index, reference] of ring.entries()) {
      const arc = this.topology.arc(numberOf(reference), this.isFine)
      if (!arc) return
      pen.trace(arc, shift, { isBackwards: reference < 0, isOpen: index > 0 })
    }
  }

  #line (pen, window_, index) {
    const shifts = window_.copies(this.topology.boxes[index])
    const arc = shifts.length ? this.topology.arc(index, this.isFine) : null
    if (arc) for (const shift of shifts) pen.trace(arc, shift)
  }
}
