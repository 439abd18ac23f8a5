/** @import { View } from '#map/canvas_layer' */
/** @import { Theme } from '#map/theme' */
/** @import { Viewport, WorldBox } from '#world/viewport' */
import { bytesOf } from '#lib/load'
import { WORLD } from '#map/mercator'

/** The picture of the whole world, and the zoom level of the tiles that show parts of it more closely. */
const WHOLE = '0/0/0'
const TILE_ZOOM = 4
const TILE = WORLD / 2 ** TILE_ZOOM
/** The zoom level from which tiles are drawn. */
const TILES_FROM = 3
/** From the first zoom level on the relief grows paler, as it has no further detail, and from the second it is gone. */
const FADES = { from: 5.75, to: 7.25 }
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

  /**
   * Decode the pictures; one that a browser cannot read is left out.
   * @param {Record<string, string>} pictures in base64, by `<zoom>/<column>/<row>`
   */
  async load (pictures) {
    if (!decodings.has(pictures)) decodings.set(pictures, decoded(pictures))
    this.#greys = await decodings.get(pictures) ?? new Map()
  }

  /**
   * Tint everything in the colours of the page.
   * @param {Theme} theme
   */
  tint (theme) {
    const tones = tonesOf(theme)
    for (const picture of this.#tinted.values()) picture.close()
    this.#tinted = new Map([...this.#greys].map(([name, grey]) => [name, tinted(grey, tones)]))
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {View} view
   * @param {Viewport} viewport
   */
  paint (context, view, viewport) {
    const opacity = opacityAt(view.zoom)
    const whole = this.#tinted.get(WHOLE)
    if (!opacity || !whole) return
    context.globalAlpha = opacity
    const size = view.zoom < TILES_FROM ? WORLD : TILE
    for (const { column, row, shift } of gridOf(viewport, size)) {
      const tile = this.#tinted.get(`${TILE_ZOOM}/${column}/${row}`)
      const [left, top] = [column * size + shift, row * size]
      const box = snapped(context, view, [left, top, left + size, top + size])
      if (tile && size === TILE) context.drawImage(tile, ...box)
      else context.drawImage(whole, ...partOf(whole, size, column, row), ...box)
    }
    context.globalAlpha = 1
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

/**
 * @param {ImageBitmap} grey
 * @param {Uint8ClampedArray} tones
 */
const tinted = (grey, tones) => {
  const canvas = new OffscreenCanvas(grey.width, grey.height)
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) return grey
  context.drawImage(grey, 0, 0)
  const picture = context.getImageData(0, 0, grey.width, grey.height)
  const { data } = picture
  for (let at = 0; at < data.length; at += 4) {
    const tone = data[at] * 4
    for (let channel = 0; channel < 4; channel++) data[at + channel] = tones[tone + channel]
  }
  context.putImageData(picture, 0, 0)
  return canvas.transferToImageBitmap()
}
