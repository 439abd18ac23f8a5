/** @import { DeskLayerPayload } from '#payloads' */
/** @import { Store } from '#desk/store' */
/** @import { VisitorsPage } from '#desk/visitors_page' */
import { button, choice, firstOf, node } from '#desk/node'

/** What can be drawn, and how many points each needs. */
const LEAST = { site: 1, flight: 2, area: 3, reach: 2 }
const KINDS = /** @type {(keyof typeof LEAST)[]} */ (Object.keys(LEAST))

/**
 * Draws a place, a flight, an area or a reach point by point: by clicks on the map, or where its middle is, for
 * keyboards.
 */
export class Drawing {
  /** @type {keyof typeof LEAST | ''} */
  #kind = ''
  /** @type {[number, number][]} */
  #points = []
  /** The layer that was chosen to draw into. */
  #layer = ''

  /**
   * @param {Store} store
   * @param {VisitorsPage} page
   * @param {(layer: string, kind: string, positions: [number, number][]) => void} draw
   * @param {() => void} show
   */
  constructor (store, page, draw, show) {
    this.store = store
    this.page = page
    this.draw = draw
    this.show = show
  }

  get isOn () { return this.#kind !== '' }

  /**
   * The layer to draw into and the buttons to begin with, or while something is drawn, what to do next; nothing without
   * a layer.
   * @param {DeskLayerPayload[]} layers that can be drawn into
   * @param {string} shown the layer that is drawn into unless another is chosen
   */
  elements (layers, shown) {
    const layer = [this.#layer, shown].find((each) => layers.some(({ id }) => id === each)) ?? layers[0]?.id
    if (!layer) return []
    if (this.#kind) return [this.#steps(this.#kind, layer)]
    const { message, state: { languages } } = this.store
    const names = layers.map(({ id, name }) => /** @type {[string, string]} */ ([id, firstOf(name, languages)]))
    return [
      ...(names.length > 1
        ? [choice(message('desk_into_layer'), names, layer, (id) => { this.#layer = id }, 'into-layer')]
        : []),
      node('div', { className: 'choices' }, ...KINDS.map((each) =>
        button(message(`desk_draw_${each}`), () => this.#begin(each), { id: `draw-${each}` })))
    ]
  }

  /**
   * @param {keyof typeof LEAST} kind
   * @param {string} layer
   */
  #steps (kind, layer) {
    const { message } = this.store
    const isEnough = this.#points.length >= LEAST[kind]
    const finish = () => {
      const points = this.#points
      this.#end()
      this.draw(layer, kind, points)
    }
    return node('div', { className: 'drawing', role: 'group', 'aria-label': message(`desk_draw_${kind}`) },
      node('p', { role: 'status' }, message('desk_draw_help', { count: this.#points.length })),
      node('div', { className: 'choices' },
        button(message('desk_draw_middle'), () => this.#add(this.page.middle), { id: 'draw-middle' }),
        button(message('desk_draw_back'), () => { this.#points.pop(); this.#changed() },
          { id: 'draw-back', disabled: !this.#points.length }),
        button(message('desk_draw_finish'), finish,
          { id: 'draw-finish', className: 'button primary', disabled: !isEnough }),
        button(message('desk_draw_cancel'), () => this.#end(), { id: 'draw-cancel' })))
  }

  /** @param {keyof typeof LEAST} kind */
  #begin (kind) {
    this.#kind = kind
    this.#points = []
    this.page.pick((point) => this.#add(point))
    this.#changed()
    document.getElementById('draw-middle')?.focus()
  }

  #end () {
    this.#kind = ''
    this.#points = []
    this.page.pick(null)
    this.#changed()
  }

  /** @param {[number, number]} point */
  #add (point) {
    if (this.#kind === 'site') this.#points = []
    if (this.#kind === 'reach') this.#points = this.#points.slice(0, 1)
    this.#points.push(point)
    this.#changed()
  }

  #changed () {
    this.page.sketch = this.#points
    this.show()
  }
}
