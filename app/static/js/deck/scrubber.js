import { factsOf, readoutOf } from '#deck/readout'
import { Profile } from '#deck/profile'
import { dayInWords, wallClock } from '#deck/zones'
import { listen, together } from '#stage'

/** How near, in pixels, the pointer catches a moment. */
const CATCH = 5
const MINUTE = 60

/** The profile as the scrubber: drag it, point at it, or move it by keys; it tells the moment, the height and the place. */
export const mountScrubber = (deck) => {
  const { stage, root, player, moments, payload } = deck
  const host = root.querySelector('.profile')
  const tip = root.querySelector('.tip')
  const profile = new Profile(stage, host, { flights: deck.flights, moments: payload.moments, ceilings: payload.ceilings, acts: payload.acts })
  let pointed = null
  let frame = 0
  let told = 0

  const live = () => {
    frame = 0
    const flights = deck.flights.map((each) => ({ ...each, isLeading: each === deck.leading }))
    profile.paintLive(stage.clock.now, flights.sort((a, b) => a.isLeading - b.isLeading), { pointed, ...deck.rivalOnProfile?.() })
  }
  const paintSoon = () => { frame ||= requestAnimationFrame(live) }
  const show = () => {
    profile.show(player.actNumber, player.act)
    live()
    tell()
  }
  const tick = () => {
    paintSoon()
    if (!player.isPlaying || performance.now() - told > 1000) tell()
  }
  const tell = () => {
    told = performance.now()
    const { start, end } = player.act
    const values = { valuemin: start, valuemax: Math.max(end, start + 1), valuenow: Math.round(Math.max(start, Math.min(end, stage.clock.now))), valuetext: valueText(deck) }
    for (const [key, value] of Object.entries(values)) host.setAttribute(`aria-${key}`, value)
  }

  const place = (event) => {
    const { left, top } = host.getBoundingClientRect()
    return { x: event.clientX - left, y: event.clientY - top }
  }
  /** The moment at a place, or the moment with a name beside it. */
  const momentAt = ({ x }) => {
    const seconds = profile.secondsAt(x)
    return moments.near(seconds, profile.secondsPerPixel * CATCH)?.at ?? seconds
  }
  const point = (event) => {
    const at = place(event)
    pointed = momentAt(at)
    showTip(at)
    paintSoon()
    if (host.hasPointerCapture(event.pointerId)) player.seek(pointed)
  }
  const leave = () => {
    pointed = null
    tip.hidden = true
    paintSoon()
  }
  const showTip = (at) => {
    tip.replaceChildren(...linesOf(deck, pointed, profile, at).map(([element, text]) => Object.assign(document.createElement(element), { textContent: text })))
    tip.hidden = false
    const middle = host.offsetLeft + profile.xOf(pointed)
    const room = root.clientWidth - tip.offsetWidth - 8
    tip.style.left = `${Math.max(8, Math.min(room, middle - tip.offsetWidth / 2))}px`
  }
  const press = (event) => {
    const { start, end } = player.act
    const wide = (end - start) / 10
    const step = { ArrowUp: MINUTE, ArrowDown: -MINUTE, PageUp: wide, PageDown: -wide }[event.key]
    if (!step) return
    event.preventDefault()
    player.seek(Math.max(start, Math.min(end, stage.clock.now + step)))
  }

  const sizes = new ResizeObserver(show)
  sizes.observe(host)
  show()
  return together(
    listen(stage.clock, 'tick', tick),
    ...[[player, 'change'], [stage.language, 'change'], [stage.layers, 'change'], [stage.ink, 'change']].map(([shared, event]) => listen(shared, event, show)),
    ...[stage.selection, stage.account].map((shared) => listen(shared, 'change', paintSoon)),
    listen(host, 'pointerdown', (event) => {
      if (event.button) return
      host.setPointerCapture(event.pointerId)
      point(event)
      if (host.hasPointerCapture(event.pointerId)) player.seek(pointed)
    }),
    listen(host, 'pointermove', point),
    listen(host, 'pointerup', (event) => { if (event.pointerType === 'touch') leave() }),
    listen(host, 'pointercancel', leave),
    listen(host, 'pointerleave', leave),
    listen(host, 'keydown', press),
    () => sizes.disconnect(),
    () => cancelAnimationFrame(frame)
  )
}

const valueText = ({ stage, leading }) => {
  const { day, time } = wallClock(stage.clock.now)
  const word = (key, values) => stage.word(key, values)
  const moment = `${dayInWords(day, stage.language.now)}, ${time} UTC`
  return leading ? `${moment}. ${stage.say(leading.flight.name)}: ${factsOf(leading.readout, word).join(', ')}` : moment
}

/** What is told of a moment on the profile: time and what happened, then the flights under way, or the ceiling pointed at. */
const linesOf = ({ stage, flights, moments }, seconds, profile, { y }) => {
  const { time } = wallClock(seconds, 0, { withSeconds: seconds % MINUTE !== 0 && profile.secondsPerPixel < 20 })
  const near = moments.near(seconds, 0.5, ({ name }) => stage.say(name))
  const under = flights.flatMap(({ flight, track }) => {
    const readout = readoutOf(flight, track, seconds)
    const facts = factsOf(readout, (key) => stage.word(key)).join(' · ')
    return readout.state === 'flying' ? [['span', `${stage.say(flight.name)} · ${facts}`]] : []
  })
  const ceiling = profile.ceilingAt(y)
  const above = ceiling ? [['span', [stage.say(ceiling.name), ...ceiling.sources].join(' · ')]] : []
  return [['b', near ? `${time} UTC · ${stage.say(near.name)}` : `${time} UTC`], ...under, ...above]
}
