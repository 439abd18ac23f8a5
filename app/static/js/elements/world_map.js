import { load } from '#data'
import { dayInWords } from '#deck/zones'
import { worldLine } from '#geometry'
import { sheet } from '#sheet'
import { listen, together } from '#stage'
import { Colors } from '#world/colors'
import { History } from '#world/day'
import { legendOf } from '#world/legend'
import { labelsOf, namesInSight } from '#world/names'
import { Painter } from '#world/painter'
import { Window } from '#world/window'

const OWNER = 'world'
const IN_SIGHT = 'world in sight'
const DAY = 86400

/**
 * The world as it was on the day of the clock, under everything else.
 *
 * @param {import('#stage').Stage} stage
 * @param {{data: string}} payload where the world's document is: see `docs/world.md`
 */
export const mount = async (stage, { data }) => {
  const shown = new Shown(stage, await load(data))
  stage.map.on('moveend', shown.note, shown)
  return together(
    listen(stage.clock, 'tick', () => shown.turn()),
    listen(stage.language, 'change', () => shown.speak()),
    shown.colors.onChange(() => shown.dress()),
    () => stage.map.off('moveend', shown.note, shown),
    () => shown.leave()
  )
}

/** The cities' spots, which no name should cover. */
const spotsOf = (cities) => worldLine(cities.map(([lon]) => lon), cities.map(([, lat]) => lat))

/** What stands on the map: drawn again only when the map of the day is another. */
class Shown {
  #date = null
  #epoch = null

  constructor (stage, world) {
    this.stage = stage
    this.world = world
    this.colors = new Colors()
    this.history = new History(world)
    this.painter = new Painter(world, this.history)
    this.legend = document.querySelector('[data-legend=world]')
    this.notice = document.querySelector('[data-notice=world]')
    this.turn()
    this.ground = sheet(stage.map, OWNER, (context, view) => this.painter.paint(context, view, this.colors.now))
    stage.labels.avoid(OWNER, [spotsOf(world.cities.filter(([, , rank]) => rank <= 2))])
    this.note()
  }

  get day () { return isoDay(this.stage.clock.now) }

  /** What is seen of the map. */
  get sight () {
    const { map } = this.stage
    const [origin, min] = [map.getPixelOrigin(), map.containerPointToLayerPoint([0, 0])]
    return new Window({ scale: 2 ** map.getZoom(), x: origin.x, y: origin.y, min, max: min.add(map.getSize()) })
  }

  /** Follow the clock. */
  turn () {
    const date = Math.floor(this.stage.clock.now / DAY)
    if (date === this.#date) return
    this.#date = date
    const epoch = this.history.epoch(this.day)
    if (epoch !== this.#epoch) {
      this.#epoch = epoch
      this.painter.day = this.day
      this.ground?.paint()
      this.#name()
    }
    this.note()
  }

  /** Say everything again, in the language on show. */
  speak () {
    this.#name()
    this.note()
  }

  /** Draw everything again, in the colours of the page. */
  dress () {
    this.ground.paint()
    this.speak()
  }

  /** Tell what the land in sight is, of what day the borders are, and whether some of them follow no survey. */
  note () {
    const { stage, painter, sight } = this
    this.legend?.replaceChildren(...legendOf(painter.kindsIn(sight), this.colors.now, (key) => stage.word(key)))
    if (!this.notice) return
    const date = dayInWords(Math.floor(stage.clock.now / DAY), stage.language.now)
    const notes = [stage.word('borders_of', { date }), ...(painter.showsSchematic(sight) ? [stage.word('borders_schematic')] : [])]
    this.notice.textContent = notes.join(' · ')
  }

  leave () {
    this.ground.remove()
    for (const owner of [OWNER, IN_SIGHT]) this.stage.labels.delete(owner)
  }

  #name () {
    const { stage, world, history, day } = this
    const atoms = history.on(day)
    const dress = { ...this.colors.now, slant: slantOf(stage.language.now) }
    const say = (words) => stage.say(words)
    const inSight = lastOf((window_) => namesInSight(world, atoms, this.painter.atomIn(window_), window_, say, dress))
    stage.labels.set(OWNER, labelsOf(world, atoms, day, say, dress))
    stage.labels.set(IN_SIGHT, () => inSight(this.sight))
  }
}

/** What `make` made of a window, for as long as the window is the same. */
const lastOf = (make) => {
  let [seen, made] = ['', null]
  return (window_) => {
    const now = Object.values(window_).join(' ')
    if (now !== seen) [seen, made] = [now, make(window_)]
    return made
  }
}

const isoDay = (seconds) => new Date(seconds * 1000).toISOString().slice(0, 10)

/** Japanese is not written aslant. */
const slantOf = (language) => language === 'ja' ? '' : 'italic '
