import { closest, contextOf, query } from '#lib/dom'
import { listen } from '#state/listen'

/** Modules of white about a code, without which no reader finds it. */
const QUIET = 4

/**
 * Whether each module of a code is dark, row by row, from the `size:bits` that Python wrote.
 * @param {string} code
 */
const modulesOf = (code) => {
  const [size, bits] = code.split(':')
  const bytes = Uint8Array.from(atob(bits), (character) => character.charCodeAt(0))
  const length = Number(size)
  return Array.from({ length }, (_, y) => Array.from({ length }, (__, x) => {
    const bit = y * length + x
    return Boolean(bytes[bit >> 3] & 128 >> (bit & 7))
  }))
}

/**
 * The popover that shows an address as a QR code: what a visitor takes along from a screen that opens no other site.
 * @param {Document} page
 */
export const mountQrCodes = (page) => {
  const popover = query(page, '.code-popover', HTMLElement)
  return listen(page, 'click', (event) => {
    const { code, address } = closest(event, '[data-code]')?.dataset ?? {}
    if (!code) return
    paint(query(popover, 'canvas', HTMLCanvasElement), modulesOf(code))
    query(popover, '.address', HTMLElement).textContent = address ?? ''
    popover.showPopover()
  })
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {boolean[][]} rows
 */
const paint = (canvas, rows) => {
  canvas.width = canvas.height = rows.length + 2 * QUIET
  const context = contextOf(canvas)
  context.fillStyle = '#fff'
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.fillStyle = '#000'
  rows.forEach((row, y) => row.forEach((isDark, x) => {
    if (isDark) context.fillRect(x + QUIET, y + QUIET, 1, 1)
  }))
}
