/** @import { AtlasExhibitPayload, TimelinePayload } from '#payloads' */
/** @import { Stage } from '#state/stage' */
import { closest, query, queryAll } from '#lib/dom'
import { maxOf, minOf } from '#lib/min_max'
import { combine, listen } from '#state/stage'

const SVG = 'http://www.w3.org/2000/svg'
/** Pixels: the height of a row, of the axis and between both; the width of the handle; what is free at both ends. */
const ROW = 21
const AXIS = 26
const GAP = 10
const HANDLE = 20
const MARGIN = 12
/** Years between two that are named on the axis, and the least room for one, in pixels. */
const STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000]
const LEAST_ROOM = 40
const TICK = { long: 6, short: 3, label: 18 }
const DOT = 4
const NAME = { gap: 10, baseline: 4 }
/** What is free at the right for the name of an exhibit that spans all years: pixels, at most a share of the width. */
const NAME_ROOM = { pixels: 130, share: 0.36 }
const LEAST_YEAR_WIDTH = 4

/**
 * An exhibit's line: its height, and where its flights are.
 * @typedef {AtlasExhibitPayload & {y: number, xs: number[]}} Row
 */

/**
 * The years on one line: each exhibit's flights, the threads between exhibits, and one year, or all of them, on the
 * map.
 * @param {Stage} stage
 * @param {TimelinePayload} payload
 */
export const mount = (stage, payload) => {
  const { exhibits } = payload
  const root = query(document, '[data-timeline]', HTMLElement)
  const slider = query(root, 'input', HTMLInputElement)
  const status = query(root, 'output', HTMLOutputElement)
  const all = query(root, '[data-year=all]', HTMLButtonElement)
  const chart = query(root, '.chart', HTMLElement)
  const cards = queryAll(document, '[data-exhibit]', HTMLElement)
  /** @param {number} year */
  const flightsOf = (year) => exhibits.flatMap(({ flights }) => flights.filter((flight) => flight.year === year))

  const years = [...new Set(exhibits.flatMap(({ flights }) => flights.map(({ year }) => year)))].sort((a, b) => a - b)
  const steps = {
    before: query(root, '[data-year=before]', HTMLButtonElement),
    after: query(root, '[data-year=after]', HTMLButtonElement)
  }
  /**
   * Offer a year that has flights.
   * @param {HTMLButtonElement} button
   * @param {number | undefined} year
   * @param {string} head
   * @param {string} tail
   */
  const offer = (button, year, head, tail) => {
    button.hidden = year === undefined
    button.textContent = `${head}${year}${tail}`
    button.value = String(year)
    button.setAttribute('aria-label', stage.message('flights_in', { year: year ?? '' }))
  }

  /** @param {number} year */
  const choose = (year) => {
    const flights = flightsOf(year)
    stage.layers.visible = flights.map(({ layer }) => layer)
    stage.clock.now = flights[0]?.at ?? startOfMonth(year, 6)
  }

  const chooseAll = () => {
    stage.layers.visible = stage.layers.initial
    stage.clock.now = stage.clock.initial
  }

  const show = () => {
    const year = stage.clock.date.getUTCFullYear()
    const isAll = stage.layers.isInitial
    slider.value = String(year)
    slider.setAttribute('aria-valuetext', isAll ? stage.message('all_years') : String(year))
    root.classList.toggle('one-year', !isAll)
    all.setAttribute('aria-pressed', String(isAll))
    const count = stage.message('on_map_count', { count: flightsOf(year).length })
    const isEmpty = !isAll && !flightsOf(year).length
    status.textContent = isAll ? '' : isEmpty ? stage.message('no_flight_in', { year }) : `${year} · ${count}`
    const [before, after] = yearsBeside(years, year)
    offer(steps.before, isAll ? undefined : before, '‹ ', '')
    offer(steps.after, isAll ? undefined : after, '', ' ›')
    for (const card of cards) {
      const own = exhibits.find(({ slug }) => slug === card.dataset.exhibit)
      card.hidden = !isAll && !isEmpty && !own?.flights.some((flight) => flight.year === year)
      card.classList.toggle('dimmed', isEmpty)
    }
    draw()
  }

  const draw = () => {
    const year = stage.layers.isInitial ? null : stage.clock.date.getUTCFullYear()
    const drawn = new Chart(stage, payload, chart.clientWidth, year)
    chart.replaceChildren(drawn.picture())
    Object.assign(slider.style, drawn.sliderStyle)
  }

  /** @param {Event} event */
  const point = (event) => {
    const { slug, year } = closest(event, '[data-slug]')?.dataset ?? {}
    if (!slug) return
    if (year) choose(Number(year))
    stage.selection.value = slug
  }

  const resize = new ResizeObserver(draw)
  resize.observe(chart)
  return combine(
    listen(slider, 'input', () => choose(Number(slider.value))),
    listen(all, 'click', chooseAll),
    ...Object.values(steps).map((button) => listen(button, 'click', () => choose(Number(button.value)))),
    listen(chart, 'click', point),
    listen(stage, 'open', show),
    listen(stage.clock, 'tick', show),
    ...[stage.layers, stage.language].map((shared) => listen(shared, 'change', show)),
    () => resize.disconnect()
  )
}

/**
 * The nearest years with flights before and after a year, as far as there are any.
 * @param {number[]} years in order
 * @param {number} year
 */
const yearsBeside = (years, year) =>
  [years.findLast((each) => each < year), years.find((each) => each > year)]

/** The picture for a width, in which one year is marked, or none. */
class Chart {
  #stage
  #payload
  #width
  #year

  /**
   * @param {Stage} stage
   * @param {TimelinePayload} payload
   * @param {number} width
   * @param {number | null} year
   */
  constructor (stage, payload, width, year) {
    this.#stage = stage
    this.#payload = payload
    this.#width = width
    this.#year = year
  }

  picture () {
    const { exhibits, threads } = this.#payload
    const height = this.#axisAt
    const rows = exhibits
      .map((each, index) => ({
        ...each,
        y: ROW * index + ROW / 2,
        xs: each.flights.map(({ at }) => this.#xOf(at))
      }))
      .filter(({ xs }) => xs.length)
    /** @param {string} slug */
    const rowOf = (slug) => rows.find((row) => row.slug === slug)
    return node('svg', { width: this.#width, height: height + AXIS, 'aria-hidden': 'true' },
      ...this.#markedYear(height),
      ...this.#axis(height),
      ...threads.flatMap(({ from, to, says }) => this.#thread(rowOf(from), rowOf(to), this.#stage.translate(says))),
      ...rows.map((row) => this.#row(row)))
  }

  get #axisAt () { return ROW * this.#payload.exhibits.length + GAP }

  /** Where the slider lies so that its handle is on the axis, in the middle of its year. */
  get sliderStyle () {
    const { first, last } = this.#payload
    const [start, end] = [first, last].map((year) => (this.#startOf(year) + this.#startOf(year + 1)) / 2)
    const width = end - start + HANDLE
    return { left: `${start - HANDLE / 2}px`, width: `${width}px`, top: `${this.#axisAt}px` }
  }

  /** @param {number} seconds */
  #xOf (seconds) {
    const { first, last } = this.#payload
    const years = new Date(seconds * 1000).getUTCFullYear() - first + shareOfYear(seconds)
    const room = Math.min(NAME_ROOM.pixels, this.#width * NAME_ROOM.share)
    return MARGIN + (this.#width - 2 * MARGIN - room) * years / (last + 1 - first)
  }

  /** @param {number} year */
  #startOf (year) { return this.#xOf(startOfMonth(year)) }

  /** @param {number} height */
  #markedYear (height) {
    if (this.#year === null) return []
    const width = Math.max(LEAST_YEAR_WIDTH, this.#startOf(this.#year + 1) - this.#startOf(this.#year))
    return [node('rect', { class: 'year', x: this.#startOf(this.#year), width, y: 0, height })]
  }

  /** @param {number} y */
  #axis (y) {
    const { first, last } = this.#payload
    const count = last + 1 - first
    /** @param {number} each */
    const roomOf = (each) => this.#startOf(first + each) - this.#startOf(first)
    const step = STEPS.find((each) => roomOf(each) > LEAST_ROOM) ?? STEPS[STEPS.length - 1]
    const tick = Math.ceil(step / 10)
    const years = Array.from({ length: count }, (_, index) => first + index).filter((year) => year % tick === 0)
    const ticks = years.map((year) => `M${this.#startOf(year)} ${y}v${year % step ? TICK.short : TICK.long}`)
    const labelled = years.filter((year) => year % step === 0)
    return [
      node('path', { class: 'axis', d: `M0 ${y}H${this.#width}${ticks.join('')}` }),
      ...labelled.map((year) =>
        node('text', { class: 'tick', x: this.#startOf(year), y: y + TICK.label }, String(year)))
    ]
  }

  /**
   * An exhibit's flights as dots on its own line, its name where there is more room.
   * @param {Row} row
   */
  #row ({ slug, title, flights, xs, y }) {
    const [left, right] = [minOf(xs), maxOf(xs)]
    const isBefore = left > this.#width - right
    const dots = flights.map((flight, index) => {
      const look = flight.year === this.#year ? 'dot chosen' : 'dot'
      const attributes = { class: look, cx: xs[index], cy: y, r: DOT, 'data-slug': slug, 'data-year': flight.year }
      return node('circle', attributes, node('title', {}, `${this.#stage.translate(flight.name)}, ${flight.year}`))
    })
    return node('g', { 'data-slug': slug },
      node('path', { class: 'span', d: `M${left} ${y}H${right}` }),
      node('text', {
        class: 'name',
        x: isBefore ? left - NAME.gap : right + NAME.gap,
        y: y + NAME.baseline,
        'text-anchor': isBefore ? 'end' : 'start'
      }, this.#stage.translate(title)),
      ...dots)
  }

  /**
   * @param {Row | undefined} from
   * @param {Row | undefined} to
   * @param {string} says
   */
  #thread (from, to, says) {
    if (!from || !to) return []
    const end = minOf(to.xs)
    const start = Math.max(...from.xs.filter((x) => x <= end), minOf(from.xs))
    const d = `M${start} ${from.y}C${start} ${to.y} ${start} ${to.y} ${end} ${to.y}`
    return [node('path', { class: 'thread', d }, node('title', {}, says))]
  }
}

/** @param {number} seconds */
const shareOfYear = (seconds) => {
  const year = new Date(seconds * 1000).getUTCFullYear()
  const [start, end] = [startOfMonth(year), startOfMonth(year + 1)]
  return (seconds - start) / (end - start)
}

/**
 * The beginning of a month of a year, also of the first century.
 * @param {number} year
 */
const startOfMonth = (year, month = 0) => new Date(0).setUTCFullYear(year, month, 1) / 1000

/**
 * @param {string} name
 * @param {Record<string, string | number>} attributes
 * @param {...(Node | string)} children
 */
const node = (name, attributes, ...children) => {
  const made = document.createElementNS(SVG, name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value))
  made.append(...children)
  return made
}
