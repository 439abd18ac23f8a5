import { listen, together } from '#stage'

const SVG = 'http://www.w3.org/2000/svg'
const ROW = 21
const AXIS = 22
const MARGIN = 12

/** The years on one line: each exhibit's flights, the threads between exhibits, and one year, or all of them, on the map. */
export const mount = (stage, { first, last, exhibits, threads }) => {
  const root = document.querySelector('[data-timeline]')
  const slider = root.querySelector('input')
  const told = root.querySelector('output')
  const all = root.querySelector('[data-year=all]')
  const chart = root.querySelector('.chart')
  const cards = new Map([...document.querySelectorAll('[data-exhibit]')].map((card) => [card.dataset.exhibit, card]))
  const flightsOf = (year) => exhibits.flatMap(({ flights }) => flights.filter((flight) => flight.year === year))
  const isAll = () => String(stage.layers.visible) === String(stage.layers.opening)

  const choose = (year) => {
    const flights = flightsOf(year)
    stage.layers.visible = flights.map(({ layer }) => layer)
    stage.clock.now = flights[0]?.at ?? Date.UTC(year, 6, 1) / 1000
  }

  const chooseAll = () => {
    stage.layers.visible = stage.layers.opening
    stage.clock.now = stage.clock.opening
  }

  const show = () => {
    const year = stage.clock.date.getUTCFullYear()
    slider.value = String(year)
    root.classList.toggle('one-year', !isAll())
    all.setAttribute('aria-pressed', String(isAll()))
    slider.setAttribute('aria-valuetext', isAll() ? stage.word('all_years') : String(year))
    told.textContent = isAll() ? '' : `${year} · ${stage.word('on_map_count', { count: flightsOf(year).length })}`
    for (const { slug, flights } of exhibits) cards.get(slug).hidden = !isAll() && !flights.some((flight) => flight.year === year)
    draw()
  }

  const draw = () => {
    const width = chart.clientWidth
    const at = (seconds) => MARGIN + (width - 2 * MARGIN) * (new Date(seconds * 1000).getUTCFullYear() - first + yearShare(seconds)) / (last + 1 - first)
    const rows = exhibits.map((exhibit, index) => ({ ...exhibit, y: ROW * index + ROW / 2, xs: exhibit.flights.map((flight) => at(flight.at)) }))
      .filter(({ xs }) => xs.length)
    const year = isAll() ? null : stage.clock.date.getUTCFullYear()
    const picture = node('svg', { width, height: ROW * exhibits.length + AXIS, 'aria-hidden': 'true' })
    picture.append(
      ...(year === null ? [] : [node('rect', { class: 'year', x: at(Date.UTC(year, 0, 1) / 1000), width: Math.max(4, (width - 2 * MARGIN) / (last + 1 - first)), y: 0, height: ROW * exhibits.length })]),
      ...axis(first, last, at, ROW * exhibits.length, width),
      ...threads.flatMap(({ from, to, says }) => threadBetween(rows.find(({ slug }) => slug === from), rows.find(({ slug }) => slug === to), stage.say(says))),
      ...rows.map((row) => line(row, width, stage, year))
    )
    chart.replaceChildren(picture)
  }

  const point = ({ target }) => {
    const { slug, year } = target.closest?.('[data-slug]')?.dataset ?? {}
    if (!slug) return
    if (year) choose(Number(year))
    stage.selection.now = slug
  }

  const resize = new ResizeObserver(draw)
  resize.observe(chart)
  return together(
    listen(slider, 'input', () => choose(Number(slider.value))),
    listen(all, 'click', chooseAll),
    listen(chart, 'click', point),
    listen(stage, 'open', show),
    ...[[stage.clock, 'tick'], [stage.layers, 'change'], [stage.language, 'change']].map(([shared, event]) => listen(shared, event, show)),
    () => resize.disconnect()
  )
}

const yearShare = (seconds) => {
  const date = new Date(seconds * 1000)
  const start = Date.UTC(date.getUTCFullYear(), 0, 1)
  return (date.getTime() - start) / (Date.UTC(date.getUTCFullYear() + 1, 0, 1) - start)
}

const node = (name, attributes, ...children) => {
  const made = document.createElementNS(SVG, name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  made.append(...children)
  return made
}

const axis = (first, last, at, y, width) => {
  const step = width < 500 ? 10 : 5
  const years = Array.from({ length: last - first + 1 }, (_, index) => first + index)
  return [
    node('path', { class: 'axis', d: `M0 ${y}H${width}${years.map((year) => `M${at(Date.UTC(year, 0, 1) / 1000)} ${y}v${year % step ? 3 : 6}`).join('')}` }),
    ...years.filter((year) => year % step === 0).map((year) => node('text', { class: 'tick', x: at(Date.UTC(year, 0, 1) / 1000), y: y + 18 }, String(year)))
  ]
}

/** An exhibit's flights as dots on its own line, its name where there is more room. */
const line = ({ slug, title, flights, xs, y }, width, stage, year) => {
  const [left, right] = [Math.min(...xs), Math.max(...xs)]
  const isBefore = left > width - right
  const name = node('text', { class: 'name', x: isBefore ? left - 10 : right + 10, y: y + 4, 'text-anchor': isBefore ? 'end' : 'start' }, stage.say(title))
  const dots = flights.map((flight, index) => {
    const dot = node('circle', { class: flight.year === year ? 'dot chosen' : 'dot', cx: xs[index], cy: y, r: 4, 'data-slug': slug, 'data-year': flight.year })
    dot.append(node('title', {}, `${stage.say(flight.name)}, ${flight.year}`))
    return dot
  })
  return node('g', { 'data-slug': slug }, node('path', { class: 'span', d: `M${left} ${y}H${right}` }), name, ...dots)
}

const threadBetween = (from, to, says) => {
  if (!from || !to) return []
  const [x1, x2] = [Math.max(...from.xs.filter((x) => x <= Math.min(...to.xs)), Math.min(...from.xs)), Math.min(...to.xs)]
  const thread = node('path', { class: 'thread', d: `M${x1} ${from.y}C${x1} ${to.y} ${x1} ${to.y} ${x2} ${to.y}` })
  thread.append(node('title', {}, says))
  return [thread]
}
