import { groups } from '#world/day'

/** Pixels of a degree of longitude at zoom 0. */
const DEGREE = 256 / 360
/** A name may be so much longer than the circle that is free for it. */
const OVERHANG = 1.9
const SIZES = [{ size: 13, spacing: 0.6, zooms: 1.4 }, { size: 16, spacing: 2, zooms: 1.4 }, { size: 20, spacing: 5, zooms: 2.2 }]
const FIRST_ZOOM = 2.2
/** Where a large territory is named a second time. */
const FURTHER_ZOOM = 4.4
const LAST_ZOOM = 6.6
/** Where cities of each rank begin to be named. */
const CITY_ZOOMS = [0, 3.6, 4.6, 5.5, 6.4, 7.4, 8.4]
const RANKS = { state: 50, sea: 70, city: 80 }

/**
 * The names of a day as labels of the stage: territories, seas, cities.
 * `say` picks the language, `colors` is the dress.
 */
export const labelsOf = (world, atoms, day, say, colors) => [
  ...territoryLabels(world, atoms, say, colors),
  ...world.seas.map(([lon, lat, zoom, name]) => seaLabel(lon, lat, zoom, say(name), colors)),
  ...citiesOn(world.cities, day).map(({ lon, lat, rank, name }) => ({
    lon,
    lat,
    text: say(name),
    rank: RANKS.city + rank,
    font: `12.5px ${colors.fonts.sans}`,
    color: colors.labelCity,
    halo: colors.halo,
    gap: 7,
    minZoom: CITY_ZOOMS[rank]
  }))
]

/** Each city under its name of the day. */
export const citiesOn = (cities, day) => cities.map(([lon, lat, rank, names]) =>
  ({ lon, lat, rank, minZoom: CITY_ZOOMS[rank], name: names.findLast(([since]) => since <= day)?.[1] ?? names[0][1] }))

const territoryLabels = ({ territories, anchors }, atoms, say, colors) => {
  const byName = groups(atoms.keys(), (atom) => territories[atoms[atom].territory].name.en)
  return [...byName.values()].flatMap((held) => {
    const territory = territories[atoms[held[0]].territory]
    const places = territory.anchors ?? roomiest(held.map((atom) => anchors[atom]))
    return places.flatMap(([lon, lat, room], index) => sized(nameOf(territory, say), room, index > 0).map((label) => ({
      lon,
      lat,
      ...label,
      rank: RANKS.state - Math.min(20, room),
      font: `italic ${label.size}px ${colors.fonts.serif}`,
      color: colors.labelState,
      halo: colors.halo,
      placements: ['center', 'top', 'bottom'],
      tail: label.qualifier && { text: label.qualifier, font: `italic 11px ${colors.fonts.serif}`, color: colors.labelState }
    })))
  })
}

const roomiest = (places) => places.reduce((best, each) => each[0][2] > best[0][2] ? each : best)

/** A territory's name for the map: the short form where there is one; what stands in brackets is said more quietly. */
const nameOf = (territory, say) => {
  if (territory.short) return { text: say(territory.short) }
  const [, text, qualifier] = /^(.*?)\s*([(（].*[)）])?$/.exec(say(territory.name))
  return qualifier ? { text, qualifier, from: 1 } : { text, qualifier: isRuled(territory) ? `(${say(territory.sovereign)})` : undefined, from: 2 }
}

const isRuled = ({ status, sovereign }) => sovereign && 'DT'.includes(status)

/** The same name in the sizes in which it fits its room, each for its zoom levels. */
const sized = ({ text, qualifier, from: telling }, room, isFurther) => {
  const length = [...text].reduce((sum, letter) => sum + (letter > '\u2e80' ? 1 : 0.55), 0)
  const fitting = Math.log2(length * SIZES[0].size / (2 * room * DEGREE * OVERHANG))
  let minZoom = Math.min(LAST_ZOOM, Math.max(isFurther ? FURTHER_ZOOM : FIRST_ZOOM, fitting))
  return SIZES.map(({ size, spacing, zooms }, index) => {
    const from = minZoom
    minZoom += zooms
    return { text, size, spacing, minZoom: from, maxZoom: minZoom - 0.001, qualifier: index >= telling ? qualifier : undefined }
  })
}

const seaLabel = (lon, lat, zoom, text, colors) => ({
  lon,
  lat,
  text,
  rank: RANKS.sea + zoom,
  font: `italic ${zoom < 3 ? 15 : 13}px ${colors.fonts.serif}`,
  color: colors.labelSea,
  spacing: zoom < 4 ? 2.5 : 1,
  placements: ['center'],
  minZoom: zoom + 0.6,
  maxZoom: zoom + 5
})
