/**
 * The state of a page in its address: `#map=zoom/lat/lon&date=…&chapter=…&feature=…&layers=a,b&lang=de`.
 * Whatever is not a key of ours is carried along untouched.
 */
export const parseHash = (hash) => {
  const state = {}
  for (const part of hash.replace(/^#/, '').split('&')) {
    const [key, ...rest] = part.split('=')
    if (key) state[key] = safelyDecoded(rest.join('='))
  }
  return state
}

/** The other way round; keys whose value is null or undefined are left out. */
export const formatHash = (state) => '#' + Object.entries(state)
  .filter(([, value]) => value !== null && value !== undefined)
  .map(([key, value]) => `${key}=${encodeURIComponent(value).replace(/%2F/g, '/').replace(/%3A/g, ':').replace(/%2C/g, ',')}`)
  .join('&')

/** `zoom/lat/lon` with just the decimals that the zoom can show. */
export const formatView = (zoom, lat, lon) => {
  const decimals = Math.max(2, Math.ceil(Math.log2(2 ** zoom * 256 / 360) / Math.log2(10)))
  return `${+zoom.toFixed(2)}/${lat.toFixed(decimals)}/${lon.toFixed(decimals)}`
}

/** `{zoom, center: [lat, lon]}`, or null where the text is no view of this world. */
export const parseView = (text) => {
  const [zoom, lat, lon] = (text ?? '').split('/').map((part) => part.trim() === '' ? NaN : Number(part))
  const whole = [zoom, lat, lon].every(Number.isFinite) && Math.abs(lat) <= 90 && Math.abs(lon) <= 540 && zoom >= 0 && zoom <= 24
  return whole ? { zoom, center: [lat, lon] } : null
}

const safelyDecoded = (text) => {
  try { return decodeURIComponent(text) } catch { return text }
}
