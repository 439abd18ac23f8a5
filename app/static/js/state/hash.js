/**
 * The state of a page in its address: `#map=zoom/lat/lon&date=…&chapter=…&feature=…&layers=a,b&lang=de`.
 * Keys that are not ours are kept.
 */

/**
 * @param {string} hash
 * @returns {Record<string, string>}
 */
export const parseHash = (hash) => {
  /** @type {Record<string, string>} */
  const state = {}
  for (const part of hash.replace(/^#/, '').split('&')) {
    const [key, ...rest] = part.split('=')
    if (key) state[key] = safelyDecoded(rest.join('='))
  }
  return state
}

/**
 * The other way round; keys whose value is null or undefined are left out.
 * @param {Record<string, string | null | undefined>} state
 */
export const formatHash = (state) => '#' + Object.entries(state)
  .flatMap(([key, value]) => value === null || value === undefined ? [] : [`${key}=${encoded(value)}`])
  .join('&')

/** @param {string} value */
const encoded = (value) =>
  encodeURIComponent(value).replace(/%2F/g, '/').replace(/%3A/g, ':').replace(/%2C/g, ',')

/**
 * The decimals of a degree that a zoom can show: those of a pixel, two at least.
 * @param {number} zoom
 */
export const decimalsAt = (zoom) => Math.max(2, Math.ceil(Math.log2(2 ** zoom * 256 / 360) / Math.log2(10)))

/**
 * `zoom/lat/lon` with just the decimals that the zoom can show.
 * @param {number} zoom
 * @param {number} lat
 * @param {number} lon
 */
export const formatView = (zoom, lat, lon) => {
  const decimals = decimalsAt(zoom)
  return `${+zoom.toFixed(2)}/${lat.toFixed(decimals)}/${lon.toFixed(decimals)}`
}

/**
 * `{zoom, center: [lat, lon]}`, or null where the text is no view of this world.
 * @param {string} [text]
 * @returns {{zoom: number, center: [number, number]} | null}
 */
export const parseView = (text = '') => {
  const [zoom, lat, lon] = text.split('/').map((part) => part.trim() === '' ? NaN : Number(part))
  const isOnEarth = [zoom, lat, lon].every(Number.isFinite) && Math.abs(lat) <= 90 && Math.abs(lon) <= 540
  return isOnEarth && zoom >= 0 && zoom <= 24 ? { zoom, center: [lat, lon] } : null
}

/** @param {string} text */
const safelyDecoded = (text) => {
  try { return decodeURIComponent(text) } catch { return text }
}
