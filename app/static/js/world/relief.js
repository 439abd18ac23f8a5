/** @import { View } from '#map/canvas_layer' */
/** @import { Projection } from '#map/projection' */
/** @import { Theme } from '#map/theme' */
/** @import { Viewport, WorldBox } from '#world/viewport' */
import { bytesOf } from '#lib/load'
import { WORLD, worldX, worldY } from '#map/mercator'

/** The picture of the whole world, and the zoom level of the tiles that show parts of it more closely. */
const WHOLE = '0/0/0'
const TILE_ZOOM = 4
const TILE = WORLD / 2 ** TILE_ZOOM
/** The share of a tile along which it passes into the picture of the whole world, where no tile is beside it. */
const PASSES = 0.25
/** @type {[Edge, number, number][]} the edges of a tile, and which tile is beyond */
const EDGES = [['west', -1, 0], ['east', 1, 0], ['north', 0, -1], ['south', 0, 1]]
/** The zoom level from which tiles are drawn. */
const TILES_FROM = 3
/** From the first zoom level on the relief grows paler, as it has no further detail, and from the second it is gone. */
const FADES = { from: 5.75, to: 7.25 }
/** The width in pixels of the picture of a round map. */
const ROUND = 768
/** The grey of flat land, and by how much its compression may change it. */
const FLAT = 128
const NOISE = 2

/**
 * The pictures of documents, decoded once.
 * @type {WeakMap<Record<string, string>, Promise<Map<string, ImageBitmap>>>}
 */
const decodings = new WeakMap()

/** Light and shadow of the land: pictures that are tinted once and then only drawn. */
export class Relief {
  /** @type {Map<string, ImageBitmap>} */
  #greys = new Map()
  /** @type {Map<string, ImageBitmap>} */
  #tinted = new Map()
  /** @type {Map<Projection, ImageBitmap>} */
  #round = new Map()
  /** @type {Uint8ClampedArray | null} */
  #tones = null

  /**
   * Decode the pictures; one that a browser cannot read is left out.
   * @param {Record<string, string>} pictures in base64, by `<zoom>/<column>/<row>`
   */
  async load (pictures) {
    if (!decodings.has(pictures)) decodings.set(pictures, decoded(pictures))
    this.#greys = await decodings.get(pictures) ?? new Map()
  }

  /**
   * Draw everything in the colours of the page from now on.
   * @param {Theme} theme
   */
  tint (theme) {
    this.#tones = tonesOf(theme)
    for (const picture of [...this.#tinted.values(), ...this.#round.values()]) picture.close()
    this.#round.clear()
    this.#tinted.clear()
  }

  /**
   * A picture in the colours of the page, if there is one.
   * @param {string} name
   */
  #picture (name) {
    const grey = this.#greys.get(name)
    if (!grey || !this.#tones) return undefined
    const picture = this.#tinted.get(name) ?? tinted(this.#joined(name, grey), this.#tones)
    this.#tinted.set(name, picture)
    return picture
  }

  /**
   * The greys of a picture, which pass into those of the whole world where no tile is beside it.
   * @param {string} name
   * @param {ImageBitmap} grey
   */
  #joined (name, grey) {
    const whole = this.#greys.get(WHOLE)
    if (name === WHOLE || !whole) return greysOf(grey)
    const [, column, row] = name.split('/').map(Number)
    const count = WORLD / TILE
    const open = EDGES.filter(([, across, down]) =>
      !this.#greys.has(`${TILE_ZOOM}/${(column + across + count) % count}/${row + down}`)).map(([edge]) => edge)
    const near = greysOf(grey)
    return open.length ? passing(near, greysOf(whole, partOf(whole, TILE, column, row), near), open) : near
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {View} view
   * @param {Viewport} viewport
   */
  paint (context, view, viewport) {
    const opacity = opacityAt(view.zoom)
    if (!opacity) return
    context.globalAlpha = opacity
    if (view.projection?.limit) this.#paintRound(context, view, view.projection, view.projection.limit)
    else this.#paintSquares(context, view, viewport)
    context.globalAlpha = 1
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {View} view
   * @param {Projection} projection
   * @param {{x: number, y: number, radius: number}} limit
   */
  #paintRound (context, { scale, x: left, y: top }, projection, limit) {
    const whole = this.#greys.get(WHOLE)
    if (!whole || !this.#tones) return
    const picture = this.#round.get(projection) ?? tinted(bent(greysOf(whole), projection, limit), this.#tones)
    this.#round.set(projection, picture)
    const [x, y, size] = [limit.x - limit.radius, limit.y - limit.radius, 2 * limit.radius]
    context.drawImage(picture, x * scale - left, y * scale - top, size * scale, size * scale)
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {View} view
   * @param {Viewport} viewport
   */
  #paintSquares (context, view, viewport) {
    const size = view.zoom < TILES_FROM ? WORLD : TILE
    for (const { column, row, shift } of gridOf(viewport, size)) {
      const [left, top] = [column * size + shift, row * size]
      const box = snapped(context, view, [left, top, left + size, top + size])
      const tile = size === TILE ? this.#picture(`${TILE_ZOOM}/${column}/${row}`) : undefined
      const whole = tile ? undefined : this.#picture(WHOLE)
      if (tile) context.drawImage(tile, ...box)
      else if (whole) context.drawImage(whole, ...partOf(whole, size, column, row), ...box)
    }
  }
}

/** @param {Record<string, string>} pictures in base64 */
const decoded = async (pictures) => {
  const found = await Promise.all(Object.entries(pictures).map(async ([name, content]) => {
    const picture = new Blob([bytesOf(content)], { type: 'image/avif' })
    return /** @type {const} */ ([name, await createImageBitmap(picture).catch(() => null)])
  }))
  return new Map(found.flatMap(([name, grey]) => grey ? [[name, grey]] : []))
}

/**
 * How much of the relief is seen, from 0 to 1.
 * @param {number} zoom
 */
export const opacityAt = (zoom) => Math.max(0, Math.min(1, (FADES.to - zoom) / (FADES.to - FADES.from)))

/**
 * The squares of a size that lie in a viewport, with the shift of their copy of the world.
 * @param {Viewport} viewport
 * @param {number} size
 */
export const gridOf = (viewport, size) => {
  const { west, east, north, south } = viewport
  const count = WORLD / size
  const last = Math.min(count, Math.ceil(south / size))
  const found = []
  for (let x = Math.floor(west / size); x * size < east; x++) {
    const turn = Math.floor(x / count)
    for (let row = Math.max(0, Math.floor(north / size)); row < last; row++) {
      found.push({ column: x - turn * count, row, shift: turn * WORLD })
    }
  }
  return found
}

/**
 * A box of the world as `drawImage` takes it, with its edges on the screen's pixels, so that no line is seen where two
 * meet.
 * @param {CanvasRenderingContext2D} context
 * @param {View} view
 * @param {WorldBox} box
 * @returns {[number, number, number, number]}
 */
const snapped = (context, { scale, x, y }, [west, north, east, south]) => {
  const { a, e, f } = context.getTransform()
  const [left, right] = [west, east].map((at) => (Math.round((at * scale - x) * a + e) - e) / a)
  const [top, bottom] = [north, south].map((at) => (Math.round((at * scale - y) * a + f) - f) / a)
  return [left, top, right - left, bottom - top]
}

/**
 * The part of the world's picture that shows a square of the grid.
 * @param {ImageBitmap} whole
 * @param {number} size
 * @param {number} column
 * @param {number} row
 * @returns {[number, number, number, number]}
 */
const partOf = ({ width }, size, column, row) => {
  const length = width * size / WORLD
  return [column * length, row * length, length, length]
}

/**
 * What each grey is drawn as: red, green, blue and opacity, four numbers of 256.
 * @param {Pick<Theme, 'numbers'>} theme
 */
export const tonesOf = (theme) => {
  const [shadow, light] = [theme.numbers('relief-shadow'), theme.numbers('relief-light')]
  const tones = new Uint8ClampedArray(4 * 256)
  for (let grey = 0; grey < 256; grey++) {
    const [red, green, blue, opacity] = grey < FLAT ? shadow : light
    tones.set([red, green, blue, Math.max(0, Math.abs(grey - FLAT) - NOISE) / (FLAT - NOISE) * opacity * 255], grey * 4)
  }
  return tones
}

/** @typedef {{width: number, height: number, at: Uint8Array}} Greys a picture, one number a pixel */

/** @typedef {'west' | 'east' | 'north' | 'south'} Edge */

/**
 * A picture that passes into another, of the same size, towards some of its edges.
 * @param {Greys} near
 * @param {Greys} far
 * @param {Edge[]} edges
 * @returns {Greys}
 */
export const passing = ({ width, height, at }, far, edges) => {
  const across = sharesOf(width, edges.includes('west'), edges.includes('east'))
  const down = sharesOf(height, edges.includes('north'), edges.includes('south'))
  const greys = at.map((grey, index) => {
    const share = across[index % width] * down[Math.floor(index / width)]
    return Math.round(grey * share + far.at[index] * (1 - share))
  })
  return { width, height, at: greys }
}

/**
 * How much of a picture is seen at each pixel of a side, from 0 where it passes into another to 1.
 * @param {number} length
 * @param {boolean} first whether it does so at the first pixel
 * @param {boolean} last whether it does so at the last
 */
const sharesOf = (length, first, last) => Float32Array.from({ length }, (_, index) =>
  Math.min(1, first ? index / (length * PASSES) : 1, last ? (length - 1 - index) / (length * PASSES) : 1))

/**
 * @param {ImageBitmap} picture
 * @param {[number, number, number, number]} [part]
 * @param {{width: number, height: number}} [size]
 * @returns {Greys}
 */
const greysOf = (picture, part = [0, 0, picture.width, picture.height], { width, height } = picture) => {
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })
  context?.drawImage(picture, ...part, 0, 0, width, height)
  const pixels = new Uint32Array(context?.getImageData(0, 0, width, height).data.buffer ?? [])
  return { width, height, at: new Uint8Array(pixels) } // a byte of each pixel, which is grey
}

/**
 * @param {Greys} greys
 * @param {Uint8ClampedArray} tones
 */
const tinted = ({ width, height, at }, tones) => {
  const canvas = new OffscreenCanvas(width, height)
  const picture = new ImageData(width, height)
  const [pixels, inks] = [new Uint32Array(picture.data.buffer), new Uint32Array(tones.buffer)]
  for (let index = 0; index < at.length; index++) pixels[index] = inks[at[index]]
  canvas.getContext('2d')?.putImageData(picture, 0, 0)
  return canvas.transferToImageBitmap()
}

/**
 * The picture of the whole world as a round map has it.
 * @param {Greys} whole
 * @param {Projection} projection
 * @param {{x: number, y: number, radius: number}} limit
 * @returns {Greys}
 */
export const bent = ({ width, height, at }, projection, { x: middleX, y: middleY, radius }) => {
  const greys = new Uint8Array(ROUND * ROUND).fill(FLAT)
  for (let row = 0; row < ROUND; row++) {
    const down = (row + 0.5) / ROUND * 2 - 1
    for (let column = 0; column < ROUND; column++) {
      const across = (column + 0.5) / ROUND * 2 - 1
      if (across * across + down * down > 1) continue
      const { lon, lat } = projection.position(middleX + across * radius, middleY + down * radius)
      const x = Math.floor(worldX(lon) / WORLD * width)
      const y = Math.min(height - 1, Math.floor(worldY(lat) / WORLD * height))
      greys[row * ROUND + column] = at[y * width + ((x % width) + width) % width]
    }
  }
  return { width: ROUND, height: ROUND, at: greys }
}
