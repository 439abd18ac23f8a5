/** The way behind that is lit, as a share of what the clock spans, and its longest, in seconds. */
const TRAIL = 1 / 14
const LONGEST = 3600

/**
 * The stretches just flown, freshest first: from where to where, and the age of their fresher end as a share of the trail's length.
 * They bend where the track does; where nobody knows where it was there is none.
 * @param {Track} track
 * @param {Clock} clock
 * @param {number} pieces into how many even pieces it is cut, besides its bends
 */
export const trailOf = (track, { now, start, end }, pieces) => {
  const length = Math.min(LONGEST, (track.end - track.start) * TRAIL * 2, (end - start) * TRAIL)
  const even = Array.from({ length: pieces + 1 }, (_, piece) => now - length * piece / pieces)
  const bends = track.fixes.map((vertex) => track.time[vertex]).filter((time) => time > now - length && time < now)
  const times = bends.length ? [...even, ...bends].sort((a, b) => b - a) : even
  const places = times.map((time) => track.at(time))
  return times.slice(1).map((_, index) => ({ age: (now - times[index]) / length, from: places[index + 1], to: places[index] }))
    .filter(({ from, to }) => from && to)
}
