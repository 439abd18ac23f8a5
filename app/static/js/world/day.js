/**
 * The history that a page carries: who held which atom when.
 * Days are ISO texts, so that they compare as they stand.
 */
export class History {
  /** @param {{holdings: [string, number][][], memberships: [string, string, string][][], territories: object[]}} document */
  constructor ({ holdings, memberships, territories }) {
    this.holdings = holdings
    this.memberships = memberships
    this.territories = territories
    const days = [...holdings.flat().map(([from]) => from), ...memberships.flat().flatMap(([, from, until]) => [from, until])]
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

  /** What every atom is on a day: `{territory, alliances}` by atom. */
  on (day) {
    return this.holdings.map((rows, atom) => ({
      territory: rows.findLast(([from]) => from <= day)?.[1] ?? rows[0][1],
      alliances: this.memberships[atom].filter(([, from, until]) => from <= day && (!until || day < until)).map(([alliance]) => alliance)
    }))
  }
}

/** The tint of an atom's alliances: one of `nato`, `pact`, `treaty`, or null. */
export const tintOf = (alliances) => {
  if (alliances.includes('NATO')) return 'nato'
  if (alliances.includes('Warsaw Pact')) return 'pact'
  return alliances.length ? 'treaty' : null
}

/** What the line between two atoms is on a day: null where there is none. */
export const lineBetween = (one, other, territories) => {
  if (!other) return 'coast'
  if (one.territory === other.territory) return null
  const [first, second] = [territories[one.territory], territories[other.territory]]
  if (first.name.en === second.name.en) return null
  const tints = [tintOf(one.alliances), tintOf(other.alliances)]
  if (tints.includes('nato') && tints.includes('pact')) return 'curtain'
  return 'OX'.includes(first.status) || 'OX'.includes(second.status) ? 'doubtful' : 'border'
}
