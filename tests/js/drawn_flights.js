/**
 * What the page draws of its flights as it opens, for the test that compares the plate with it: reads the stage's
 * payload and the style sheet's properties as JSON, and writes the flights as JSON.
 */
import { readFileSync } from 'node:fs'

import { Flight } from '../../app/static/js/flight.js'
import { flightsOfOtherDays } from '../../app/static/js/map/fix_times.js'
import { Theme } from '../../app/static/js/map/theme.js'
import { Clock } from '../../app/static/js/state/clock.js'

const { stage, properties } = JSON.parse(readFileSync(0, 'utf8'))
globalThis.L = { Renderer: class {} }
globalThis.getComputedStyle = () => ({ getPropertyValue: (name) => properties[name.slice(2)] ?? '' })
globalThis.matchMedia = () => new EventTarget()

const { runsOf } = await import('../../app/static/js/elements/flight_paths.js')
const theme = new Theme(new EventTarget())
const clock = new Clock(stage.clock)
const flights = stage.flights.map((each) => new Flight(each, stage.modes[each.mode], clock))
const others = new Set(flightsOfOtherDays(flights, clock.now))
const visible = new Set(stage.layers.filter((layer) => layer.visible).map(({ id }) => id))
const shown = flights.filter(({ layer }) => visible.has(layer))

process.stdout.write(JSON.stringify(shown.map((flight) => ({
  id: flight.id,
  isOfDay: !others.has(flight),
  color: flight.style.stroke ?? theme.get(flight.color),
  runs: runsOf(flight).map(({ first, last, evidence }) => {
    const { width, dash } = theme.line(evidence)
    return { first, last, evidence, dash, width: flight.style.strokeWidth ?? width }
  }),
  fixes: flight.fixes.flatMap(({ named }) => named ? [named.place] : [])
}))))
