import { greatest, least } from '#extremes'

/**
 * The heights of a track over time, in pieces of one basis between which nothing is known.
 * @returns {{basis: string, times: number[], heights: number[]}[]}
 */
export const curveOf = (track) => {
  const pieces = []
  for (const { first, last, basis } of track.legs) {
    const before = pieces.at(-1)
    let piece = before?.basis === basis && before.vertex === first ? before : null
    for (let vertex = first; vertex <= last; vertex++) {
      if (Number.isNaN(track.time[vertex] + track.altitude[vertex])) piece = null
      else if (piece?.vertex !== vertex) {
        if (!piece) pieces.push(piece = { basis, times: [], heights: [] })
        piece.times.push(track.time[vertex])
        piece.heights.push(track.altitude[vertex])
        piece.vertex = vertex
      }
    }
  }
  return pieces.filter(({ times }) => times.length > 1).map(({ basis, times, heights }) => ({ basis, times, heights }))
}

/**
 * Between which heights a track may have been at each of `count` moments from `start` to `end`, as its times are uncertain.
 * @param {Track} track
 * @param {(number|null)[]} minutes for each fix how far off its time may be
 * @returns {{time: number, low: number, high: number}[]} only moments at which the height is known
 */
export const envelopeOf = (track, minutes, start, end, count) => {
  const slackAt = slackOf(track, minutes)
  const heightAt = (time) => track.at(time)?.altitude ?? null
  const vertices = Array.from(track.time.keys()).filter((vertex) => !Number.isNaN(track.time[vertex] + track.altitude[vertex]))
  const envelope = []
  for (let index = 0; index <= count; index++) {
    const time = start + (end - start) * index / count
    const slack = slackAt(time)
    const own = heightAt(time)
    if (own === null) continue
    const passed = vertices.filter((vertex) => Math.abs(track.time[vertex] - time) < slack).map((vertex) => track.altitude[vertex])
    const heights = [own, heightAt(time - slack), heightAt(time + slack), ...passed].filter((height) => height !== null)
    envelope.push({ time, low: least(heights), high: greatest(heights) })
  }
  return envelope
}

/** Seconds by which a moment may be off: straight between the fixes that say it, 0 where none does. */
const slackOf = (track, minutes) => {
  const known = minutes.flatMap((value, fix) => {
    const time = track.time[track.fixes[fix]]
    return value === null || value === undefined || Number.isNaN(time) ? [] : [{ time, slack: value * 60 }]
  })
  return (time) => {
    const after = known.find((each) => each.time >= time)
    const before = known.findLast((each) => each.time <= time)
    if (!before || !after) return (before ?? after)?.slack ?? 0
    const span = after.time - before.time
    return span ? before.slack + (after.slack - before.slack) * (time - before.time) / span : before.slack
  }
}

/** For each of some spans `{start, end}`, the number of the row in which it overlaps no other. */
export const rowsOf = (spans) => {
  const ends = []
  const rows = new Array(spans.length)
  const order = spans.map((_, index) => index).sort((a, b) => spans[a].start - spans[b].start)
  for (const index of order) {
    const free = ends.findIndex((end) => end <= spans[index].start)
    rows[index] = free < 0 ? ends.length : free
    ends[rows[index]] = spans[index].end
  }
  return rows
}

/** How many sources bear witness in each of `count` equal stretches from `start` to `end`. */
export const densityOf = (moments, start, end, count) => {
  const bins = new Array(count).fill(0)
  for (const { at, sources } of moments) {
    const bin = Math.floor((at - start) / (end - start) * count)
    if (bin >= 0 && bin < count) bins[bin] += Math.max(1, sources)
  }
  return bins
}
