/**
 * A worker that asks the server and answers with the text, or null when the server is away. A page's own failed requests
 * are written to its console; a worker's are not, and a kiosk whose server restarts has nothing to complain about.
 */
globalThis.onmessage = async ({ data: { id, url, options } }) => {
  globalThis.postMessage({ id, text: await textOf(url, options) })
}

const textOf = async (url, options) => {
  try {
    const response = await fetch(url, { cache: 'no-store', signal: AbortSignal.timeout(4000), ...options })
    return response.ok ? await response.text() : null
  } catch {
    return null
  }
}
