/**
 * The keys by which a page names what is not a feature of its own, as `app/keys.py` makes them: `flight/3` is a
 * flight's third fix, `exhibit:flight` a flight on the atlas.
 */

/**
 * @param {string} flight
 * @param {number} number from 1
 */
export const fixKey = (flight, number) => `${flight}/${number}`

/**
 * The id of the feature that a key belongs to.
 * @param {string} key
 */
export const featureOf = (key) => key.split('/')[0]

/**
 * Whether a key is that of a fix, and not of a feature.
 * @param {string} key
 */
export const isFix = (key) => key.includes('/')

/**
 * The exhibit that a key of the atlas belongs to.
 * @param {string} key
 */
export const exhibitOf = (key) => key.split(/[:/]/)[0]
