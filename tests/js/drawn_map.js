/**
 * What the page draws of an exhibit as it opens, for the test that compares the plate with it: reads the payloads of
 * the stage, the areas and the places, the world's document and the style sheet's properties as JSON, and writes as
 * JSON what the page's own scripts make of them.
 */
import { readFileSync } from 'node:fs'

import { SIZES } from '../../app/static/js/aircraft/scene.js'
import { OUTLINES } from '../../app/static/js/aircraft/shapes.js'
import { Flight } from '../../app/static/js/flight.js'
import { flightsOfOtherDays } from '../../app/static/js/map/fix_times.js'
import { mercator } from '../../app/static/js/map/mercator.js'
import { Theme } from '../../app/static/js/map/theme.js'
import { Clock } from '../../app/static/js/state/clock.js'
import { unpackColumn } from '../../app/static/js/track.js'
import { BorderHistory, isDoubtful, isUnknown, lineBetween, tintOf } from '../../app/static/js/world/borders.js'
import { fillStyleOf } from '../../app/static/js/world/land.js'

const { stage, areas, places, world, day, sides, properties } = JSON.parse(readFileSync(0, 'utf8'))
globalThis.L = { Renderer: class {} }
globalThis.getComputedStyle = () => ({ getPropertyValue: (name) => properties[name.slice(2)] ?? '' })
globalThis.matchMedia = () => new EventTarget()

const { areaOf, labelsOf, paintOf } = await import('../../app/static/js/elements/areas.js')
const { runsOf } = await import('../../app/static/js/elements/flight_paths.js')
const { drawMark } = await import('../../app/static/js/elements/places.js')
const theme = new Theme(new EventTarget())
const clock = new Clock(stage.clock)
const visible = new Set(stage.layers.filter((layer) => layer.visible).map(({ id }) => id))
const drawn = { theme, selection: { value: null }, translate: (text) => text }

const flights = stage.flights.map((each) => new Flight(each, stage.modes[each.mode], clock))
const others = new Set(flightsOfOtherDays(flights, clock.now))

/** Text without what the browser adds to a font. */
const faceOf = (font) => ({ size: Number(/([\d.]+)px/.exec(font)[1]), italic: font.includes('italic') })

/** What is drawn of a mark, as the canvas is told. */
const recorded = (look) => {
  const seen = { shape: 'diamond', symbol: '' }
  drawMark({
    beginPath () {},
    moveTo (x, y) { seen.size = -y },
    lineTo () {},
    closePath () {},
    arc (x, y, radius) { Object.assign(seen, { shape: 'circle', size: radius }) },
    fill () { seen.fill = this.fillStyle },
    stroke () { Object.assign(seen, { stroke: this.strokeStyle, width: this.lineWidth }) },
    fillText (text) { seen.symbol = text }
  }, { look, x: 0, y: 0 }, false, drawn)
  return seen
}

const layers = unpackColumn(places.layer)
const looks = unpackColumn(places.look)

const history = new BorderHistory(world)
const { atoms, territories } = history.shownOn(day)
const kindsOf = (atom) => [
  tintOf(atom, territories),
  ...(isDoubtful(atom, territories) ? ['doubtful'] : []),
  ...(isUnknown(atom, territories) ? ['unknown'] : [])
]
const kinds = atoms.map(kindsOf)
/** What is below the dots of a kind of land, or its colour. */
const groundOf = (kind) => fillStyleOf(kind, theme, (tile, color, ground) => ground ?? null)

process.stdout.write(JSON.stringify({
  flights: flights.filter(({ layer }) => visible.has(layer)).map((flight) => ({
    id: flight.id,
    isOfDay: !others.has(flight),
    color: flight.style.stroke ?? theme.get(flight.color),
    runs: runsOf(flight).map(({ first, last, evidence }) => {
      const { width, dash } = theme.line(evidence)
      return { first, last, evidence, dash, width: flight.style.strokeWidth ?? width }
    }),
    fixes: flight.fixes.flatMap(({ named }) => named ? [named.place] : [])
  })),
  areas: areas.filter(({ layer }) => visible.has(layer)).map((payload) => {
    const area = areaOf(payload, mercator)
    const [label] = labelsOf(area, drawn)
    return {
      id: payload.id,
      ...paintOf(area, drawn),
      isFilled: payload.polygons.length > 0,
      isLine: payload.lines.length > 0,
      name: label ? { text: label.text, color: label.color, ...faceOf(label.font) } : null
    }
  }),
  places: places.id.flatMap((id, index) => visible.has(places.layers[layers[index]])
    ? [{ id, name: places.name[index], ...recorded(places.looks[looks[index]]) }]
    : []),
  kinds,
  grounds: Object.fromEntries([...new Set(kinds.flat())].map((kind) => [kind, groundOf(kind)])),
  lines: sides.map(([one, other]) => lineBetween(atoms[one], atoms[other], territories)),
  silhouettes: { outlines: { airframe: OUTLINES.airframe.body, hull: OUTLINES.hull.body }, sizes: SIZES }
}))
