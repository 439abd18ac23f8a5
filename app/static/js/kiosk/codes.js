import { listen } from '#listen'

/** Modules of white about a code, without which no reader finds it. */
const QUIET = 4

/** Whether each module of a code is dark, row by row, from the `size:bits` that Python wrote. */
export const modulesOf = (code) => {
  const [size, bits] = code.split(':')
  const bytes = Uint8Array.from(atob(bits), (character) => character.charCodeAt(0))
  return Array.from({ length: size }, (_, y) => Array.from({ length: size }, (_, x) => {
    const bit = y * size + x
    return Boolean(bytes[bit >> 3] & 128 >> (bit & 7))
  }))
}

/**
 * The sheet that shows an address as a QR code: what a visitor takes along from a screen that leads nowhere.
 * @returns {function} the way out
 */
export const mountCodes = (page) => {
  const sheet = page.querySelector('.code-sheet')
  return listen(page, 'click', ({ target }) => {
    const button = target.closest?.('[data-code]')
    if (!button) return
    paint(sheet.querySelector('canvas'), modulesOf(button.dataset.code))
    sheet.querySelector('.address').textContent = button.dataset.address
    sheet.showPopover()
  })
}

const paint = (canvas, rows) => {
  canvas.width = canvas.height = rows.length + 2 * QUIET
  const context = canvas.getContext('2d')
  context.fillStyle = '#fff'
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.fillStyle = '#000'
  rows.forEach((row, y) => row.forEach((isDark, x) => { if (isDark) context.fillRect(x + QUIET, y + QUIET, 1, 1) }))
}
