/**
 * The history that a page carries: who held which atom when.
 * Days are ISO texts, so that they compare as they stand.
 */
export class History {
  /** @param {{holdings: [string, number, number?][][], memberships: [string, string, string][][], territories: object[], cities: object[][], lakes: string[][]}} document */
  constructor ({ holdings, memberships, territories, cities, lakes }) {
    this.holdings = holdings
    this.memberships = memberships
    this.territories = territories
    const renamings = cities.flatMap(([, , , names]) => names.map(([from]) => from))
    const fillings = lakes.map(([since]) => since)
    const days = [...holdings.flat().map(([from]) => from), ...memberships.flat().flatMap(([, from, until]) => [from, until]), ...renamings, ...fillings]
    this.changes = [...new Set(days)].filter(Boolean).sort()
  }

  /** A number that is the same for two days on which the map is the same. */
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

  /** What every atom is on a day, by atom: `territory` as an index, `alliances`, and whether its lines follow no survey. */
  on (day) {
    return this.holdings.map((rows) => rows.findLast(([from]) => from <= day) ?? rows[0]).map(([, territory, schematic], atom) => ({
      territory,
      isSchematic: Boolean(schematic),
      alliances: this.memberships[atom].filter(([, from, until]) => from <= day && (!until || day < until)).map(([alliance]) => alliance)
    }))
  }
}

/**
 * How an atom is tinted: by its alliances `nato`, `pact` or `treaty`, else `dependency` where another state rules it,
 * else `land`.
 */
export const tintOf = ({ territory, alliances }, territories) => {
  if (alliances.includes('NATO') || alliances.includes('NATO guarantee')) return 'nato'
  if (alliances.includes('Warsaw Pact')) return 'pact'
  if (alliances.length) return 'treaty'
  return 'DT'.includes(territories[territory].status) ? 'dependency' : 'land'
}

/** Whether an atom is hatched: occupied, disputed or unrecognised. */
export const isDoubtful = ({ territory }, territories) => 'OX'.includes(territories[territory].status)

/** What the line between two atoms is on a day: null where there is none. */
export const lineBetween = (one, other, territories) => {
  if (!other) return 'coast'
  if (one.territory === other.territory) return null
  if (territories[one.territory].name.en === territories[other.territory].name.en) return null
  const tints = [tintOf(one, territories), tintOf(other, territories)]
  if (tints.includes('nato') && tints.includes('pact')) return 'curtain'
  return isDoubtful(one, territories) || isDoubtful(other, territories) ? 'doubtful' : 'border'
}

/** Things by what `keyOf` says of each. */
export const groups = (things, keyOf) => {
  const found = new Map()
  for (const thing of things) {
    const key = keyOf(thing)
    found.get(key)?.push(thing) ?? found.set(key, [thing])
  }
  return found
}
