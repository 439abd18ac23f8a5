import { isoMoment } from '#clock'
import { attributesOf, factsOf, heightOf, leadingOf, positionOf, readoutOf } from '#deck/readout'
import { wallClock } from '#deck/zones'
import { listen, together } from '#stage'

/** How often the words of a readout may change while the clock runs, in milliseconds. */
const PACE = 1000
/** How many readouts a single frame brings up to date while the clock runs. */
const AT_ONCE = 60

/** Where each timed flight is, for people, screen readers and machines; and in large figures the one that the deck speaks of. */
export const mountReadouts = (deck) => {
  const { stage, root, player, flights } = deck
  const outputs = new Map([...root.querySelectorAll('output[data-flight]')].map((node) => [node.dataset.flight, node]))
  const block = root.querySelector('.height')
  const [figures, facts] = ['b', '.facts'].map((part) => block.querySelector(part))
  const word = (key, values) => stage.word(key, values)
  let turn = 0

  const read = () => {
    const { now } = stage.clock
    for (const each of flights) each.readout = readoutOf(each.flight, each.track, now)
    deck.leading = leadingOf(flights.filter(({ flight }) => stage.layers.isVisible(flight.layer)), now, stage.selection.now)
  }
  const show = () => {
    read()
    const moment = isoMoment(stage.clock.now)
    const due = player.isPlaying ? nextOf(flights) : flights
    for (const each of due) {
      const output = outputs.get(each.flight.id)
      const { dataset } = output
      for (const [key, value] of Object.entries(attributesOf(each.readout, moment))) if (dataset[key] !== value) dataset[key] = value
      if (player.isPlaying && performance.now() - (each.spoken ?? 0) < PACE) continue
      each.spoken = performance.now()
      output.textContent = sentence(each)
    }
    showLeading()
  }
  /** Those whose turn it is: all where they are few. */
  const nextOf = (all) => {
    if (all.length <= AT_ONCE) return all
    const from = turn
    turn = (turn + AT_ONCE) % all.length
    return [...all, ...all].slice(from, from + AT_ONCE)
  }
  const showLeading = () => {
    block.hidden = !deck.leading
    if (!deck.leading) return
    const { flight, readout } = deck.leading
    const isKnown = readout.altitude !== null && flight.mode === 'air'
    const missing = readout.state === 'unknown' ? 'flight_unknown' : flight.mode === 'air' && !isKnown ? 'height_unknown' : null
    const isPlanned = flight.status === 'planned'
    const remarks = [missing && word(missing), isPlanned && word('planned')]
    block.classList.toggle('named', !isKnown)
    write(figures, isKnown ? heightOf(readout, word) : stage.say(flight.name))
    write(facts, [...factsOf({ ...readout, altitude: null, basis: isPlanned ? null : readout.basis }, word), ...remarks].filter(Boolean).join(' · '))
  }
  const sentence = ({ flight, readout }) => {
    const time = `${wallClock(stage.clock.now).time} UTC`
    const position = readout.state === 'unknown' ? [] : [positionOf(readout, word, flight.mode === 'foot' ? 5 : 2)]
    const words = [...position, ...factsOf(readout, word), word(`flight_${readout.state}`)]
    return `${stage.say(flight.name)}, ${time}: ${words.join(', ')}`
  }

  show()
  return together(...[[stage.clock, 'tick'], [stage.language, 'change'], [stage.selection, 'change'], [stage.layers, 'change'], [player, 'change']]
    .map(([shared, event]) => listen(shared, event, show)))
}

const write = (node, text) => { if (node.textContent !== text) node.textContent = text }
