/** @import { Craft, Scene } from '#aircraft/scene' */
/** @import { Theme } from '#map/theme' */
/** @import { TrackPosition } from '#track' */
import { boxAround } from '#map/boxes'
import { drawDiscs } from '#map/uncertainty'

/** @typedef {{body: number[][], halo: number[][]}} Outline */
/** @typedef {{x: number, y: number, radius: number}} Disc in the units of the canvas */
/**
 * Where an account has a flight, and where it is drawn.
 * @typedef {{claimed: TrackPosition, drawn: TrackPosition | null}} Alternative
 */

/** How much wider than a silhouette its halo is, in pixels. */
const HALO = 2.2
/** How far the halo of any shape reaches from its middle, in half lengths. */
const HALO_REACH = 1.6
/** Radii of uncertainty, in pixels, that are drawn. */
const DISC = { least: 4, most: 4000 }
const PLANNED_WIDTH = 1.6
const ALTERNATIVE = { ring: 8, dot: 2.5, width: 1.6, dash: [2, 3] }

/**
 * Silhouettes seen from above, nose to the north, in units of their half length: the right half, and that of a halo 2.2
 * pixels wider. (The halo is filled and not stroked, for the sake of hundreds.)
 * @type {{airframe: Outline, hull: Outline}}
 */
export const OUTLINES = {
  airframe: {
    body: [
      [0, -1], [0.13, -0.62], [0.13, -0.2], [0.95, 0.22], [0.95, 0.4],
      [0.13, 0.24], [0.1, 0.66], [0.4, 0.9], [0.4, 1.02], [0, 0.92]
    ],
    halo: [
      [0.08, -1.25], [0.29, -0.65], [0.29, -0.3], [1.11, 0.12], [1.11, 0.59],
      [0.27, 0.43], [0.26, 0.59], [0.56, 0.82], [0.56, 1.22], [0, 1.08]
    ]
  },
  hull: { body: [[0, -1], [0.42, -0.4], [0.42, 0.9]], halo: [[0.02, -1.39], [0.66, -0.48], [0.66, 1.14]] }
}

/**
 * The radius in pixels within which an aircraft may be.
 * @param {Craft} craft
 * @param {Scene} scene
 */
const radiusOf = ({ readout: { uncertainty, lon, lat } }, { scale, projection }) =>
  (uncertainty ?? 0) * projection.pixelsPerKm(lon, lat) * scale

/**
 * The discs that are drawn: of the radius within which each aircraft may be, neither too small nor too large to see.
 * @param {Craft[]} crafts
 * @param {Scene} scene
 * @returns {Disc[]}
 */
export const discsOf = (crafts, scene) => crafts.map((craft) => ({ ...craft.point, radius: radiusOf(craft, scene) }))
  .filter(({ radius }) => radius >= DISC.least && radius <= DISC.most)

/**
 * @param {Disc} disc
 * @param {Theme} theme
 */
export const boxOfDisc = (disc, theme) => boxAround(disc, disc.radius + theme.line('disc').width)

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Disc[]} discs
 * @param {Theme} theme
 */
export const drawUncertainty = (context, discs, theme) => {
  if (!discs.length) return
  drawDiscs(context, theme, (margin) => {
    for (const { x, y, radius } of discs) {
      context.moveTo(x + radius + margin, y)
      context.arc(x, y, radius + margin, 0, 2 * Math.PI)
    }
  })
}

/**
 * What the halo of an aircraft covers, whichever way it heads.
 * @param {Craft} craft
 */
export const boxOfShape = ({ point, size }) => boxAround(point, size * HALO_REACH)

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Craft} craft
 * @param {Theme} theme
 */
export const drawShape = (context, { flight: { isPlanned, color, shape }, heading, point, size }, theme) => {
  /** @param {keyof Outline} part */
  const trace = (part) => {
    context.beginPath()
    if (shape === 'dot') context.arc(0, 0, part === 'halo' ? size + HALO : size, 0, 2 * Math.PI)
    else outline(context, OUTLINES[shape][part], size)
  }
  const paper = theme.get('paper')
  context.save()
  context.translate(point.x, point.y)
  context.rotate(heading * Math.PI / 180)
  if (!isPlanned) {
    context.fillStyle = paper
    trace('halo')
    context.fill()
  }
  context.fillStyle = isPlanned ? paper : theme.get(color)
  trace('body')
  context.fill()
  if (isPlanned) {
    context.lineJoin = 'round'
    context.lineWidth = PLANNED_WIDTH
    context.strokeStyle = theme.get(color)
    context.stroke()
  }
  context.restore()
}

/**
 * The right half is given; the left is its mirror.
 * @param {CanvasRenderingContext2D} context
 * @param {number[][]} half
 * @param {number} size
 */
const outline = (context, half, size) => {
  for (const [x, y] of half) context.lineTo(x * size, y * size)
  for (const [x, y] of half.toReversed()) context.lineTo(-x * size, y * size)
  context.closePath()
}

/**
 * @param {Alternative} alternative
 * @param {Scene} scene
 */
export const boxesOfAlternative = ({ claimed, drawn }, scene) => [claimed, ...drawn ? [drawn] : []]
  .map((position) => boxAround(scene.pointOf(position), ALTERNATIVE.ring * scene.unit + ALTERNATIVE.width))

/**
 * Where another account has the flight, as an open ring tied to where it is drawn.
 * @param {CanvasRenderingContext2D} context
 * @param {Alternative} alternative
 * @param {Scene} scene
 * @param {Theme} theme
 */
export const drawAlternative = (context, { claimed, drawn }, scene, theme) => {
  const { x, y } = scene.pointOf(claimed)
  context.save()
  context.strokeStyle = theme.get('ink')
  context.fillStyle = theme.get('paper')
  context.lineWidth = ALTERNATIVE.width
  if (drawn) {
    const other = scene.pointOf(drawn)
    context.setLineDash(ALTERNATIVE.dash)
    context.beginPath()
    context.moveTo(other.x, other.y)
    context.lineTo(x, y)
    context.stroke()
    context.setLineDash([])
  }
  context.beginPath()
  context.arc(x, y, ALTERNATIVE.ring * scene.unit, 0, 2 * Math.PI)
  context.fill()
  context.stroke()
  context.beginPath()
  context.arc(x, y, ALTERNATIVE.dot * scene.unit, 0, 2 * Math.PI)
  context.fillStyle = theme.get('ink')
  context.fill()
  context.restore()
}
