/** @import { Craft } from '#aircraft/scene' */
/** @import { Flight } from '#flight' */
/** @import { BoxOf, View } from '#map/canvas_layer' */
/** @import { Reserved } from '#map/labels' */
/** @import { Stage } from '#state/stage' */
import { NameBoxes } from '#aircraft/names'
import { Picture } from '#aircraft/picture'
import { Scene } from '#aircraft/scene'
import { discsOf } from '#aircraft/shapes'
import { queryAll, queryOptional } from '#lib/dom'
import { moved, movedArea, visibleArea } from '#map/boxes'
import { canvasLayer } from '#map/canvas_layer'
import { nearestLon } from '#map/mercator'
import { combine, listen } from '#state/stage'

/** How far from the middle the followed aircraft may fly before the map moves, as a share of the map's half size. */
const FREE = 0.5
const PAN = { duration: 0.8, easeLinearity: 0.5 }
/** After so many milliseconds without a new picture the labels on the map make room for the aircraft. */
const REST = 200

/**
 * Each timed flight at the moment of the clock: silhouette, name, altitude, speed, trail, and how far off it may be.
 * @param {Stage} stage
 */
export const mount = (stage) => {
  const follow = queryAll(document, '[data-deck="follow"], [data-follow]', HTMLButtonElement)
  const names = new NameBoxes(stage)
  const reservations = new Reservations(stage)
  const { map, clock } = stage
  let isFollowed = false
  let area = visibleArea(map.getContainer())

  const underWay = () => stage.flights
    .filter((flight) => flight.isTimed && stage.layers.isVisible(flight.layer) && flight.readout.state === 'flying')
    .sort((a, b) => Number(b.isPlanned) - Number(a.isPlanned))

  /** @type {Picture} */
  let picture
  /** @type {BoxOf} */
  const compose = (context, view) => {
    const free = movedArea(area, map.containerPointToLayerPoint([0, 0]))
    picture = new Picture(stage, names, underWay(), view, { context, area: free })
    reservations.update(picture.crafts, picture.scene)
    return picture.box
  }
  const layer = canvasLayer(map, 'aircraft', (context) => picture.draw(context), compose)

  /** Move the map when the first flight under way nears its edge. */
  const keepInSight = () => {
    const flights = underWay()
    const leader = flights.find(({ isPlanned }) => !isPlanned) ?? flights[0]
    if (!leader) return
    const middle = map.getSize().divideBy(2)
    const position = L.latLng(leader.readout.lat, nearestLon(leader.readout.lon, map.getCenter().lng))
    const off = map.latLngToContainerPoint(position).subtract(middle)
    if (Math.abs(off.x) <= middle.x * FREE && Math.abs(off.y) <= middle.y * FREE) return
    map.panTo(position, { animate: !stage.reducedMotion, ...PAN })
  }
  const tick = () => {
    layer.paint()
    stage.legend.refresh()
    if (isFollowed) keepInSight()
  }
  /** @param {boolean} on */
  const setFollowed = (on) => {
    isFollowed = on
    for (const button of follow) button.setAttribute('aria-pressed', String(on))
    if (on) keepInSight()
  }
  const stopFollowing = () => setFollowed(false)
  const measure = () => {
    area = visibleArea(map.getContainer())
    layer.paint()
  }

  map.on('dragstart', stopFollowing)
  map.on('resize', measure)
  const keys = queryOptional(document, '.keys', HTMLElement)
  const resize = new ResizeObserver(measure)
  if (keys) resize.observe(keys)
  stage.legend.set('aircraft', (view) => marksInSight(underWay(), view))
  return combine(
    listen(clock, 'tick', tick),
    ...[stage.layers, stage.language, stage.account, stage.selection, stage.theme]
      .map((shared) => listen(shared, 'change', () => layer.paint())),
    listen(document.fonts, 'loadingdone', () => layer.paint()),
    ...follow.map((button) => listen(button, 'click', () => setFollowed(!isFollowed))),
    listen(stage, 'open', measure),
    listen(stage, 'reset', stopFollowing),
    listen(stage.chapter, 'change', stopFollowing),
    listen(stage.chapter, 'change', measure),
    () => map.off('dragstart', stopFollowing).off('resize', measure),
    () => resize.disconnect(),
    () => stage.legend.delete('aircraft'),
    () => layer.remove(),
    () => reservations.destroy()
  )
}

/**
 * What of the legend explains aircraft in a view: the disc of an uncertain position, and altitudes that no source has.
 * @param {Flight[]} flights
 * @param {View} view
 */
const marksInSight = (flights, view) => {
  const scene = new Scene(view, flights[0]?.readout ?? null, 1)
  const seen = flights.map((flight) => scene.craft(flight)).filter(({ point: { x, y } }) =>
    x >= view.min.x && x <= view.max.x && y >= view.min.y && y <= view.max.y)
  return [
    ...(discsOf(seen, scene).length ? ['disc'] : []),
    ...(seen.some(({ readout }) => readout.altitude !== null && !readout.isStated) ? ['approximate'] : [])
  ]
}

/**
 * Keeps the labels of the map off the aircraft and their names while these do not move; while they move, labels stay.
 */
class Reservations {
  #stage
  #timer = 0
  /** @type {Reserved[]} */
  #boxes = []

  /** @param {Stage} stage */
  constructor (stage) { this.#stage = stage }

  /**
   * @param {Craft[]} crafts
   * @param {Scene} scene
   */
  update (crafts, scene) {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#set(crafts.flatMap(boxesOf)), REST)
    const [box] = this.#boxes
    if (box && hasLeft(crafts[0], box, scene)) this.#set([])
  }

  destroy () {
    clearTimeout(this.#timer)
    this.#stage.labels.delete('aircraft')
  }

  /** @param {Reserved[]} boxes */
  #set (boxes) {
    if (JSON.stringify(boxes) === JSON.stringify(this.#boxes)) return
    this.#boxes = boxes
    this.#stage.labels.reserve('aircraft', boxes)
  }
}

/**
 * What an aircraft and its name cover.
 * @param {Craft} craft
 * @returns {Reserved[]}
 */
const boxesOf = ({ at, point, size, nameBox }) => [
  { ...at, left: -size, right: size, top: -size, bottom: size, marker: true },
  ...(nameBox ? [{ ...at, ...moved(nameBox, { x: -point.x, y: -point.y }) }] : [])
]

/**
 * Whether the first aircraft has flown off its box.
 * @param {Craft | undefined} first
 * @param {Reserved} box
 * @param {Scene} scene
 */
const hasLeft = (first, box, { scale }) =>
  !first || Math.hypot(first.at.x - box.x, first.at.y - box.y) * scale > box.right - box.left
