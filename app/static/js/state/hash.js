/**
 * The state of a page in its address: `#map=zoom/lat/lon&date=…&chapter=…&feature=…&layers=a,b&lang=de`; a map that is
 * not in Mercator's projection has the latitude and longitude of its centre behind, `zoom/lat/lon/lat/lon`.
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

/**
 * An address, without what is behind #, that names a moment to the server, too: chats show its title and its map.
 * @param {string} address
 * @param {string | null} date null for none
 */
export const withDate = (address, date) => {
  const [path, query = ''] = address.split('?')
  const others = query.split('&').filter((part) => part && !part.startsWith('date='))
  const asked = [...others, ...(date ? [`date=${date}`] : [])].join('&')
  return asked ? `${path}?${asked}` : path
}

/** @param {string} value */
const encoded = (value) =>
  encodeURIComponent(value).replace(/%2F/g, '/').replace(/%3A/g, ':').replace(/%2C/g, ',')

/**
 * The decimals of a degree that a zoom can show: those of a pixel, two at least.
 * @param {number} zoom
 */
export const decimalsAt = (zoom) => Math.max(2, Math.ceil(Math.log2(2 ** zoom * 256 / 360) / Math.log2(10)))

/**
 * `zoom/lat/lon` with just the decimals that the zoom can show, and the centre of the projection.
 * @param {number} zoom
 * @param {number} lat
 * @param {number} lon
 * @param {[number, number] | null} [projection] latitude and longitude, null for Mercator's
 */
export const formatView = (zoom, lat, lon, projection = null) => {
  const decimals = decimalsAt(zoom)
  const view = [+zoom.toFixed(2), lat.toFixed(decimals), lon.toFixed(decimals)]
  return [...view, ...(projection ?? []).map((degrees) => +degrees.toFixed(2))].join('/')
}

/**
 * `{zoom, center: [lat, lon], projection}`, or null where the text is no view of this world.
 * @param {string} [text]
 * @returns {{zoom: number, center: [number, number], projection: [number, number] | null} | null}
 */
export const parseView = (text = '') => {
  const [zoom, lat, lon, ...projection] = text.split('/').map((part) => part.trim() === '' ? NaN : Number(part))
  const center = positionOf([lat, lon])
  const centre = positionOf(projection)
  const isView = zoom >= 0 && zoom <= 24 && center && (centre || !projection.length)
  return isView ? { zoom, center, projection: centre } : null
}

/**
 * A latitude and longitude on earth, or null.
 * @param {number[]} degrees
 * @returns {[number, number] | null}
 */
const positionOf = ([lat, lon, ...more]) =>
  Math.abs(lat) <= 90 && Math.abs(lon) <= 540 && !more.length ? [lat, lon] : null

/** @param {string} text */
const safelyDecoded = (text) => {
  try { return decodeURIComponent(text) } catch { return text }
}
