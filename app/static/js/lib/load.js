/**
 * Data that is too big for the page's own HTML: fetched where it is served, unpacked where the page carries it.
 * Gzip is recognised by its first two bytes, as a server may or may not have unpacked it on the way.
 *
 * @template T
 * @param {string} address a URL, or a `data:…;base64,…` address
 * @returns {Promise<T>} the JSON document
 */
export const loadJson = async (address) => {
  const bytes = address.startsWith('data:') ? bytesOf(address.slice(address.indexOf(',') + 1)) : await fetched(address)
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b
  const stream = new Blob([bytes]).stream()
  return new Response(isGzip ? stream.pipeThrough(new DecompressionStream('gzip')) : stream).json()
}

/** @param {string} base64 */
export const bytesOf = (base64) => Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))

/** @param {string} address */
const fetched = async (address) => {
  const response = await fetch(address)
  if (!response.ok) throw new Error(`${address}: ${response.status}`)
  return new Uint8Array(await response.arrayBuffer())
}
