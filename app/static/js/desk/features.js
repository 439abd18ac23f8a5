/** @import { DeskFeaturePayload, DeskFixPayload, DeskLayerPayload, Words } from '#payloads' */
/** @import { Store } from '#desk/store' */
/** @import { VisitorsPage } from '#desk/visitors_page' */
import { Claims } from '#desk/claims'
import { Drawing } from '#desk/drawing'
import { fill } from '#desk/form'
import { button, choice, field, node, number, plain } from '#desk/node'
import { Shapes } from '#desk/shapes'
import { BASES } from '#track'

/** The columns of the table of fixes: numbers, and text. */
const NUMBERS = ['lat', 'lon', 'altitude_m', 'position_uncertainty_km', 'time_uncertainty_min']
const COLUMNS = [
  'place', 'time', 'lat', 'lon', 'altitude_m', 'basis', 'position_uncertainty_km', 'time_uncertainty_min', 'citations',
  'note'
]
/** Where a fix is put that is added after the last one, as a part of the way from the one before it. */
const ONWARD = 0.25

/** @typedef {{ lon: unknown, lat: unknown }} Coordinates as they were written */
/** @typedef {{ layer: DeskLayerPayload, feature: DeskFeaturePayload }} Placed a feature in its layer */

/** The features of the layers: of a flight its fixes in a table, of a place its position. */
export class Features {
  #chosen = ''

  /**
   * @param {HTMLElement} section
   * @param {Store} store
   * @param {VisitorsPage} page
   */
  constructor (section, store, page) {
    this.section = section
    this.store = store
    this.page = page
    this.claims = new Claims(store)
    this.shapes = new Shapes(store, page)
    this.drawing = new Drawing(store, page, (...drawn) => this.#add(...drawn), () => this.show())
    store.addEventListener('change', () => this.show())
  }

  /**
   * Choose a feature, and let the page show it.
   * @param {string} id
   */
  choose (id) {
    this.#chosen = id
    this.page.show('feature', id)
    this.show()
  }

  /** Show the form again, and the handles on the map. */
  show () {
    const { layers } = this.store.state
    const all = layers.flatMap((layer) => layer.features.map((feature) => ({ layer, feature })))
    const chosen = all.find(({ feature }) => feature.id === this.#chosen) ?? all[0]
    this.#chosen = chosen?.feature.id ?? ''
    fill(this.section, () => this.#contents(all, chosen))
    const isStill = this.section.hidden || this.drawing.isOn || !chosen
    this.page.handles = isStill ? [] : this.#handles(chosen.layer, chosen.feature)
  }

  /**
   * @param {Placed[]} all
   * @param {Placed | undefined} chosen
   */
  #contents (all, chosen) {
    const { layers } = this.store.state
    const layer = chosen?.layer ?? layers.find(({ problem }) => !problem)
    const drawing = layer ? [this.drawing.element(layer.id)] : []
    if (this.drawing.isOn) return drawing
    return [
      ...layers.filter(({ problem }) => problem).map(({ file, problem }) => node('p', {}, `${file}: ${problem}`)),
      ...(chosen ? [this.#choice(all)] : []),
      ...drawing,
      ...(chosen ? this.#form(chosen.layer, chosen.feature) : [])
    ]
  }

  /** @param {Placed[]} all */
  #choice (all) {
    const names = all.map(({ layer, feature }) => /** @type {[string, string]} */ ([
      feature.id, `${layer.id}: ${plain(feature.name) || feature.id}`
    ]))
    return choice(this.store.message('desk_feature'), names, this.#chosen, (id) => this.choose(id), 'feature')
  }

  /**
   * Add what was drawn.
   * @param {string} layer
   * @param {string} kind
   * @param {[number, number][]} positions
   */
  async #add (layer, kind, positions) {
    const features = () => this.store.state.layers.find(({ id }) => id === layer)?.features ?? []
    const before = new Set(features().map(({ id }) => id))
    const name = this.store.message(`desk_new_${kind}`)
    const radius = kind === 'reach' ? this.shapes.radius(positions) : {}
    await this.store.send({ edit: 'add-feature', layer, kind, name, positions, ...radius })
    const added = features().find(({ id }) => !before.has(id))
    if (added) this.#chosen = added.id
    this.show()
    const named = /** @type {HTMLInputElement | null} */ (document.getElementById('feature-name'))
    named?.focus()
    named?.select()
  }

  /**
   * @param {DeskLayerPayload} layer
   * @param {DeskFeaturePayload} feature
   */
  #handles (layer, feature) {
    const target = { layer: layer.id, feature: feature.id }
    const at = /** @type {[number, number] | null} */ (feature.position)
    const place = at && { label: '•', position: at, move: this.#mover({ edit: 'move-place', ...target }) }
    const fixes = feature.fixes.map(({ lon, lat }, index) => ({
      label: String(index + 1),
      position: /** @type {[number, number]} */ ([lon, lat]),
      move: this.#mover({ edit: 'move-fix', ...target, fix: index + 1 })
    }))
    const between = feature.fixes.slice(1).map((fix, index) => ({
      label: '+',
      position: middle(feature.fixes[index], fix),
      isNew: true,
      move: this.#mover({ edit: 'add-fix', ...target, fix: index + 2 })
    }))
    return [...between, ...(place ? [place] : []), ...fixes, ...this.shapes.handles(target, feature)]
  }

  /** @param {import('#desk/store').Edit} edit */
  #mover (edit) {
    return (/** @type {number} */ lon, /** @type {number} */ lat) => {
      this.store.send({ ...edit, position: [lon, lat] }).then(() => this.show())
    }
  }

  /**
   * @param {DeskLayerPayload} layer
   * @param {DeskFeaturePayload} feature
   */
  #form (layer, feature) {
    const { message } = this.store
    const target = { layer: layer.id, feature: feature.id }
    const set = (/** @type {string} */ key, /** @type {string | number} */ value) =>
      this.store.send({ edit: 'set-feature', ...target, key, value: value === '' ? null : value })
    const remove = () => this.store.send({ edit: 'remove-feature', ...target })
    const text = (/** @type {'name' | 'when' | 'description'} */ key, /** @type {string} */ label, rows = 0) => field(
      message(label), plain(feature[key]), (value) => set(key, value),
      { id: `feature-${key}`, rows, disabled: isTable(feature[key]) }
    )
    return [
      text('name', 'desk_place'),
      text('when', 'desk_when'),
      text('description', 'desk_description', 4),
      field(message('desk_citations'), feature.citations, (value) => set('citations', value),
        { id: 'feature-citations' }),
      ...(feature.fixes.length ? [node('p', {}, message('desk_drag')), this.#table(target, feature.fixes)] : []),
      ...(feature.position ? [this.#position(target, feature), this.#evidence(feature, set)] : []),
      ...this.shapes.elements(target, feature),
      this.claims.element(target, feature),
      button(message('desk_remove_feature'), remove, { id: 'remove-feature' })
    ]
  }

  /**
   * @param {{ layer: string, feature: string }} target
   * @param {DeskFeaturePayload} feature
   */
  #position (target, { position }) {
    const [lon, lat] = /** @type {[number, number]} */ (position)
    const { message } = this.store
    const move = (/** @type {Partial<Coordinates>} */ to) => this.store.send(() => {
      const now = this.#find(target)?.position ?? []
      return { edit: 'move-place', ...target, position: positionOf({ lon: now[0], lat: now[1], ...to }) }
    })
    return node('div', { className: 'pair' },
      field(message('desk_lat'), String(lat), (value) => move({ lat: number(value) }), { id: 'place-lat' }),
      field(message('desk_lon'), String(lon), (value) => move({ lon: number(value) }), { id: 'place-lon' }))
  }

  /**
   * How a position is known, and how well.
   * @param {DeskFeaturePayload} feature
   * @param {(key: string, value: string | number) => void} set
   */
  #evidence ({ basis, position_uncertainty_km: uncertainty }, set) {
    const { message } = this.store
    const bases = ['', ...BASES].map((each) => /** @type {[string, string]} */ ([each, message(each)]))
    return node('div', { className: 'pair' },
      choice(message('desk_basis'), bases, basis ?? '', (value) => set('basis', value), 'feature-basis'),
      field(message('desk_position_uncertainty_km'), String(uncertainty ?? ''),
        (value) => set('position_uncertainty_km', value && number(value)), { id: 'feature-uncertainty' }))
  }

  /**
   * @param {{ layer: string, feature: string }} target
   * @param {DeskFixPayload[]} fixes
   */
  #table (target, fixes) {
    const { message } = this.store
    const head = ['', ...COLUMNS.map((column) => message(`desk_${column}`)), '']
    return node('div', { className: 'scroll' }, node('table', {},
      node('thead', {}, node('tr', {}, ...head.map((text) => node('th', { scope: 'col' }, text)))),
      node('tbody', {}, ...fixes.map((fix, index) => this.#row(target, fixes, index)))))
  }

  /**
   * @param {{ layer: string, feature: string }} target
   * @param {DeskFixPayload[]} fixes
   * @param {number} index
   */
  #row (target, fixes, index) {
    const { message } = this.store
    const fix = index + 1
    const own = { ...target, fix }
    const show = () => this.page.show('feature', `${target.feature}/${fix}`)
    const add = () => this.store.send({ edit: 'add-fix', ...own, fix: fix + 1, position: between(fixes, index) })
    const remove = () => this.store.send({ edit: 'remove-fix', ...own })
    return node('tr', {},
      node('th', { scope: 'row' }, button(String(fix), show, { 'aria-label': message('desk_fix', { number: fix }) })),
      ...COLUMNS.map((column) => node('td', { className: column }, this.#cell(own, fixes[index], column))),
      node('td', {},
        button('+', add, { 'aria-label': message('desk_add_fix'), id: `add-fix-${fix}` }),
        button('×', remove, { 'aria-label': message('desk_remove'), id: `remove-fix-${fix}` })))
  }

  /**
   * @param {{ layer: string, feature: string, fix: number }} target
   * @param {DeskFixPayload} fix
   * @param {string} column
   */
  #cell (target, fix, column) {
    const { message } = this.store
    const value = /** @type {Words | null} */ (Reflect.get(fix, column))
    const label = `${message(`desk_${column}`)} – ${message('desk_fix', { number: target.fix })}`
    const id = `fix-${target.fix}-${column}`
    if (column === 'basis') {
      const control = node('select', { id, 'aria-label': label })
      control.append(...['', ...BASES].map((basis) =>
        node('option', { value: basis, selected: basis === (value ?? '') }, message(basis))))
      control.addEventListener('change', () => this.#set(target, column, control.value))
      return control
    }
    const control = node('input', { id, value: plain(value), disabled: isTable(value), 'aria-label': label })
    if (NUMBERS.includes(column)) control.inputMode = 'decimal'
    control.addEventListener('change', () => {
      const written = control.value.trim()
      if (column === 'lat' || column === 'lon') this.#move(target, { [column]: number(written) })
      else this.#set(target, column, NUMBERS.includes(column) && written ? number(written) : written)
    })
    return control
  }

  /**
   * Move a fix to another latitude or longitude; the other one is that of the moment when the edit is made.
   * @param {{ layer: string, feature: string, fix: number }} target
   * @param {Partial<Coordinates>} to
   */
  #move (target, to) {
    this.store.send(() => {
      const fix = this.#find(target)?.fixes[target.fix - 1]
      return { edit: 'move-fix', ...target, position: positionOf({ lon: fix?.lon, lat: fix?.lat, ...to }) }
    })
  }

  /** @param {{ layer: string, feature: string }} target */
  #find ({ layer, feature }) {
    return this.store.state.layers.find(({ id }) => id === layer)?.features.find(({ id }) => id === feature)
  }

  /**
   * @param {object} target
   * @param {string} key
   * @param {unknown} value
   */
  #set (target, key, value) { this.store.send({ edit: 'set-fix', ...target, key, value: value === '' ? null : value }) }
}

/** @param {Coordinates} coordinates */
const positionOf = ({ lon, lat }) => [lon, lat]

/** @param {Words | null} words */
const isTable = (words) => typeof words === 'object' && words !== null

/**
 * The middle between two fixes.
 * @param {DeskFixPayload} one
 * @param {DeskFixPayload} other
 * @returns {[number, number]}
 */
const middle = (one, other) => [(one.lon + other.lon) / 2, (one.lat + other.lat) / 2]

/**
 * A position between a fix and the next one, or a little beyond the last.
 * @param {DeskFixPayload[]} fixes
 * @param {number} index
 */
const between = (fixes, index) => {
  const here = fixes[index]
  const next = fixes[index + 1]
  const before = fixes[index - 1] ?? here
  return (/** @type {const} */ (['lon', 'lat'])).map((key) => Number(
    (next ? (here[key] + next[key]) / 2 : here[key] + (here[key] - before[key]) * ONWARD).toFixed(5)))
}
