/** @import { DeskFeaturePayload, DeskFixPayload, DeskLayerPayload } from '#payloads' */
/** @import { Store } from '#desk/store' */
/** @import { VisitorsPage } from '#desk/visitors_page' */
import { citationsField } from '#desk/citations'
import { Claims } from '#desk/claims'
import { Drawing } from '#desk/drawing'
import { FixTable } from '#desk/fix_table'
import { fill } from '#desk/form'
import { amount } from '#desk/measures'
import { button, choice, field, firstOf, lonLat, node, number, taken, wordFields } from '#desk/node'
import { Shapes } from '#desk/shapes'
import { BASES } from '#track'

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
    this.fixes = new FixTable(store, page, () => this.show())
    this.drawing = new Drawing(store, page, (...drawn) => this.#add(...drawn), () => this.show())
    store.addEventListener('change', () => this.show())
  }

  /**
   * Choose a feature, or one of its fixes, and let the page show it.
   * @param {string} id
   * @param {number} [fix]
   */
  choose (id, fix = 0) {
    this.#chosen = id
    this.fixes.choose(fix || 1)
    this.page.show('feature', fix ? `${id}/${fix}` : id)
    this.show()
  }

  /** Show the form again, and the handles on the map. */
  show () {
    const { layers } = this.store.state
    const all = layers.flatMap((layer) => layer.features.map((feature) => ({ layer, feature })))
    const chosen = all.find(({ feature }) => feature.id === this.#chosen) ?? all[0]
    this.#chosen = chosen?.feature.id ?? ''
    fill(this.section, () => this.#contents(all, chosen), this.#chosen)
    const isStill = this.section.hidden || this.drawing.isOn || !chosen
    this.page.handles = isStill ? [] : this.#handles(chosen.layer, chosen.feature)
  }

  /**
   * @param {Placed[]} all
   * @param {Placed | undefined} chosen
   */
  #contents (all, chosen) {
    const { layers } = this.store.state
    const drawing = this.drawing.elements(layers.filter(({ problem }) => !problem), chosen?.layer.id ?? '')
    if (this.drawing.isOn) return drawing
    return [
      ...layers.filter(({ problem }) => problem).map((layer) => this.#locked(layer)),
      ...(chosen ? [this.#choice(all)] : []),
      ...drawing,
      ...(chosen ? this.#form(chosen.layer, chosen.feature) : []),
      this.#adding()
    ]
  }

  /**
   * A layer that cannot be edited as it is.
   * @param {DeskLayerPayload} layer
   */
  #locked ({ id, file, problem, convertible }) {
    const convert = () => this.store.send({ edit: 'convert', layer: id })
    return node('div', { className: 'claim' },
      convertible
        ? node('p', {}, this.store.message('desk_not_geojson', { file }))
        : node('p', { lang: 'en' }, `${file}: ${problem}`),
      convertible ? button(this.store.message('desk_convert'), convert, { id: `convert-${id}` }) : null)
  }

  #adding () {
    const { message } = this.store
    const name = field(message('desk_new_layer'), '', () => {}, { id: 'new-layer', kept: true })
    const isFirst = !this.store.state.layers.length
    return node('details', { className: 'insert', id: 'layers', open: isFirst },
      node('summary', {}, message('desk_add_layer')),
      isFirst ? node('p', {}, message('desk_first_layer')) : null,
      node('div', { className: 'adding' }, name, button(message('desk_add'), () => {
        const written = taken(name)
        if (written) this.store.send({ edit: 'add-layer', name: written })
      }, { id: 'add-layer' })))
  }

  /** @param {Placed[]} all */
  #choice (all) {
    const { languages } = this.store.state
    const names = all.map(({ layer, feature }) => /** @type {[string, string]} */ ([
      feature.id,
      `${firstOf(layer.name, languages)}: ${firstOf(feature.name, languages) || feature.id}`
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
    const place = at && {
      label: '•',
      position: at,
      disc: feature.position_uncertainty_km,
      move: this.#mover({ edit: 'move-place', ...target })
    }
    const fixes = feature.fixes.map(({ lon, lat, position_uncertainty_km: disc }, index) => ({
      label: String(index + 1),
      position: /** @type {[number, number]} */ ([lon, lat]),
      disc,
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
    const set = (/** @type {string} */ key, /** @type {string | number | null} */ value, language = '') =>
      this.store.send({ edit: 'set-feature', ...target, key, language, value: value === '' ? null : value })
    const remove = () => this.store.send({ edit: 'remove-feature', ...target })
    const words = (/** @type {'name' | 'aircraft' | 'description'} */ key, /** @type {string} */ label, rows = 0) =>
      wordFields(message(label), feature[key], (value, language) => set(key, value, language),
        this.store.state.languages, { id: `feature-${key}`, rows })
    return [
      ...words('name', 'desk_place'),
      ...(feature.fixes.length ? words('aircraft', 'desk_aircraft') : []),
      field(message('desk_when'), feature.when ?? '', (value) => set('when', value), { id: 'feature-when' }),
      ...words('description', 'desk_description', 4),
      citationsField(this.store, feature.citations, (value) => set('citations', value), 'feature-citations'),
      ...(feature.fixes.length ? this.fixes.elements(target, feature.fixes) : []),
      ...(feature.position ? [this.#position(target, feature), this.#evidence(feature, set)] : []),
      ...(feature.geometry ? [] : [this.#unplaced(target), this.#evidence(feature, set)]),
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
      const now = this.store.feature(target)?.position ?? []
      return { edit: 'move-place', ...target, position: positionOf({ lon: now[0], lat: now[1], ...to }) }
    })
    return node('div', { className: 'pair' },
      field(message('desk_lat'), String(lat), (value) => move({ lat: number(value) }), { id: 'place-lat' }),
      field(message('desk_lon'), String(lon), (value) => move({ lon: number(value) }), { id: 'place-lon' }))
  }

  /**
   * A place without a position, which gets one.
   * @param {{ layer: string, feature: string }} target
   */
  #unplaced (target) {
    const { message } = this.store
    const put = (/** @type {unknown} */ position) => this.store.send({ edit: 'move-place', ...target, position })
    return node('div', {},
      field(message('desk_lat_lon'), '', (written) => put(lonLat(written)), { id: 'place-at' }),
      button(message('desk_put_middle'), () => put(this.page.middle), { id: 'put-middle' }))
  }

  /**
   * How a position is known, and how well.
   * @param {DeskFeaturePayload} feature
   * @param {(key: string, value: string | number | null) => void} set
   */
  #evidence ({ basis, position_uncertainty_km: uncertainty }, set) {
    const { message } = this.store
    const bases = ['', ...BASES].map((each) => /** @type {[string, string]} */ ([each, message(each)]))
    return node('div', { className: 'pair' },
      choice(message('desk_basis'), bases, basis ?? '', (value) => set('basis', value), 'feature-basis'),
      field(message('desk_position_uncertainty_km'), String(uncertainty ?? ''),
        (value) => set('position_uncertainty_km', amount(value)), { id: 'feature-uncertainty' }))
  }
}

/** @param {Coordinates} coordinates */
const positionOf = ({ lon, lat }) => [lon, lat]

/**
 * The middle between two fixes.
 * @param {DeskFixPayload} one
 * @param {DeskFixPayload} other
 * @returns {[number, number]}
 */
const middle = (one, other) => [(one.lon + other.lon) / 2, (one.lat + other.lat) / 2]
