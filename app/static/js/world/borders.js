/** @import { Anchor, BordersDocument, OwnBordersDocument, Territory } from '#world/document' */

/** @typedef {'nato' | 'pact' | 'csto' | 'treaty'} Bloc what alliances are drawn as */

/**
 * What an atom of land is on a day: its territory as an index (null where no borders are known), its alliances and the
 * bloc that it is drawn as, and whether its lines follow no survey.
 * @typedef {{territory: number | null, isSchematic: boolean, alliances: string[], bloc: Bloc | null}} AtomOfDay
 */

/** The kinds of land, by which it is tinted; an exhibit’s own states differ only from their neighbours. */
/** @typedef {Bloc | 'dependency' | 'land' | `state ${string}`} Tint */
/** @typedef {'coast' | 'border' | 'doubtful' | 'curtain'} Line */

/**
 * The blocs, the one first that goes before the others.
 * @type {Bloc[]}
 */
const BLOCS = ['nato', 'pact', 'csto', 'treaty']

/**
 * Land without borders.
 * @type {AtomOfDay}
 */
const NO_ONES = { territory: null, isSchematic: false, alliances: [], bloc: null }

/** Which territory held which atom of land when. Days are ISO texts, so that they compare as they are. */
export class BorderHistory {
  /** @param {BordersDocument} document */
  constructor ({ known, holdings, memberships, blocs, territories, anchors, cities, lakes, own = [] }) {
    this.own = own
    this.anchors = anchors
    this.known = known
    this.cities = cities
    this.holdings = holdings
    this.memberships = memberships
    this.blocs = blocs
    this.territories = territories
    const days = [
      ...known,
      ...holdings.flat().map(([from]) => from),
      ...memberships.flat().flatMap(([, from, until]) => [from, until]),
      ...cities.flatMap(([, , , names]) => names.map(([from]) => from)),
      ...lakes.map(([since]) => since),
      ...own.flatMap((borders) => borders.holdings.flat().map(([from]) => from))
    ]
    this.changes = [...new Set(days)].filter(Boolean).sort()
  }

  /**
   * Whether borders are known for a day.
   * @param {string} day
   */
  isKnown (day) { return this.known[0] <= day && day < this.known[1] }

  /**
   * The exhibit's own borders of a day, which replace the world's: their place in `own`, -1 where there are none.
   * @param {string} day
   */
  ownOn (day) {
    return this.own.findIndex((borders) => ownAtoms(borders, day).some(({ territory }) => territory !== null))
  }

  /**
   * Whether the land of a day is the exhibit's own, and not the world's.
   * @param {string} day
   */
  hasOwnLand (day) { return Boolean(this.own[this.ownOn(day)]?.isLand) }

  /**
   * What is named on a day: the territories, where, and which atom is whose.
   * @param {string} day
   * @returns {{territories: Territory[], anchors: Anchor[][], atoms: AtomOfDay[]}}
   */
  shownOn (day) {
    const own = this.own[this.ownOn(day)]
    return own
      ? { territories: own.territories, anchors: own.anchors, atoms: ownAtoms(own, day) }
      : { territories: this.territories, anchors: this.anchors, atoms: this.on(day) }
  }

  /**
   * Whether borders are known for some day of the year of a day.
   * @param {string} day
   */
  isKnownYear (day) {
    const year = day.slice(0, -6)
    return this.known[0] < `${year}-12-32` && `${year}-01-01` < this.known[1]
  }

  /**
   * The last day for which borders are known, if a day comes after it; else null.
   * @param {string} day
   */
  lastBefore (day) { return day < this.known[1] ? null : Date.parse(this.known[1]) / 86400000 - 1 }

  /**
   * The cities of a day; none where no borders are known, or on the exhibit's own land.
   * @param {string} day
   */
  citiesOn (day) { return this.isKnown(day) && !this.hasOwnLand(day) ? this.cities : [] }

  /**
   * A number that is the same for two days on which the map is the same.
   * @param {string} day
   */
  epoch (day) {
    let low = 0
    let high = this.changes.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.changes[middle] <= day) low = middle + 1
      else high = middle
    }
    return low
  }

  /**
   * What every atom is on a day, in the order of atoms: no one's where borders are not known, or are the exhibit's own.
   * @param {string} day
   * @returns {AtomOfDay[]}
   */
  on (day) {
    if (!this.isKnown(day) || this.ownOn(day) >= 0) return this.holdings.map(() => NO_ONES)
    return this.holdings.map((rows) => rows.findLast(([from]) => from <= day) ?? rows[0])
      .map(([, territory, schematic], atom) => {
        const alliances = this.memberships[atom]
          .filter(([, from, until]) => from <= day && (!until || day < until)).map(([alliance]) => alliance)
        const blocs = alliances.map((alliance) => this.blocs[alliance][0])
        const bloc = BLOCS.find((each) => blocs.includes(each)) ?? null
        return { territory, isSchematic: Boolean(schematic), alliances, bloc }
      })
  }

  /**
   * The names, each once, of those among some alliances that are drawn as a bloc.
   * @param {string} bloc
   * @param {string[]} alliances
   */
  namesOf (bloc, alliances) {
    const names = Object.entries(this.blocs)
      .filter(([alliance, [drawn]]) => drawn === bloc && alliances.includes(alliance)).map(([, [, name]]) => name)
    return names.filter((name, index) => names.findIndex((other) => other.en === name.en) === index)
  }
}

/**
 * What every piece of land is on a day in an exhibit's own borders.
 * @param {OwnBordersDocument} borders
 * @param {string} day
 * @returns {AtomOfDay[]}
 */
const ownAtoms = ({ holdings }, day) => holdings.map((rows) => {
  const [, territory, schematic] = rows.findLast(([from]) => from <= day) ?? rows[0]
  return { ...NO_ONES, territory, isSchematic: Boolean(schematic) }
})

/**
 * Whether an atom's territory has one of some statuses.
 * @param {AtomOfDay} atom
 * @param {Territory[]} territories
 * @param {string} statuses
 */
const hasStatus = ({ territory }, territories, statuses) =>
  territory !== null && statuses.includes(territories[territory].status)

/**
 * How an atom is tinted: as its bloc, as its state in an exhibit's own borders, as a dependency where another state
 * rules it, else as land.
 * @param {AtomOfDay} atom
 * @param {Territory[]} territories
 * @returns {Tint}
 */
export const tintOf = (atom, territories) => {
  const tint = atom.territory === null ? undefined : territories[atom.territory].tint
  if (tint) return `state ${tint}`
  return atom.bloc ?? (hasStatus(atom, territories, 'DT') ? 'dependency' : 'land')
}

/**
 * Whether an atom is hatched: occupied, disputed or unrecognised.
 * @param {AtomOfDay} atom
 * @param {Territory[]} territories
 */
export const isDoubtful = (atom, territories) => hasStatus(atom, territories, 'OX')

/**
 * Whether no border of an atom is known on a day on which those of others are.
 * @param {AtomOfDay} atom
 * @param {Territory[]} territories
 */
export const isUnknown = (atom, territories) => hasStatus(atom, territories, 'U')

/**
 * What the line between two atoms is on a day: null where there is none, and about land whose borders are unknown.
 * @param {AtomOfDay} one
 * @param {AtomOfDay | undefined} other
 * @param {Territory[]} territories
 * @returns {Line | null}
 */
export const lineBetween = (one, other, territories) => {
  if (!other) return 'coast'
  return one.territory === null || other.territory === null ? null : ownLineBetween(one, other, territories)
}

/**
 * What the line between two atoms of an exhibit's own land is: a coast where no one's, which is sea, is on one side.
 * @param {AtomOfDay} one
 * @param {AtomOfDay | undefined} other
 * @param {Territory[]} territories
 * @returns {Line | null}
 */
export const ownLandLineBetween = (one, other = NO_ONES, territories) =>
  (one.territory === null) === (other.territory === null) ? ownLineBetween(one, other, territories) : 'coast'

/**
 * What the line between two atoms of an exhibit's own borders is: a border also towards land that is no one's.
 * @param {AtomOfDay} one
 * @param {AtomOfDay | undefined} other
 * @param {Territory[]} territories
 * @returns {Line | null}
 */
export const ownLineBetween = (one, other = NO_ONES, territories) => {
  /** @param {AtomOfDay} atom */
  const nameOf = ({ territory }) => territory === null ? null : territories[territory].name.en
  if (nameOf(one) === nameOf(other)) return null
  if (isUnknown(one, territories) || isUnknown(other, territories)) return null
  const tints = [tintOf(one, territories), tintOf(other, territories)]
  if (tints.includes('nato') && tints.includes('pact')) return 'curtain'
  return isDoubtful(one, territories) || isDoubtful(other, territories) ? 'doubtful' : 'border'
}
