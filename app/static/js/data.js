/**
 * Data that is too big for the page's own HTML: fetched where it is served, unpacked where the page carries it.
 * Gzip is told by its first two bytes, so that a server may or may not have unpacked it on the way.
 *
 * @param {string} address a URL, or a `data:…;base64,…` address
 * @returns {Promise<object>} the JSON document
 */
export const load = async (address) => {
  const bytes = address.startsWith('data:') ? carried(address) : await fetched(address)
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b
  const stream = new Blob([bytes]).stream()
  return new Response(isGzip ? stream.pipeThrough(new DecompressionStream('gzip')) : stream).json()
}

const carried = (address) => Uint8Array.from(atob(address.slice(address.indexOf(',') + 1)), (char) => char.charCodeAt(0))

const fetched = async (address) => {
  const response = await fetch(address)
  if (!response.ok) throw new Error(`${address}: ${response.status}`)
  return new Uint8Array(await response.arrayBuffer())
}
