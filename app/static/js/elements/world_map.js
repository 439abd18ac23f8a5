/** @import { WorldMapPayload } from '#payloads' */
/** @import { WorldDetails, WorldDocument } from '#world/document' */
/** @import { Kind } from '#world/land' */
/** @import { Projection } from '#map/projection' */
/** @import { Stage } from '#state/stage' */
import { queryOptional } from '#lib/dom'
import { loadJson } from '#lib/load'
import { DAY, formatDay } from '#lib/local_time'
import { canvasLayer, extentOf } from '#map/canvas_layer'
import { worldLine } from '#map/geometry'
import { combine, listen } from '#state/stage'
import { BorderHistory } from '#world/borders'
import { legendOf } from '#world/legend'
import { labelsOf, namesInSight } from '#world/names'
import { FINE_FROM, Painter } from '#world/painter'
import { Relief } from '#world/relief'
import { Viewport } from '#world/viewport'

const OWNER = 'world'
const IN_SIGHT = 'world in sight'
/** The points of cities up to this rank are kept free of labels. */
const LARGE_CITY = 2

/**
 * What is there at first, and all of it.
 * @typedef {{first: Promise<WorldDocument>, whole: Promise<WorldDocument>}} Loading
 */

/**
 * The world that was loaded last, and its address: a page that takes the place of another mostly has the same.
 * @type {{address: string, loading: Loading} | undefined}
 */
let loaded

/**
 * @param {string} address
 * @param {string} details their address; empty if they come with the rest
 * @param {boolean} isClose whether they are asked for at once, and not when the rest has come
 * @returns {Loading}
 */
const loadWorld = (address, details, isClose) => {
  if (loaded?.address === address) return loaded.loading
  /** @type {Promise<WorldDocument>} */
  const first = loadJson(address)
  /** @type {Promise<WorldDetails> | null} */
  const rest = details ? (isClose ? loadJson(details) : first.then(() => loadJson(details))) : null
  const whole = rest ? Promise.all([first, rest]).then(([document, more]) => detailed(document, more)) : first
  whole.catch(() => { loaded = undefined })
  loaded = { address, loading: { first, whole } }
  return loaded.loading
}

/**
 * The world with the details of closer views.
 * @param {WorldDocument} document
 * @param {WorldDetails} details
 * @returns {WorldDocument}
 */
const detailed = (document, details) =>
  ({ ...document, ...details, fine: details.fine.map((arc, index) => arc || document.fine[index]) })

/**
 * The world as it was on the day of the clock, under everything else. Its details may follow when the page is open,
 * unless they are seen at once.
 * @param {Stage} stage
 * @param {WorldMapPayload} payload where the world's document is: see `docs/explanation/world.md`
 */
export const mount = async (stage, { data, details, regionsFrom, own }) => {
  const isClose = stage.presentation.kiosk || stage.map.getZoom() >= FINE_FROM
  const isWaiting = isClose || !details
  const { first, whole } = loadWorld(data, details, isClose)
  const world = new World(stage, await (isWaiting ? whole : first), regionsFrom, own)
  const complete = whole.then((document) => world.complete(document))
  if (isWaiting) await complete
  else stage.loadLater('world_map', complete)
  const note = () => world.note()
  stage.map.on('moveend', note)
  return combine(
    listen(stage.clock, 'tick', () => world.update()),
    listen(stage.language, 'change', () => world.translate()),
    listen(stage.theme, 'change', () => world.repaint()),
    listen(stage.projection, 'change', () => world.project()),
    () => stage.map.off('moveend', note),
    () => world.remove()
  )
}

/** What the map shows: drawn again only when the map of the day is another. */
class World {
  #stage
  #document
  #own
  #regionsFrom
  #history
  #relief = new Relief()
  /** @type {Map<Projection, Painter>} */
  #painters = new Map()
  #painter
  #layer
  #legend
  #notice
  /** @type {number | null} */
  #date = null
  /** @type {number | null} */
  #epoch = null
  #isRemoved = false

  /**
   * @param {Stage} stage
   * @param {WorldDocument} document
   * @param {number} regionsFrom
   * @param {WorldMapPayload['own']} own
   */
  constructor (stage, document, regionsFrom, own) {
    this.#own = own
    this.#stage = stage
    this.#legend = queryOptional(stage.page, '[data-legend=world]', HTMLElement)
    this.#notice = queryOptional(stage.page, '[data-notice=world]', HTMLElement)
    this.#document = document
    this.#history = new BorderHistory(document)
    this.#regionsFrom = regionsFrom
    this.#painter = this.#painterOf(stage.projection.value)
    this.#layer = canvasLayer(stage.map, OWNER, (context, view) => this.#painter.paint(context, view, stage.theme))
    this.update()
    this.#avoidCities()
  }

  /**
   * Ready for the day; a projection that was shown before is kept.
   * @param {Projection} projection
   */
  #painterOf (projection) {
    const painter = this.#painters.get(projection) ??
      new Painter(this.#document, this.#history, this.#regionsFrom, projection, this.#relief)
    this.#painters.set(projection, painter)
    painter.day = this.#day
    return painter
  }

  #avoidCities () {
    const cities = this.#document.cities.filter(([, , rank]) => rank <= LARGE_CITY)
    const { labels, projection } = this.#stage
    labels.avoid(OWNER, [worldLine(cities.map(([lon]) => lon), cities.map(([, lat]) => lat), projection.value)])
  }

  /** Draw everything in the projection of the map. */
  project () {
    this.#painter = this.#painterOf(this.#stage.projection.value)
    this.#avoidCities()
    this.#layer.paint()
    this.translate()
  }

  get #day () { return new Date(this.#stage.clock.now * 1000).toISOString().split('T')[0] }

  /**
   * Draw every detail, with light and shadow.
   * @param {WorldDocument} document
   */
  async complete (document) {
    await this.#relief.load(document.relief)
    if (this.#isRemoved) return
    this.#relief.tint(this.#stage.theme)
    if (document !== this.#document) {
      this.#document = document
      this.#painters.clear()
      this.#painter = this.#painterOf(this.#stage.projection.value)
    }
    this.#layer.paint()
  }

  /** What is seen of the map. */
  get #viewport () { return new Viewport(extentOf(this.#stage.map)) }

  /** Follow the clock. */
  update () {
    const date = Math.floor(this.#stage.clock.now / DAY)
    if (date === this.#date) return
    this.#date = date
    const epoch = this.#history.epoch(this.#day)
    if (epoch !== this.#epoch) {
      this.#epoch = epoch
      this.#painter.day = this.#day
      this.#layer.paint()
      this.#setLabels()
    }
    this.note()
  }

  /** Write everything again, in the current language. */
  translate () {
    this.#setLabels()
    this.note()
  }

  /** Draw everything again, in the colours of the page. */
  repaint () {
    this.#relief.tint(this.#stage.theme)
    this.#layer.paint()
    this.translate()
  }

  /**
   * Write what the land in sight is, of what day the borders are, and whether some follow no survey; or that none are
   * known.
   */
  note () {
    const { message } = this.#stage
    const viewport = this.#viewport
    const kinds = this.#painter.kindsIn(viewport)
    this.#legend?.replaceChildren(...legendOf(kinds, this.#stage.theme, (kind) => this.#nameOf(kind, viewport)))
    if (!this.#notice) return
    const schematic = this.#painter.showsSchematic(viewport) ? [message('borders_schematic')] : []
    const notes = [this.#bordersText(), ...schematic]
    this.#notice.textContent = notes.join(' · ')
  }

  /**
   * What a kind of land in sight is: its alliances, else the interface's text.
   * @param {Kind} kind
   * @param {Viewport} viewport
   */
  #nameOf (kind, viewport) {
    const names = this.#history.namesOf(kind, this.#painter.alliancesIn(viewport, kind))
    return names.map(this.#stage.translate).join(', ') || this.#stage.message(`territory_${kind}`)
  }

  /**
   * Of what day the borders are, and after what they are drawn and by whom if they are the exhibit's own; of a day
   * without, that none are known for it, or for its whole year, and after the last day with borders, which day that is.
   */
  #bordersText () {
    const { clock, language, message, translate } = this.#stage
    const own = this.#own[this.#history.ownOn(this.#day)]
    if (own) return this.#ownText(own)
    const isKnown = this.#history.isKnown(this.#day)
    if (isKnown && clock.span !== null) return message('borders_at_start', { date: translate(clock.span) })
    /** @param {Intl.DateTimeFormatOptions} [style] */
    const date = (style) => formatDay(Math.floor(clock.now / DAY), language.current, style)
    if (isKnown) return message('borders_of', { date: date() })
    const style = this.#history.isKnownYear(this.#day) ? undefined : /** @type {const} */ ({ year: 'numeric' })
    const last = this.#history.lastBefore(this.#day)
    if (last === null) return message('borders_unknown', { date: date(style) })
    return message('borders_not_yet', { date: date(style), last: formatDay(last, language.current) })
  }

  /** @param {WorldMapPayload['own'][number]} own */
  #ownText ({ name, date, attribution }) {
    const { clock, language, message, translate } = this.#stage
    const time = date ?? clock.span
    const day = time === null ? formatDay(Math.floor(clock.now / DAY), language.current) : translate(time)
    return [message('borders_own', { date: day, name: translate(name) }), translate(attribution)].filter(Boolean)
      .join(' · ')
  }

  remove () {
    this.#isRemoved = true
    this.#layer.remove()
    for (const owner of [OWNER, IN_SIGHT]) this.#stage.labels.delete(owner)
  }

  #setLabels () {
    const { labels, theme, translate, language } = this.#stage
    const day = this.#day
    const shown = this.#history.shownOn(day)
    const writing = { theme, translate, slant: language.current === 'ja' ? '' : 'italic ' }
    const inSight = lastOf((/** @type {Viewport} */ viewport) =>
      namesInSight(shown, shown.atoms, this.#painter.atomIn(viewport), viewport, writing))
    const seas = this.#history.hasOwnLand(day) ? [] : this.#document.seas
    const named = { ...shown, seas, cities: this.#history.citiesOn(day) }
    labels.set(OWNER, labelsOf(named, shown.atoms, day, writing))
    labels.set(IN_SIGHT, () => inSight(this.#viewport))
  }
}

/**
 * What `make` made of a viewport, for as long as the viewport is the same.
 * @template T
 * @param {(viewport: Viewport) => T} make
 */
const lastOf = (make) => {
  /** @type {{key: string, made: T} | undefined} */
  let last
  return (/** @type {Viewport} */ viewport) => {
    const key = Object.values(viewport).join(' ')
    if (last?.key !== key) last = { key, made: make(viewport) }
    return last.made
  }
}
