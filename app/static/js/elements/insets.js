/** @import { View } from '#map/canvas_layer' */
/** @import { InsetsPayload, ViewPayload } from '#payloads' */
import { jsonOf, query } from '#lib/dom'
import { canvasLayer, drawFromNow, extentOf } from '#map/canvas_layer'
import { copiesInSight, trace, worldLine } from '#map/geometry'
import { mercator, nearestLon } from '#map/mercator'
import { mercatorZoom } from '#map/projection'
import { Stage, combine, listen } from '#state/stage'

/** What an inset shows of the page, from the ground up. */
const ELEMENTS = ['world_map', 'areas', 'flight_paths', 'places']
/** The panes of what is too small to be seen in a map of a smaller scale. */
const DETAILS = ['areas', 'places']
const MARGIN = { top: 6, bottom: 6, left: 6, right: 6 }
const STILL = {
  attributionControl: false, zoomControl: false, dragging: false, touchZoom: false, scrollWheelZoom: false,
  doubleClickZoom: false, boxZoom: false, keyboard: false, minZoom: 0, zoomSnap: 0.05
}
/** The frame in one map of what the other shows: points on each side, and half its least size in pixels. */
const FRAME = { points: 8, least: 5, width: 1.5, halo: 4 }
const AIRCRAFT = { radius: 4, halo: 2 }

/**
 * In chapters that need two scales, a small map in the corner of the large one; the one of the smaller scale has a
 * frame about what the other shows.
 * @param {Stage} stage
 * @param {InsetsPayload} payload
 */
export const mount = (stage, { views }) => {
  /** @type {Inset | undefined} */
  let inset
  const show = () => {
    const view = views[stage.chapter.value ?? '']
    if (view) inset ??= new Inset(stage)
    inset?.set(view)
  }
  show()
  return combine(listen(stage.chapter, 'change', show), () => inset?.destroy())
}

/** The small map: a stage of its own, that shares all but its view with the large one. */
class Inset extends Stage {
  #main
  #figure
  #frames
  /** Where aircraft were drawn last. */
  #drawn = ''

  /** @param {Stage} main */
  constructor (main) {
    const figure = figureOf(main)
    const map = L.map(query(figure, 'div', HTMLElement), { ...STILL, maxZoom: main.map.getMaxZoom() })
    super(map, { center: [0, 0], zoom: 0, projection: null }, main.shared, figure)
    this.#main = main
    this.#figure = figure
    this.#frames = [
      canvasLayer(map, 'aircraft', (context, view) => this.#drawInside(context, view)),
      canvasLayer(main.map, 'paths', (context, view) => this.#drawFrame(context, view, map),
        (_, { min, max }) => figure.hidden || !this.showsDetails
          ? null
          : { left: min.x, right: max.x, top: min.y, bottom: max.y })
    ]
    const follow = () => this.#follow()
    main.map.on('move moveend', follow)
    this.addCleanup(combine(
      listen(main.clock, 'tick', () => this.#followAircraft()),
      listen(main.theme, 'change', follow),
      listen(main.layers, 'change', follow),
      listen(main.language, 'change', () => this.#name()),
      () => main.map.off('move moveend', follow),
      () => this.#frames.forEach((frame) => frame.remove()),
      () => map.remove(),
      () => figure.remove()
    ))
    this.#name()
    this.#mount().catch((error) => { if (figure.isConnected) reportError(error) })
  }

  async #mount () {
    const loading = await Promise.all(ELEMENTS.map((element) => import(`#elements/${element}`)))
    for (const [index, { mount: mountElement }] of loading.entries()) {
      if (!this.#figure.isConnected) return // another version of the page took its place
      const payload = query(document, `script[data-element=${ELEMENTS[index]}]`, HTMLScriptElement)
      this.addCleanup(await mountElement(this, jsonOf(payload)))
    }
    drawFromNow(this.map)
    this.showView(this.initialView)
  }

  /** There are no buttons on it. */
  mapPadding () { return MARGIN }

  /**
   * Show a view, or nothing.
   * @param {ViewPayload} [view]
   */
  set (view) {
    this.#figure.hidden = !view
    if (view) {
      this.initialView = view
      this.showView(view)
    }
    this.#follow()
  }

  /** The large map shows them where it is the one of the larger scale. */
  get showsDetails () { return mercatorZoom(this.map) > mercatorZoom(this.#main.map) }

  /** Draw the frames where the maps are now, and no details that the other map shows larger. */
  #follow () {
    for (const frame of this.#frames) frame.paint()
    if (this.labels.isWorldOnly !== this.showsDetails) return
    this.labels.isWorldOnly = !this.showsDetails
    for (const pane of DETAILS) this.map.getPane(pane)?.toggleAttribute('hidden', !this.showsDetails)
    this.showView(this.initialView)
  }

  #followAircraft () {
    const { scale, x, y } = extentOf(this.map)
    const places = this.#underWay()
      .map(({ at }) => [at.x * scale - x, at.y * scale - y].map(Math.round).join()).join(' ')
    if (places === this.#drawn) return
    this.#drawn = places
    this.#frames[0].paint()
  }

  #underWay () {
    const { flights, layers, projection: { value: projection } } = this
    return flights
      .filter(({ isTimed, layer, readout }) => isTimed && layers.isVisible(layer) && readout.state === 'flying')
      .map((flight) => ({ flight, at: projection.point(flight.readout.lon, flight.readout.lat) }))
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {View} view
   */
  #drawInside (context, view) {
    if (!this.showsDetails) this.#drawFrame(context, view, this.#main.map)
    for (const { flight, at } of this.#underWay()) {
      for (const copy of copiesInSight({ left: at.x, right: at.x, top: at.y, bottom: at.y }, view)) {
        context.beginPath()
        context.arc((at.x + copy) * view.scale - view.x, at.y * view.scale - view.y, AIRCRAFT.radius, 0, 2 * Math.PI)
        context.lineWidth = AIRCRAFT.halo
        context.strokeStyle = this.theme.get('paper')
        context.fillStyle = flight.style.stroke ?? this.theme.get(flight.color)
        context.stroke()
        context.fill()
      }
    }
  }

  /**
   * The frame of what another map shows.
   * @param {CanvasRenderingContext2D} context
   * @param {View} view
   * @param {L.Map} other
   */
  #drawFrame (context, view, other) {
    const { lons, lats } = edgeOf(extentOf(other))
    const edge = worldLine(lons, lats, view.projection ?? mercator)
    const [middle, half] = [(edge.left + edge.right) / 2, (edge.top + edge.bottom) / 2]
    for (const copy of copiesInSight(edge, view)) {
      context.beginPath()
      if ((edge.right - edge.left) * view.scale > 2 * FRAME.least) trace(context, edge, view, copy)
      else {
        const [x, y] = [(middle + copy) * view.scale - view.x, half * view.scale - view.y]
        context.rect(x - FRAME.least, y - FRAME.least, 2 * FRAME.least, 2 * FRAME.least)
      }
      for (const [color, width] of /** @type {const} */ ([['halo', FRAME.halo], ['ink', FRAME.width]])) {
        context.strokeStyle = this.theme.get(color)
        context.lineWidth = width
        context.stroke()
      }
    }
  }

  #name () { this.#figure.setAttribute('aria-label', this.message('inset')) }
}

/**
 * The figure of an inset with the element for its map, over the large map.
 * @param {Stage} main
 */
const figureOf = (main) => {
  const figure = document.createElement('div')
  figure.className = 'corner inset'
  figure.setAttribute('role', 'img')
  figure.append(document.createElement('div'))
  main.map.getContainer().after(figure)
  return figure
}

/**
 * Positions along the edge of a view, each the short way from the one before: about a pole the last is 360° from the
 * first.
 * @param {View} view
 */
const edgeOf = ({ scale, x, y, min, max, projection = mercator }) => {
  const corners = [[min.x, min.y], [max.x, min.y], [max.x, max.y], [min.x, max.y], [min.x, min.y]]
  const positions = corners.slice(1).flatMap(([toX, toY], side) => {
    const [fromX, fromY] = corners[side]
    return Array.from({ length: FRAME.points + 1 }, (_, step) => step / FRAME.points).map((share) =>
      projection.position((fromX + (toX - fromX) * share + x) / scale, (fromY + (toY - fromY) * share + y) / scale))
  })
  let [{ lon: before }] = positions
  const lons = positions.map(({ lon }) => (before = nearestLon(lon, before)))
  return { lons, lats: positions.map(({ lat }) => lat) }
}
