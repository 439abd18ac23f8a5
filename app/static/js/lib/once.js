/**
 * A function that calls `make` the first time, and returns the same ever after.
 * @template T
 * @param {() => T} make
 * @returns {() => T}
 */
export const once = (make) => {
  /** @type {{value: T} | undefined} */
  let made
  return () => (made ??= { value: make() }).value
}
