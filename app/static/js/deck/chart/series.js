/** @import { Basis, Track } from '#track' */
import { maxOf, minOf } from '#lib/min_max'

/** @typedef {{basis: Basis, times: number[], altitudes: number[]}} CurvePiece */
/** @typedef {{times: number[], altitudes: number[]}} GroundPiece */
/** @typedef {{time: number, low: number, high: number}} EnvelopePoint */

/**
 * The altitudes of a track over time, in pieces of one basis between which nothing is known.
 * @param {Track} track
 * @returns {CurvePiece[]}
 */
export const curveOf = (track) => {
  /** @type {(CurvePiece & {vertex: number})[]} */
  const pieces = []
  for (const { first, last, basis } of track.legs) {
    const before = pieces[pieces.length - 1]
    let piece = before?.basis === basis && before.vertex === first ? before : null
    for (let vertex = first; vertex <= last; vertex++) {
      if (Number.isNaN(track.time[vertex] + track.altitude[vertex])) piece = null
      else if (piece?.vertex !== vertex) {
        if (!piece) pieces.push(piece = { basis, times: [], altitudes: [], vertex })
        piece.times.push(track.time[vertex])
        piece.altitudes.push(track.altitude[vertex])
        piece.vertex = vertex
      }
    }
  }
  return pieces.filter(({ times }) => times.length > 1)
    .map(({ basis, times, altitudes }) => ({ basis, times, altitudes }))
}

/**
 * The ground below a track over time, in pieces between which nothing is known of it.
 * @param {Track} track
 * @param {Float64Array} ground in metres, by vertex
 * @returns {GroundPiece[]}
 */
export const groundOf = (track, ground) => {
  /** @type {GroundPiece[]} */
  const pieces = []
  let isOpen = false
  for (const [vertex, height] of ground.entries()) {
    const time = track.time[vertex]
    if (track.breaks.includes(vertex) || Number.isNaN(time + height)) isOpen = false
    if (Number.isNaN(time + height)) continue
    if (!isOpen) pieces.push({ times: [], altitudes: [] })
    isOpen = true
    const piece = pieces[pieces.length - 1]
    piece.times.push(time)
    piece.altitudes.push(height)
  }
  return pieces.filter(({ times }) => times.length > 1)
}

/**
 * Between which altitudes a track may have been at each of `count` moments, as its times are uncertain: in stretches
 * between which its altitude is not known.
 * @param {Track} track
 * @param {number[]} slack for each fix how many seconds its time may be off, NaN where nobody says
 * @param {number} count
 * @returns {EnvelopePoint[][]}
 */
export const envelopeOf = (track, slack, count) => {
  const slackAt = slackOf(track, slack)
  const known = Array.from(track.time.keys())
    .filter((vertex) => !Number.isNaN(track.time[vertex] + track.altitude[vertex]))
  /** @param {number} time */
  const altitudesAt = (time) => {
    const altitude = track.at(time)?.altitude ?? null
    return altitude === null ? [] : [altitude]
  }
  /** @type {EnvelopePoint[][]} */
  const stretches = []
  let isOpen = false
  for (let step = 0; step <= count; step++) {
    const time = track.start + (track.end - track.start) * step / count
    const here = altitudesAt(time)
    if (here.length) {
      const around = slackAt(time)
      const passed = known.filter((vertex) => Math.abs(track.time[vertex] - time) < around)
      const altitudes = [
        ...here,
        ...[time - around, time + around].flatMap(altitudesAt),
        ...passed.map((vertex) => track.altitude[vertex])
      ]
      if (!isOpen) stretches.push([])
      stretches[stretches.length - 1].push({ time, low: minOf(altitudes), high: maxOf(altitudes) })
    }
    isOpen = here.length > 0
  }
  return stretches
}

/**
 * Seconds by which a moment may be off: straight between the fixes that say it, 0 where none does.
 * @param {Track} track
 * @param {number[]} seconds
 */
const slackOf = (track, seconds) => {
  const known = seconds.flatMap((slack, fix) => {
    const time = track.time[track.fixes[fix]]
    return Number.isNaN(slack + time) ? [] : [{ time, slack }]
  })
  /** @param {number} time */
  return (time) => {
    const after = known.find((each) => each.time >= time)
    const before = known.findLast((each) => each.time <= time)
    if (!before || !after) return (before ?? after)?.slack ?? 0
    const span = after.time - before.time
    return span ? before.slack + (after.slack - before.slack) * (time - before.time) / span : before.slack
  }
}

/**
 * For each of some spans, the number of the row in which it overlaps no other.
 * @param {{start: number, end: number}[]} spans
 */
export const rowsOf = (spans) => {
  /** @type {number[]} */
  const ends = []
  /** @type {number[]} */
  const rows = new Array(spans.length)
  const order = spans.map((_, index) => index).sort((a, b) => spans[a].start - spans[b].start)
  for (const index of order) {
    const free = ends.findIndex((end) => end <= spans[index].start)
    rows[index] = free < 0 ? ends.length : free
    ends[rows[index]] = spans[index].end
  }
  return rows
}

/**
 * How many sources there are in each of `count` equal stretches from `start` to `end`.
 * @param {{at: number, sources: number}[]} moments
 * @param {number} start
 * @param {number} end
 * @param {number} count
 * @returns {number[]}
 */
export const densityOf = (moments, start, end, count) => {
  const bins = new Array(count).fill(0)
  for (const { at, sources } of moments) {
    const bin = Math.floor((at - start) / (end - start) * count)
    if (bin >= 0 && bin < count) bins[bin] += Math.max(1, sources)
  }
  return bins
}
