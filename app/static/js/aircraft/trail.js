/** @import { Craft, Scene } from '#aircraft/scene' */
/** @import { Stage } from '#state/stage' */
/** @import { Track, TrackPosition } from '#track' */

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
 * The ways just flown, fading backwards. Pieces as fresh as each other are drawn in one go, whichever flight they are
 * of.
 * @param {CanvasRenderingContext2D} context
 * @param {Craft[]} crafts
 * @param {Scene} scene
 * @param {Stage} stage
 */
export const drawTrails = (context, crafts, scene, { clock, theme }) => {
  const pieces = Math.max(2, Math.min(PIECES, Math.floor(MOST_PIECES / crafts.length)))
  /** @type {Map<string, {color: string, strength: number, freshness: number, path: Path2D}>} */
  const strokes = new Map()
  for (const { flight } of crafts) {
    const color = theme.get(flight.color)
    const strength = flight.isPlanned ? STRENGTH.planned : STRENGTH.flown
    for (const { age, from, to } of trailOf(flight.track, clock, pieces)) {
      const step = Math.round(age * pieces)
      const key = `${color} ${strength} ${step}`
      const stroke = strokes.get(key) ?? { color, strength, freshness: 1 - step / pieces, path: new Path2D() }
      strokes.set(key, stroke)
      const [start, end] = [scene.pointOf(from), scene.pointOf(to)]
      stroke.path.moveTo(start.x, start.y)
      stroke.path.lineTo(end.x, end.y)
    }
  }
  context.save()
  context.lineCap = 'round'
  for (const { color, strength, freshness, path } of [...strokes.values()].sort((a, b) => a.freshness - b.freshness)) {
    context.strokeStyle = color
    context.globalAlpha = strength * freshness
    context.lineWidth = (WIDTH.end + WIDTH.more * freshness) * scene.unit
    context.stroke(path)
  }
  context.restore()
}
