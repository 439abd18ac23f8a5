/**
 * Add a value to the list of a key.
 * @template K, T
 * @param {Map<K, T[]>} lists
 * @param {K} key
 * @param {T} value
 */
export const append = (lists, key, value) => {
  const list = lists.get(key)
  if (list) list.push(value)
  else lists.set(key, [value])
}

/**
 * Lists of things by their key.
 * @template T, K
 * @param {Iterable<T>} things
 * @param {(thing: T) => K} keyOf
 */
export const groupBy = (things, keyOf) => {
  /** @type {Map<K, T[]>} */
  const lists = new Map()
  for (const thing of things) append(lists, keyOf(thing), thing)
  return lists
}
