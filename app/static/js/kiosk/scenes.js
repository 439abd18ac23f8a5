/**
 * A scene of the attract loop, in seconds since 1970: `from` and `to` are equal where the clock does not run.
 * @typedef {{from: number, to: number, moments: SceneMoment[]}} Scene
 */
/** @typedef {import('#payloads').SceneMomentPayload} SceneMoment */

/**
 * The share of a scene in which the clock runs; before and after it nothing moves, so that it can be read.
 */
const RUNS = { from: 0.08, to: 0.9 }

/**
 * The moment of the clock when `share` (0 to 1) of a scene has passed.
 * @param {Pick<Scene, 'from' | 'to'>} scene
 * @param {number} share
 */
export const clockAt = ({ from, to }, share) =>
  from + (to - from) * Math.max(0, Math.min(1, (share - RUNS.from) / (RUNS.to - RUNS.from)))

/**
 * The same in steps from one documented moment to the next, for those who want no motion.
 * @param {Scene} scene
 * @param {number} share
 */
export const momentAt = (scene, share) => lastReached(scene, clockAt(scene, share))?.at ?? scene.from

/**
 * The last documented moment of a scene that `now` has reached, or null.
 * @param {Pick<Scene, 'moments'>} scene
 * @param {number} now
 */
export const lastReached = ({ moments }, now) => moments.findLast(({ at }) => at <= now) ?? null

/**
 * A line of text with a day behind it, unless the line names its year.
 * @param {string} line
 * @param {Date} day
 * @param {string} written the day in the language of the line
 */
export const withDay = (line, day, written) =>
  line.includes(String(day.getUTCFullYear())) ? line : [line, written].filter(Boolean).join(' · ')

/**
 * The order in which several exhibits' scenes follow each other, as exhibit and scene: the first of each, then the
 * second of each …
 * @param {number[]} counts how many scenes each exhibit has
 * @returns {[number, number][]}
 */
export const sceneOrder = (counts) => {
  /** @type {[number, number][]} */
  const order = []
  for (let scene = 0; scene < Math.max(0, ...counts); scene++) {
    for (const [exhibit, count] of counts.entries()) if (scene < count) order.push([exhibit, scene])
  }
  return order
}

/**
 * How far scene `number` shifts what is always on the screen, in pixels: no point of it stays bright for long, and
 * burns in.
 * @param {number} number
 */
export const burnInShift = (number, reach = 14) =>
  [Math.round(reach * Math.sin(number * 0.7)), Math.round(reach * Math.cos(number * 1.1))]
