/** @import { Craft, Point, Scene } from '#aircraft/scene' */
/** @import { Stage } from '#state/stage' */
/** @import { Track, TrackPosition } from '#track' */
import { boxAround } from '#map/boxes'

/** The trail, as a share of what the clock spans, and its longest, in seconds. */
const SHARE = 1 / 14
const LONGEST = 3600

/**
 * The stretches just flown, newest first: from where to where, and the age of their newer end as a share of the trail's
 * length. They bend where the track does; where the position is unknown there is none.
 * @param {Track} track
 * @param {{now: number, start: number, end: number}} clock
 * @param {number} pieces into how many even pieces it is cut, besides its bends
 * @returns {{age: number, from: TrackPosition, to: TrackPosition}[]}
 */
export const trailOf = (track, { now, start, end }, pieces) => {
  const length = Math.min(LONGEST, (track.end - track.start) * SHARE * 2, (end - start) * SHARE)
  const even = Array.from({ length: pieces + 1 }, (_, piece) => now - length * piece / pieces)
  const bends = Array.from(track.fixes, (vertex) => track.time[vertex])
    .filter((time) => time > now - length && time < now)
  const times = bends.length ? [...even, ...bends].sort((a, b) => b - a) : even
  const positions = times.map((time) => track.at(time))
  return times.slice(1).flatMap((_, index) => {
    const [from, to] = [positions[index + 1], positions[index]]
    return from && to ? [{ age: (now - times[index]) / length, from, to }] : []
  })
}

/** Into how many pieces a trail fades. */
const PIECES = 14
/** Of all trails together: where hundreds fly, each has a shorter one. */
const MOST_PIECES = 1400
const STRENGTH = { flown: 0.75, planned: 0.25 }
/** A trail's width in pixels at its end, and what it has more at the aircraft. */
const WIDTH = { end: 1.5, more: 4.5 }

/**
 * The stretches of all flights that are as fresh as each other and drawn alike, in the units of the canvas.
 * @typedef {{color: string, strength: number, freshness: number, lines: [Point, Point][]}} Trail
 */

/**
 * The ways just flown, fading backwards, oldest first.
 * @param {Craft[]} crafts
 * @param {Scene} scene
 * @param {Stage} stage
 */
export const trailsOf = (crafts, scene, { clock, theme }) => {
  const pieces = Math.max(2, Math.min(PIECES, Math.floor(MOST_PIECES / crafts.length)))
  /** @type {Map<string, Trail>} */
  const trails = new Map()
  for (const { flight } of crafts) {
    const color = theme.get(flight.color)
    const strength = flight.isPlanned ? STRENGTH.planned : STRENGTH.flown
    for (const { age, from, to } of trailOf(flight.track, clock, pieces)) {
      const step = Math.round(age * pieces)
      const key = `${color} ${strength} ${step}`
      const trail = trails.get(key) ?? { color, strength, freshness: 1 - step / pieces, lines: [] }
      trails.set(key, trail)
      trail.lines.push([scene.pointOf(from), scene.pointOf(to)])
    }
  }
  return [...trails.values()].sort((a, b) => a.freshness - b.freshness)
}

/**
 * @param {Trail} trail
 * @param {Scene} scene
 */
const widthOf = ({ freshness }, { unit }) => (WIDTH.end + WIDTH.more * freshness) * unit

/**
 * What trails cover.
 * @param {Trail[]} trails
 * @param {Scene} scene
 */
export const boxesOfTrails = (trails, scene) =>
  trails.flatMap((trail) => trail.lines.flat().map((point) => boxAround(point, widthOf(trail, scene) / 2)))

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Trail[]} trails
 * @param {Scene} scene
 */
export const drawTrails = (context, trails, scene) => {
  context.save()
  context.lineCap = 'round'
  for (const trail of trails) {
    context.strokeStyle = trail.color
    context.globalAlpha = trail.strength * trail.freshness
    context.lineWidth = widthOf(trail, scene)
    context.beginPath()
    for (const [from, to] of trail.lines) {
      context.moveTo(from.x, from.y)
      context.lineTo(to.x, to.y)
    }
    context.stroke()
  }
  context.restore()
}
