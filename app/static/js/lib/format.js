/** @import { Message } from '#state/stage' */

/**
 * A whole number with a thin space between thousands, as an atlas prints it.
 * @param {number} value
 */
export const formatNumber = (value) => String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, '\u202f')

/**
 * A number of a few decimals with the decimal mark of the language.
 * @param {number | string} value
 * @param {Message} message
 */
export const formatDecimal = (value, message) => String(value).replace('.', message('decimal_mark'))

/**
 * An altitude, or a band of altitudes: `20 000 m`, `22–25 km`.
 * @param {number} low in metres
 * @param {number | null} high
 * @param {Message} message
 */
export const formatAltitudes = (low, high, message) => {
  if (high === null) return message('metres_of', { n: formatNumber(low) })
  if (low < 1000) return message('metres_of', { n: `${formatNumber(low)}–${formatNumber(high)}` })
  return message('km_of', { n: [low, high].map((metres) => formatDecimal(metres / 1000, message)).join('–') })
}

/**
 * An altitude on an axis: `20 km` or `500 m`.
 * @param {number} metres
 * @param {Message} message
 */
export const formatTick = (metres, message) => metres >= 1000 && metres % 1000 === 0
  ? message('km_of', { n: formatNumber(metres / 1000) })
  : message('metres_of', { n: formatNumber(metres) })
