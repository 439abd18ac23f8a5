/**
 * The smallest of any number of values; `Math.min(...values)` takes no more than the stack does. NaN is skipped.
 * @param {Iterable<number>} values
 * @param {number} [found]
 */
export const minOf = (values, found = Infinity) => {
  for (const value of values) if (value < found) found = value
  return found
}

/**
 * The greatest of any number of values. NaN is skipped.
 * @param {Iterable<number>} values
 * @param {number} [found]
 */
export const maxOf = (values, found = -Infinity) => {
  for (const value of values) if (value > found) found = value
  return found
}
