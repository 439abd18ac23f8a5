/** @import { Flight } from '#flight' */
/** @import { Deck } from '#deck/deck' */
import { altitudeText, attributesOf, factsOf, positionText } from '#deck/readout_text'
import { query, queryAll, setText } from '#lib/dom'
import { isoMoment } from '#lib/iso_moment'
import { localTime } from '#lib/local_time'
import { combine, listen } from '#state/stage'

/** How often the text of a readout may change while the clock runs, in milliseconds. */
const PACE = 1000
/** How many readouts a single frame updates while the clock runs. */
const AT_ONCE = 60
/** Decimals of a degree in a readout, and in that of someone on foot. */
const DECIMALS = 2
const FINE_DECIMALS = 5

/**
 * Where each timed flight is, for people, screen readers and machines; and in large figures the leading one.
 * @param {Deck} deck
 */
export const mountReadouts = (deck) => {
  const { stage, root, player, flights } = deck
  const { message } = stage
  const nodes = queryAll(root, 'output[data-flight]', HTMLOutputElement)
  const outputs = flights.map((flight, index) => ({ flight, node: nodes[index], spoken: -Infinity }))
  const block = query(root, '.leading', HTMLElement)
  const figures = query(block, 'b', HTMLElement)
  const facts = query(block, '.facts', HTMLElement)
  let turn = 0

  const show = () => {
    const moment = isoMoment(stage.clock.now)
    for (const output of player.isPlaying ? nextOutputs() : outputs) showOutput(output, moment)
    showLeading()
  }
  /**
   * @param {typeof outputs[number]} output
   * @param {string} moment
   */
  const showOutput = (output, moment) => {
    const { flight, node: { dataset } } = output
    for (const [key, value] of Object.entries(attributesOf(flight.readout, moment))) {
      if (dataset[key] !== value) dataset[key] = value
    }
    if (player.isPlaying && performance.now() - output.spoken < PACE) return
    output.spoken = performance.now()
    output.node.textContent = sentence(flight)
  }
  /** Those whose turn it is: all where they are few. */
  const nextOutputs = () => {
    if (outputs.length <= AT_ONCE) return outputs
    const from = turn
    turn = (turn + AT_ONCE) % outputs.length
    return [...outputs, ...outputs].slice(from, from + AT_ONCE)
  }
  const showLeading = () => {
    block.hidden = !deck.leading
    if (!deck.leading) return
    const flight = deck.leading
    const { readout } = flight
    const isRead = flight.isAirborne && !flight.isPlanned && readout.state === 'flying'
    const altitude = isRead ? altitudeText(readout, message) : null
    const further = flight.isPlanned ? [message('planned')] : factsOf(flight, readout, stage)
    block.classList.toggle('named', altitude === null)
    setText(figures, altitude ?? stage.translate(flight.name))
    setText(facts, further.slice(altitude === null ? 0 : 1).join(' · '))
  }
  /** @param {Flight} flight */
  const sentence = (flight) => {
    const { readout } = flight
    const decimals = flight.shape === 'dot' ? FINE_DECIMALS : DECIMALS
    const text = [
      ...(readout.state === 'unknown' ? [] : [positionText(readout, message, decimals)]),
      ...factsOf(flight, readout, stage),
      ...(readout.state === 'flying' || flight.isPlanned ? [message(`flight_${readout.state}`)] : [])
    ]
    return `${stage.translate(flight.name)}, ${localTime(stage.clock.now).time} UTC: ${text.join(', ')}`
  }

  show()
  return combine(
    listen(stage.clock, 'tick', show),
    ...[stage.language, stage.selection, stage.layers, player].map((shared) => listen(shared, 'change', show))
  )
}
