/** @import { Label, Region, Side, TextLine } from '#map/labels' */
/** @import { Theme } from '#map/theme' */
/** @import { Words } from '#payloads' */
/** @import { AtomOfDay } from '#world/borders' */
/** @import { Anchor, City, Territory, WorldDocument } from '#world/document' */
/** @import { Viewport } from '#world/viewport' */
import { groupBy } from '#lib/group_by'
import { WORLD } from '#map/mercator'

/**
 * How names are written: text in the current language, the style sheet's colours, and the slant of the script (Japanese
 * has none).
 * @typedef {{translate: (text: Words) => string, theme: Pick<Theme, 'get'>, slant: string}} Writing
 */
/** @typedef {{number: number, size: number, spacing: number, overhang: number}} Face */
/** @typedef {{text: string, qualifier?: string, qualifiedFrom: number}} TerritoryName */

/** The world's pixels of a degree of longitude. */
const DEGREE = WORLD / 360
/**
 * The faces of territories, small to large; a name may be so many times longer than the circle that is free for it.
 * @type {Face[]}
 */
const FACES = [
  { number: 0, size: 13, spacing: 0.6, overhang: 1.9 },
  { number: 1, size: 16, spacing: 2, overhang: 1.3 },
  { number: 2, size: 20, spacing: 5, overhang: 0.95 }
]
/** The face of a name that is written because the territory's own is out of sight. */
const SEEN = FACES[1]
/** The zooms from which territories are named, a large one a second time, the last at all, and for how many levels. */
const ZOOM = { first: 2.2, further: 4.4, last: 6.6, levels: 5 }
/**
 * The zooms at which a territory is named again if its own name is out of sight, and at how many places its land is
 * looked for and its name is tried.
 */
const IN_SIGHT = { from: 4, to: 10, rows: 24, columns: 32, tried: 60 }
/** How far off the middle such a name is best, where 1 is the edge. */
const RING = 0.6
/** Where cities of each rank begin to be named. */
const CITY_ZOOMS = [0, 3.6, 4.6, 5.5, 6.4, 7.4, 8.4]
/** A name goes to another of its territory's regions only where that is not much smaller. */
const AS_ROOMY = 0.6
/** The rank of a city in the title of the exhibit. */
const ALWAYS = 0
const RANKS = { titled: 0.5, state: 50, stateInSight: 55, sea: 70, city: 80, mostRoom: 20 }
const CITY_SIZE = 12.5
const QUALIFIER_SIZE = 11
/** The widths of a letter, as shares of its height. */
const LETTER = { latin: 0.55, wide: 1, firstWide: '\u2e80' }
/**
 * A territory's name stands on its land: in the middle of a place that is free for it, not above or below.
 * @type {Side[]}
 */
const PLACEMENTS = ['center']

/**
 * The names of a day as labels: territories, seas, cities.
 * @param {Pick<WorldDocument, 'territories' | 'anchors' | 'seas' | 'cities'>} world
 * @param {AtomOfDay[]} atoms
 * @param {string} day
 * @param {Writing} writing
 * @returns {Label[]}
 */
export const labelsOf = (world, atoms, day, writing) => [
  ...territoryLabels(world, atoms, writing),
  ...world.seas.map(([lon, lat, zoom, name]) => seaLabel(lon, lat, zoom, writing.translate(name), writing)),
  ...citiesOn(world.cities, day).map(({ lon, lat, rank, minZoom, name }) => ({
    lon,
    lat,
    text: writing.translate(name),
    rank: rank === ALWAYS ? RANKS.titled : RANKS.city + rank,
    isBackground: rank !== ALWAYS,
    sharesPoint: rank === ALWAYS,
    font: `${CITY_SIZE}px ${writing.theme.get('sans')}`,
    color: writing.theme.get('label-city'),
    halo: writing.theme.get('halo'),
    dot: { radius: Number(writing.theme.get('mark-city')), color: writing.theme.get('dot') },
    gap: 7,
    minZoom
  }))
]

/**
 * Each city that there is under its name of the day.
 * @param {City[]} cities
 * @param {string} day
 */
export const citiesOn = (cities, day) => cities.flatMap(([lon, lat, rank, names]) => {
  const name = names.findLast(([since]) => since <= day)?.[1]
  return name ? [{ lon, lat, rank, minZoom: CITY_ZOOMS[rank], name }] : []
})

/**
 * Names for the territories in a viewport whose own are out of sight: each within what is seen of its land, and off the
 * middle where things happen. There are none where one sees too much, or too closely for the coarse lines, or knows no
 * borders.
 * @param {Pick<WorldDocument, 'territories'>} world
 * @param {AtomOfDay[]} atoms
 * @param {(x: number, y: number) => number | null} atomAt the atom at a place in the world's pixels
 * @param {Viewport} viewport
 * @param {Writing} writing
 * @returns {Label[]}
 */
export const namesInSight = ({ territories }, atoms, atomAt, viewport, writing) => {
  if (viewport.zoom < IN_SIGHT.from || viewport.zoom > IN_SIGHT.to) return []
  const grid = gridOf(viewport).map((row) => row.map(([x, y]) => {
    const atom = atomAt(x, y)
    const territory = atom === null ? null : atoms[atom].territory
    return { x, y, territory: territory === null ? null : territories[territory] }
  }))
  /** @param {{x: number, y: number}} point */
  const offRing = (point) => Math.abs(viewport.offMiddle(point) - RING)
  const column = (viewport.east - viewport.west) * viewport.scale / IN_SIGHT.columns
  const row = (viewport.south - viewport.north) * viewport.scale / IN_SIGHT.rows
  /** @param {Territory} territory */
  const reachOf = (territory) => ({
    along: Math.ceil((widthOf(nameOf(territory, writing).text, SEEN) + SEEN.size) / 2 / column),
    down: Math.ceil(SEEN.size / row)
  })
  const inner = grid.flatMap((places, number) => places.flatMap(({ territory, x, y }, across) =>
    territory && isInner(grid, number, across, reachOf(territory)) ? [{ territory, x, y }] : []))
  return [...groupBy(inner, ({ territory }) => territory.name.en)].map(([name, points]) => {
    const best = points.sort((a, b) => offRing(a) - offRing(b)).slice(0, IN_SIGHT.tried)
    const [{ x, y, territory }, ...others] = best
    return {
      x,
      y,
      regions: others.map((point) => ({ x: point.x, y: point.y, radius: 0 })),
      hiddenBy: name,
      ...lineOf(nameOf(territory, writing).text, territory, SEEN, writing),
      halo: writing.theme.get('halo'),
      rank: RANKS.stateInSight,
      isBackground: true,
      placements: PLACEMENTS
    }
  })
}

/**
 * Places of a viewport in rows from the north, a little within its edges.
 * @param {Viewport} viewport
 */
const gridOf = ({ west, east, north, south }) => {
  const { rows, columns } = IN_SIGHT
  return Array.from({ length: rows }, (_, row) => Array.from({ length: columns }, (__, column) => [
    west + (east - west) * (column + 0.5) / columns,
    north + (south - north) * (row + 0.5) / rows
  ]))
}

/**
 * Whether the places about one in a grid are of the same territory, as far as there are any: so many above and below,
 * and to each side, as its name reaches.
 * @param {{territory: Territory | null}[][]} grid
 * @param {number} row
 * @param {number} column
 * @param {{along: number, down: number}} reach
 */
const isInner = (grid, row, column, { along, down }) => {
  const own = grid[row][column].territory?.name.en
  /** @param {{territory: Territory | null} | undefined} other */
  const isOwn = (other) => !other || other.territory?.name.en === own
  for (let step = 1; step <= down; step++) {
    if (!isOwn(grid[row - step]?.[column]) || !isOwn(grid[row + step]?.[column])) return false
  }
  for (let step = 1; step <= along; step++) {
    if (!isOwn(grid[row][column - step]) || !isOwn(grid[row][column + step])) return false
  }
  return true
}

/**
 * @param {Pick<WorldDocument, 'territories' | 'anchors'>} world
 * @param {AtomOfDay[]} atoms
 * @param {Writing} writing
 */
const territoryLabels = ({ territories, anchors }, atoms, writing) => {
  const held = atoms.flatMap(({ territory }, atom) =>
    territory === null ? [] : [{ territory: territories[territory], atom }])
  const byName = groupBy(held, ({ territory }) => territory.name.en)
  return [...byName.values()].flatMap((all) => {
    const [{ territory }] = all
    const given = territory.anchors?.filter(([, , , on]) => on === undefined || all.some(({ atom }) => atom === on))
    const places = given?.length ? given : roomiest(all.map(({ atom }) => anchors[atom]))
    return places.flatMap((place, index) => labelsAt(place, index, places, territory, writing))
  })
}

/**
 * A territory's labels at one of its places.
 * @param {Anchor} place
 * @param {number} index
 * @param {Anchor[]} places
 * @param {Territory} territory
 * @param {Writing} writing
 * @returns {Label[]}
 */
const labelsAt = (place, index, places, territory, writing) => {
  const [lon, lat, room] = place
  const others = places.slice(1).filter(([, , other]) => other > places[0][2] * AS_ROOMY)
  const regions = (index > 0 ? [place] : [place, ...others]).map(regionOf)
  return sized(nameOf(territory, writing), room, index > 0).map(({ lines, face, qualifier, minZoom, maxZoom }) => {
    const [first, ...more] = [
      ...lines.map((text) => lineOf(text, territory, face, writing)),
      ...(qualifier ? [qualifierLine(qualifier, writing)] : [])
    ]
    return {
      lon,
      lat,
      ...first,
      moreLines: more,
      name: territory.name.en,
      regions,
      rank: RANKS.state - Math.min(RANKS.mostRoom, room),
      isBackground: true,
      halo: writing.theme.get('halo'),
      placements: PLACEMENTS,
      minZoom,
      maxZoom
    }
  })
}

/**
 * States are upright, what others rule or hold leans.
 * @param {string} text
 * @param {Territory} territory
 * @param {Face} face
 * @param {Writing} writing
 * @returns {TextLine}
 */
const lineOf = (text, { status }, { size, spacing }, { theme, slant }) => ({
  text,
  font: `${status === 'S' ? '' : slant}${size}px ${theme.get('serif')}`,
  color: theme.get('label-state'),
  spacing
})

/**
 * @param {string} text
 * @param {Writing} writing
 * @returns {TextLine}
 */
const qualifierLine = (text, { theme, slant }) =>
  ({ text, font: `${slant}${QUALIFIER_SIZE}px ${theme.get('serif')}`, color: theme.get('label-state') })

/**
 * @param {Anchor} anchor
 * @returns {Region}
 */
const regionOf = ([lon, lat, room]) => ({ lon, lat, radius: room * DEGREE })

/** @param {Anchor[][]} places */
const roomiest = (places) => places.filter((place) => place.length)
  .reduce((best, each) => best.length && best[0][2] >= each[0][2] ? best : each, [])

/**
 * A territory's name for the map: the short form where there is one; what is in brackets is a qualifier, written more
 * quietly and only in the larger faces.
 * @param {Territory} territory
 * @param {Writing} writing
 * @returns {TerritoryName}
 */
const nameOf = ({ short, name, status, sovereign }, { translate }) => {
  if (short) return { text: translate(short), qualifiedFrom: 0 }
  const [, text, qualifier] = /^(.*?)\s*([(（].*[)）])?$/.exec(translate(name)) ?? ['', '', '']
  if (qualifier) return { text, qualifier, qualifiedFrom: 1 }
  const isRuled = sovereign && 'DTA'.includes(status)
  return { text, qualifier: isRuled ? `(${translate(sovereign)})` : undefined, qualifiedFrom: 2 }
}

/**
 * A name as large as its room allows, and on one line where it fits, by zoom levels.
 * @param {TerritoryName} name
 * @param {number} room
 * @param {boolean} isFurther
 */
const sized = ({ text, qualifier, qualifiedFrom }, room, isFurther) => {
  const forms = FACES.flatMap((face) =>
    [inTwo(text), [text]].map((lines) => ({ face, lines, fits: zoomFor(lines, face, room) })))
  const [first, ...others] = forms.sort((a, b) => a.fits - b.fits)
  const start = Math.min(ZOOM.last, Math.max(isFurther ? ZOOM.further : ZOOM.first, first.fits))
  const end = start + ZOOM.levels
  const shown = [{ ...first, minZoom: start }]
  for (const form of others) {
    const last = shown[shown.length - 1]
    const isSmaller = form.face.number < last.face.number
    if (isSmaller || (form.face === last.face && form.lines.length >= last.lines.length)) continue
    shown.push({ ...form, minZoom: Math.min(end, Math.max(last.minZoom, form.fits)) })
  }
  return shown.map(({ face, lines, minZoom }, index) => ({
    face,
    lines,
    minZoom,
    maxZoom: (shown[index + 1]?.minZoom ?? end) - 0.001,
    qualifier: face.number >= qualifiedFrom ? qualifier : undefined
  })).filter(({ minZoom, maxZoom }) => minZoom < maxZoom)
}

/**
 * The zoom from which the longest of some lines fits.
 * @param {string[]} lines
 * @param {Face} face
 * @param {number} room
 */
const zoomFor = (lines, face, room) =>
  Math.log2(Math.max(...lines.map((line) => widthOf(line, face))) / (2 * room * DEGREE * face.overhang))

/**
 * About how wide a text is in a face, in pixels.
 * @param {string} text
 * @param {Face} face
 */
const widthOf = (text, { size, spacing }) => lengthOf(text) * size + text.length * spacing

/**
 * About how many times its height a text is long.
 * @param {string} text
 */
const lengthOf = (text) =>
  [...text].reduce((sum, letter) => sum + (letter > LETTER.firstWide ? LETTER.wide : LETTER.latin), 0)

/**
 * A text in two lines as even as can be, or in one where it has but one word.
 * @param {string} text
 */
const inTwo = (text) => {
  const words = text.split(' ')
  const halves = words.slice(1).map((_, index) =>
    [words.slice(0, index + 1).join(' '), words.slice(index + 1).join(' ')])
  return halves.reduce((/** @type {string[] | null} */ best, each) =>
    !best || longest(each) < longest(best) ? each : best, null) ?? [text]
}

/** @param {string[]} lines */
const longest = (lines) => Math.max(...lines.map(lengthOf))

/**
 * @param {number} lon
 * @param {number} lat
 * @param {number} zoom
 * @param {string} text
 * @param {Writing} writing
 * @returns {Label}
 */
const seaLabel = (lon, lat, zoom, text, { theme, slant }) => {
  const [first, ...more] = inTwo(text).map((line) => ({
    text: line,
    font: `${slant}${zoom < 3 ? 15 : 13}px ${theme.get('serif')}`,
    color: theme.get('label-sea'),
    spacing: zoom < 4 ? 2.5 : 1
  }))
  return {
    lon,
    lat,
    ...first,
    moreLines: more,
    name: text,
    rank: RANKS.sea + zoom,
    isBackground: true,
    placements: ['center'],
    minZoom: zoom + 0.6,
    maxZoom: zoom + 5
  }
}
