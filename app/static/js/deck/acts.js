/** @typedef {{start: number, end: number}} Stretch */

/** How much of the axis is free before and after an act, as a share of it, and at least so many seconds. */
const MARGIN = 0.025
const SMALLEST_MARGIN = 60
const INSTANT_MARGIN = 1800

/**
 * The number of the act that contains a moment, else of the nearest.
 * @param {Stretch[]} acts
 * @param {number} seconds
 */
export const actAt = (acts, seconds) => {
  const distances = acts.map(({ start, end }) => Math.max(start - seconds, seconds - end, 0))
  return distances.indexOf(Math.min(...distances))
}

/**
 * Whether an act is a single moment, to be looked at and not to be played.
 * @param {Stretch} act
 */
export const isInstant = ({ start, end }) => start === end

/**
 * Whether anything of an act is visible: one of its layers, or where it names none, everything.
 * @param {{layers?: string[]}} act
 * @param {(layer: string) => boolean} isLayerVisible
 */
export const isActVisible = ({ layers }, isLayerVisible) => !layers?.length || layers.some(isLayerVisible)

/**
 * Whether what holds from `from` until `until` (null: always) holds at some time between two moments.
 * @param {{from?: number | null, until?: number | null}} span
 * @param {number} start
 */
export const holds = ({ from = null, until = null }, start, end = start) =>
  (from === null || from <= end) && (until === null || until >= start)

/**
 * The speed at which an act is played at a moment.
 * @param {{paces: [number, number][]}} act with its speeds and the moments from which they hold, in order
 * @param {number} seconds
 */
export const speedAt = ({ paces }, seconds) => (paces.findLast(([from]) => from <= seconds) ?? paces[0])[1]

/**
 * What the time axis spans for an act: a little more than it; half an hour on either side of an instant.
 * @param {Stretch} act
 * @returns {Stretch}
 */
export const windowOf = (act) => {
  const margin = isInstant(act) ? INSTANT_MARGIN : Math.max(SMALLEST_MARGIN, (act.end - act.start) * MARGIN)
  return { start: act.start - margin, end: act.end + margin }
}
