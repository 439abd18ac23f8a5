/**
 * @typedef {(key: string, values?: Record<string, unknown>) => string} Say a message of the interface by its key
 */

/**
 * The messages of the interface, with values in the place of names in braces.
 * @param {Record<string, string>} messages
 * @returns {Say}
 */
export const messageOf = (messages) => (key, values = {}) =>
  (messages[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ''))
