/**
 * A scene of the attract loop, as `Kiosk.payload()` makes it: a stretch of the exhibit's time (`from` to `to`, in seconds
 * since 1970, equal where the clock stands), what to show, and the documented moments in it.
 * @typedef {{title: object, line: object, view: object, layers: string[], from: number, to: number,
 *   moments: {at: number, place: object}[]}} Scene
 */

/** The share of a scene in which the clock runs; before and after it the picture stands, so that it can be read. */
const RUNS = [0.08, 0.9]

/** Where the clock stands when `share` (0 to 1) of a scene has passed. */
export const clockAt = ({ from, to }, share) => {
  const [first, last] = RUNS
  return from + (to - from) * Math.max(0, Math.min(1, (share - first) / (last - first)))
}

/** The same in steps from one documented moment to the next, for those who want no motion. */
export const momentAt = (scene, share) => {
  const now = clockAt(scene, share)
  return latest(scene, now)?.at ?? scene.from
}

/** The last documented moment of a scene that `now` has reached, or null. */
export const latest = ({ moments }, now) => moments.findLast(({ at }) => at <= now) ?? null

/**
 * The order in which several exhibits' scenes follow each other: the first of each, then the second of each …
 * @param {number[]} counts how many scenes each exhibit has
 * @returns {[number, number][]} exhibit and scene
 */
export const programme = (counts) => Array.from({ length: Math.max(0, ...counts) }, (_, scene) =>
  counts.flatMap((count, exhibit) => scene < count ? [[exhibit, scene]] : [])).flat()

/** How far scene `number` shifts what always stands on the screen, in pixels: no point of it stays bright for long. */
export const drift = (number, reach = 14) => [Math.round(reach * Math.sin(number * 0.7)), Math.round(reach * Math.cos(number * 1.1))]
