/**
 * `1960-05-01T05:53Z`; seconds are written only where they are not zero.
 * @param {number} seconds
 */
export const isoMoment = (seconds) => {
  const text = new Date(Math.round(seconds) * 1000).toISOString()
  return text.slice(17, 19) === '00' ? `${text.slice(0, 16)}Z` : `${text.slice(0, 19)}Z`
}

const ISO = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/

/**
 * Seconds since 1970 from an ISO instant or day in UTC, or null where the text is neither.
 * @param {string} [text]
 */
export const parseMoment = (text = '') => {
  if (!ISO.test(text)) return null
  const milliseconds = Date.parse(text)
  return Number.isNaN(milliseconds) ? null : milliseconds / 1000
}
