/** @import { DeskBasemapPayload, DeskExhibitPayload } from '#payloads' */
/** @import { Store } from '#desk/store' */
/** @import { VisitorsPage } from '#desk/visitors_page' */
import { fill } from '#desk/form'
import { Lists } from '#desk/lists'
import { button, choice, field, lonLat, node, plain } from '#desk/node'
import { parseHash, parseView } from '#state/hash'

/** The width of a sheet by its height. */
const SHEET = 4 / 3
const TILES = /\.(pm|mb)tiles$/i
const KEYS = /** @type {const} */ (['title', 'subtitle', 'summary', 'period'])
const LABELS = { title: 'desk_heading', subtitle: 'desk_subtitle', summary: 'desk_summary', period: 'desk_period' }

/** What exhibit.toml says of the exhibit as a whole. */
export class ExhibitForm {
  #basemap = ''

  /**
   * @param {HTMLElement} section
   * @param {Store} store
   * @param {VisitorsPage} page
   */
  constructor (section, store, page) {
    this.section = section
    this.store = store
    this.page = page
    this.lists = new Lists(store)
    store.addEventListener('change', () => this.show())
  }

  /** Show the form again: a field for each value, or for each language of one. */
  show () {
    const { message, state: { exhibit, basemaps, languages } } = this.store
    fill(this.section, () => [
      ...KEYS.flatMap((key) => this.#fields(key, exhibit)),
      field(message('desk_languages'), languages.join(', '), (written) => this.store.send({
        edit: 'set-exhibit', key: 'languages', value: written.split(/[,;\s]+/).filter(Boolean)
      }), { id: 'exhibit-languages' }),
      button(message('desk_open_here'), () => this.#openHere(), { id: 'exhibit-opening' }),
      ...this.lists.elements(),
      ...this.#basemaps(),
      this.#adding()
    ])
    const chosen = basemaps.find(({ id }) => id === this.#basemap)
    if (!this.section.hidden) this.page.handles = chosen ? this.#corners(chosen) : []
  }

  /** Let visitors begin at the view and the moment of the page. */
  async #openHere () {
    const moment = await this.page.moment()
    if (!moment) return
    const view = openingOf(moment.view)
    if (view) this.store.send({ edit: 'set-exhibit', key: 'opening', value: { ...view, date: moment.date } })
  }

  #basemaps () {
    const { message, state } = this.store
    const basemaps = state.basemaps.filter(({ corners }) => corners.length)
    if (!basemaps.length) return []
    const names = basemaps.map(({ id, name }) => /** @type {[string, string]} */ ([id, plain(name)]))
    return [
      choice(message('desk_basemap_corners'), [['', message('desk_nothing')], ...names], this.#basemap, (id) => {
        this.#basemap = id
        this.show()
      }, 'basemap'),
      ...basemaps.filter(({ id }) => id === this.#basemap).flatMap(({ id, corners }) => corners.map((corner, index) =>
        field(message(`desk_corner_${index + 1}`), `${corner[1]}, ${corner[0]}`,
          (value) => this.#move(id, index, lonLat(value)), { id: `corner-${index}` })))
    ]
  }

  /** A file of the folder becomes a base map, in the middle of what the page shows. */
  #adding () {
    const { message, state: { scans } } = this.store
    const names = scans.map((name) => /** @type {[string, string]} */ ([name, name]))
    const file = choice(message('desk_scan'), names, names[0]?.[0] ?? '', () => {}, 'scan-file')
    const chosen = /** @type {HTMLSelectElement} */ (file.lastElementChild)
    return node('details', { className: 'insert', id: 'add-scan' },
      node('summary', {}, message('desk_add_basemap')),
      node('p', { className: 'facts' }, message(scans.length ? 'desk_add_basemap_help' : 'desk_no_scans')),
      ...(scans.length
        ? [node('div', { className: 'adding' }, file,
            button(message('desk_add'), () => this.#add(chosen.value), { id: 'add-basemap' }))]
        : []))
  }

  /** @param {string} file */
  async #add (file) {
    const before = this.store.state.basemaps.map(({ id }) => id)
    const positions = TILES.test(file) ? {} : { positions: this.page.rectangle(await this.#aspect(file)) }
    await this.store.send({ edit: 'add-basemap', file, ...positions })
    const added = this.store.state.basemaps.find(({ id }) => !before.includes(id))
    if (added?.corners.length) this.#basemap = added.id
    this.show()
  }

  /**
   * The width of a picture of media/ by its height; that of most sheets for another.
   * @param {string} file
   */
  async #aspect (file) {
    const picture = new Image()
    picture.src = `/${location.pathname.split('/')[2]}/${file}`
    await picture.decode().catch(() => {})
    return picture.naturalWidth / picture.naturalHeight || SHEET
  }

  /** @param {DeskBasemapPayload} basemap */
  #corners ({ id, corners }) {
    return corners.map((position, index) => ({
      label: String(index + 1),
      position: /** @type {[number, number]} */ (position),
      move: (/** @type {number} */ lon, /** @type {number} */ lat) => this.#move(id, index, [lon, lat])
    }))
  }

  /**
   * @param {string} basemap
   * @param {number} corner
   * @param {unknown} position
   */
  #move (basemap, corner, position) {
    this.store.send({ edit: 'set-corner', basemap, corner, position }).then(() => this.show())
  }

  /**
   * @param {typeof KEYS[number]} key
   * @param {DeskExhibitPayload} exhibit
   */
  #fields (key, exhibit) {
    const value = exhibit[key]
    const label = this.store.message(LABELS[key])
    const rows = key === 'summary' ? 5 : 0
    const set = (/** @type {unknown} */ written) => {
      this.store.send({ edit: 'set-exhibit', key, value: written || null })
    }
    if (typeof value !== 'object' || value === null) {
      return [field(label, String(value ?? ''), set, { id: `exhibit-${key}`, rows })]
    }
    return Object.entries(value).map(([language, text]) => field(
      `${label} (${language})`, text, (written) => {
        const now = () => /** @type {Record<string, string>} */ (this.store.state.exhibit[key])
        this.store.send(() => ({ edit: 'set-exhibit', key, value: { ...now(), [language]: written } }))
      }, { id: `exhibit-${key}-${language}`, rows }))
  }
}

/**
 * A view as exhibit.toml has that of the opening: longitude comes first.
 * @param {string} address such as `#map=3/72/10/90/10`
 */
const openingOf = (address) => {
  const view = parseView(parseHash(address).map)
  if (!view) return null
  const { zoom, center, projection } = view
  return {
    center: center.toReversed(),
    zoom,
    ...projection ? { projection: 'stereographic', about: projection.toReversed() } : {}
  }
}
