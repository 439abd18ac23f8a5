/** @import { Flight } from '#flight' */
/** @import { Deck } from '#deck/deck' */
import { alternativeOf } from '#deck/account_list'
import { Profile } from '#deck/chart/profile'
import { mountDrag } from '#deck/drag'
import { factsOf } from '#deck/readout_text'
import { query, zoomOf } from '#lib/dom'
import { formatDay, localTime } from '#lib/local_time'
import { combine, listen } from '#state/stage'

/** How near, in pixels, the pointer catches a moment. */
const CATCH = 5
const MINUTE = 60
/** A pixel of fewer seconds shows seconds in the tooltip. */
const FINE = 20
/** Pixels between the tooltip and the edge of the deck. */
const EDGE = 8
/** How often the slider's value is reported while the clock runs, in milliseconds. */
const PACE = 1000

/**
 * The profile as the scrubber: drag it, point at it, or move it by keys; its tooltip says what was under way at that
 * moment. A finger that moves along scrolls the page and leaves the time alone.
 * @param {Deck} deck
 */
export const mountScrubber = (deck) => {
  const { stage, root, player, moments } = deck
  const host = query(root, '.profile', HTMLElement)
  const tip = query(root, '.tip', HTMLElement)
  const profile = new Profile(stage, host, deck)
  /** @type {number | null} */
  let pointed = null
  let frame = 0
  let reported = 0

  const live = () => {
    frame = 0
    profile.paintLive(stage.clock.now, { leading: deck.leading, pointed, alternative: alternativeOf(deck) })
  }
  const paintSoon = () => { frame ||= requestAnimationFrame(live) }
  const show = () => {
    profile.show(player.actNumber, player.act)
    live()
    report()
  }
  const tick = () => {
    paintSoon()
    if (!player.isPlaying || performance.now() - reported > PACE) report()
  }
  const report = () => {
    reported = performance.now()
    const { start, end } = player.act
    host.setAttribute('aria-valuemin', String(start))
    host.setAttribute('aria-valuemax', String(Math.max(end, start + 1)))
    host.setAttribute('aria-valuenow', String(Math.round(Math.max(start, Math.min(end, stage.clock.now)))))
    host.setAttribute('aria-valuetext', valueText(deck))
  }

  /**
   * @param {PointerEvent} event
   * @param {boolean} isDragged
   */
  const point = (event, isDragged) => {
    const { left, top } = host.getBoundingClientRect()
    const zoom = zoomOf(host)
    const seconds = profile.secondsAt((event.clientX - left) / zoom)
    pointed = moments.near(seconds, profile.secondsPerPixel * CATCH)?.at ?? seconds
    showTip(pointed, (event.clientY - top) / zoom)
    paintSoon()
    if (isDragged) player.seek(pointed)
  }
  const leave = () => {
    pointed = null
    tip.hidden = true
    paintSoon()
  }
  /**
   * @param {number} seconds
   * @param {number} y
   */
  const showTip = (seconds, y) => {
    tip.replaceChildren(...tipOf(deck, profile, seconds, y))
    tip.hidden = false
    const middle = host.offsetLeft + profile.xOf(seconds)
    const rightmost = root.clientWidth - tip.offsetWidth - EDGE
    tip.style.left = `${Math.max(EDGE, Math.min(rightmost, middle - tip.offsetWidth / 2))}px`
  }
  /** @param {KeyboardEvent} event */
  const press = (event) => {
    const { start, end } = player.act
    const wide = (end - start) / 10
    /** @type {Record<string, number>} */
    const steps = { ArrowUp: MINUTE, ArrowDown: -MINUTE, PageUp: wide, PageDown: -wide }
    const step = steps[event.key]
    if (!step) return
    event.preventDefault()
    player.seek(Math.max(start, Math.min(end, stage.clock.now + step)))
  }

  const sizes = new ResizeObserver(show)
  sizes.observe(host)
  show()
  return combine(
    listen(stage.clock, 'tick', tick),
    ...[player, stage.language, stage.layers, stage.theme].map((shared) => listen(shared, 'change', show)),
    listen(document.fonts, 'loadingdone', show),
    ...[stage.selection, stage.account].map((shared) => listen(shared, 'change', paintSoon)),
    mountDrag(host, point, leave),
    listen(host, 'keydown', press),
    () => sizes.disconnect(),
    () => cancelAnimationFrame(frame)
  )
}

/** @param {Deck} deck */
const valueText = ({ stage, leading }) => {
  const { day, time } = localTime(stage.clock.now)
  const moment = `${formatDay(day, stage.language.current)}, ${time} UTC`
  if (!leading) return moment
  return `${moment}. ${stage.translate(leading.name)}: ${factsOf(leading, leading.readout, stage).join(', ')}`
}

/**
 * The tooltip of a moment on the profile: time and what happened, then the flights under way, and the ceiling pointed
 * at.
 * @param {Deck} deck
 * @param {Profile} profile
 * @param {number} seconds
 * @param {number} y
 */
const tipOf = ({ stage, flights, moments }, profile, seconds, y) => {
  const withSeconds = seconds % MINUTE !== 0 && profile.secondsPerPixel < FINE
  const near = moments.near(seconds, 0.5, ({ name }) => Boolean(stage.translate(name)))
  const time = `${localTime(seconds, 0, { withSeconds }).time} UTC`
  /** @param {Flight} flight */
  const flightLine = (flight) => {
    const readout = flight.readoutAt(seconds)
    const facts = [stage.translate(flight.name), ...factsOf(flight, readout, stage)]
    return readout.state === 'flying' ? [element('span', facts.join(' · '))] : []
  }
  const ceiling = profile.ceilingAt(y)
  return [
    element('b', near ? `${time} · ${stage.translate(near.name)}` : time),
    ...flights.flatMap(flightLine),
    ...(ceiling ? [element('span', [stage.translate(ceiling.name), ...ceiling.sources].join(' · '))] : [])
  ]
}

/**
 * @param {'b' | 'span'} name
 * @param {string} text
 */
const element = (name, text) => {
  const node = document.createElement(name)
  node.textContent = text
  return node
}
