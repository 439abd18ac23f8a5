import { worldX, worldY } from '#sheet'
import { groups } from '#world/day'

/** Pixels of a degree of longitude at zoom 0. */
const DEGREE = 256 / 360
/** The faces of territories, small to large; a name may be so many times longer than the circle that is free for it. */
const SIZES = [{ size: 13, spacing: 0.6, overhang: 1.9 }, { size: 16, spacing: 2, overhang: 1.3 }, { size: 20, spacing: 5, overhang: 0.95 }]
const FIRST_ZOOM = 2.2
/** Where a large territory is named a second time. */
const FURTHER_ZOOM = 4.4
const LAST_ZOOM = 6.6
/** For so many zoom levels a territory is named. */
const ZOOMS = 5
/** Where a territory is named again if its own name is out of sight, and at how many places of a view one looks for its land. */
const [IN_SIGHT_FROM, IN_SIGHT_TO] = [4, 10]
const [ROWS, COLUMNS] = [6, 8]
/** How far off the middle such a name stands best, where 1 is the edge. */
const RING = 0.6
/** Where cities of each rank begin to be named. */
const CITY_ZOOMS = [0, 3.6, 4.6, 5.5, 6.4, 7.4, 8.4]
/** A name goes to another of its territory's rooms only where that is not much smaller. */
const AS_ROOMY = 0.6
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
    isGround: true,
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

/**
 * Names for the territories in a window whose own are out of sight: each within what is seen of its land, and off the middle where things happen.
 * `atomAt` tells the atom at a place of the world in pixels. There are none where one sees too much or too closely for the coarse lines.
 */
export const namesInSight = ({ territories }, atoms, atomAt, window_, say, colors) => {
  if (window_.zoom < IN_SIGHT_FROM || window_.zoom > IN_SIGHT_TO) return []
  const grid = gridOf(window_).map((row) => row.map(([x, y]) => {
    const atom = atomAt(x, y)
    return { x, y, territory: atom === null ? null : territories[atoms[atom].territory] }
  }))
  const nameAt = (row, column) => grid[row]?.[column]?.territory?.name.en
  const isWithin = (row, column) => [[0, 1], [0, -1], [1, 0], [-1, 0]].every(([down, along]) =>
    !grid[row + down]?.[column + along] || nameAt(row + down, column + along) === nameAt(row, column))
  const offRing = (point) => Math.abs(window_.offMiddle(point) - RING)
  const inner = grid.flatMap((row, number) => row.filter(({ territory }, column) => territory && isWithin(number, column)))
  return [...groups(inner, ({ territory }) => territory.name.en).entries()].map(([name, points]) => {
    const [{ x, y, territory }, ...others] = points.sort((a, b) => offRing(a) - offRing(b))
    return {
      x,
      y,
      rooms: others.map(({ x, y }) => ({ x, y, radius: 0 })),
      unless: name,
      text: nameOf(territory, say).text,
      font: `${faceOf(territory, colors)}${SIZES[1].size}px ${colors.fonts.serif}`,
      spacing: SIZES[1].spacing,
      color: colors.labelState,
      halo: colors.halo,
      rank: RANKS.state + 5,
      isGround: true,
      placements: ['center', 'top', 'bottom']
    }
  })
}

/** Places of a window in rows from the north, a little within its edges. */
const gridOf = ({ west, east, north, south }) => Array.from({ length: ROWS }, (_, row) => Array.from({ length: COLUMNS }, (_, column) =>
  [west + (east - west) * (column + 0.5) / COLUMNS, north + (south - north) * (row + 0.5) / ROWS]))

const territoryLabels = ({ territories, anchors }, atoms, say, colors) => {
  const byName = groups(atoms.keys(), (atom) => territories[atoms[atom].territory].name.en)
  return [...byName.values()].flatMap((held) => {
    const territory = territories[atoms[held[0]].territory]
    const places = territory.anchors ?? roomiest(held.map((atom) => anchors[atom]))
    const others = places.slice(1).filter(([, , room]) => room > places[0][2] * AS_ROOMY)
    return places.flatMap(([lon, lat, room], index) => sized(nameOf(territory, say), room, index > 0).map(({ lines, size, spacing, ...label }) => {
      const line = (text) => ({ text, font: `${faceOf(territory, colors)}${size}px ${colors.fonts.serif}`, color: colors.labelState, spacing })
      const qualifier = label.qualifier && { text: label.qualifier, font: `${colors.slant}11px ${colors.fonts.serif}`, color: colors.labelState }
      const [first, ...below] = [...lines.map(line), ...(qualifier ? [qualifier] : [])]
      return {
        lon,
        lat,
        ...label,
        ...first,
        name: territory.name.en,
        below,
        rooms: (index > 0 ? [places[index]] : [places[0], ...others]).map(roomOf),
        rank: RANKS.state - Math.min(20, room),
        isGround: true,
        halo: colors.halo,
        placements: ['center', 'top', 'bottom']
      }
    }))
  })
}

const roomOf = ([lon, lat, room]) => ({ x: worldX(lon), y: worldY(lat), radius: room * DEGREE })

/** States stand upright, what others rule or hold leans. */
const faceOf = ({ status }, { slant }) => status === 'S' ? '' : slant

const roomiest = (places) => places.reduce((best, each) => each[0][2] > best[0][2] ? each : best)

/** A territory's name for the map: the short form where there is one; what stands in brackets is said more quietly. */
const nameOf = (territory, say) => {
  if (territory.short) return { text: say(territory.short) }
  const [, text, qualifier] = /^(.*?)\s*([(（].*[)）])?$/.exec(say(territory.name))
  return qualifier ? { text, qualifier, from: 1 } : { text, qualifier: isRuled(territory) ? `(${say(territory.sovereign)})` : undefined, from: 2 }
}

const isRuled = ({ status, sovereign }) => sovereign && 'DTA'.includes(status)

/** The same name as large as fits its room and on one line where it fits, by zoom levels. */
const sized = ({ text, qualifier, from: telling }, room, isFurther) => {
  const forms = SIZES.flatMap((face, number) => [inTwo(text), [text]].map((lines) => ({ ...face, number, lines, fits: zoomFor(lines, face, room) })))
  const [shown, ...others] = forms.sort((a, b) => a.fits - b.fits)
  const labels = [{ ...shown, minZoom: Math.min(LAST_ZOOM, Math.max(isFurther ? FURTHER_ZOOM : FIRST_ZOOM, shown.fits)) }]
  const end = labels[0].minZoom + ZOOMS
  for (const form of others) {
    const last = labels.at(-1)
    if (form.number < last.number || (form.number === last.number && form.lines.length >= last.lines.length)) continue
    labels.push({ ...form, minZoom: Math.min(end, Math.max(last.minZoom, form.fits)) })
  }
  return labels.map(({ lines, size, spacing, number, minZoom }, index) => (
    { lines, size, spacing, minZoom, maxZoom: (labels[index + 1]?.minZoom ?? end) - 0.001, qualifier: number >= telling ? qualifier : undefined }
  )).filter(({ minZoom, maxZoom }) => minZoom < maxZoom)
}

/** The zoom from which the longest of `lines` fits. */
const zoomFor = (lines, { size, spacing, overhang }, room) =>
  Math.log2(Math.max(...lines.map((line) => lengthOf(line) * size + line.length * spacing)) / (2 * room * DEGREE * overhang))

/** About how many times its height a text is long. */
const lengthOf = (text) => [...text].reduce((sum, letter) => sum + (letter > '\u2e80' ? 1 : 0.55), 0)

/** A text in two lines as even as can be, or in one where it has but one word. */
const inTwo = (text) => {
  const words = text.split(' ')
  const halves = words.slice(1).map((_, index) => [words.slice(0, index + 1).join(' '), words.slice(index + 1).join(' ')])
  return halves.reduce((best, each) => !best || longest(each) < longest(best) ? each : best, null) ?? [text]
}

const longest = (lines) => Math.max(...lines.map(lengthOf))

const seaLabel = (lon, lat, zoom, text, colors) => ({
  lon,
  lat,
  text,
  rank: RANKS.sea + zoom,
  isGround: true,
  font: `${colors.slant}${zoom < 3 ? 15 : 13}px ${colors.fonts.serif}`,
  color: colors.labelSea,
  spacing: zoom < 4 ? 2.5 : 1,
  placements: ['center'],
  minZoom: zoom + 0.6,
  maxZoom: zoom + 5
})
