/**
 * A worker that asks the server and answers with the text, or null when the server is away. A page's own failed
 * requests are written to its console; a worker's are not, and a kiosk whose server restarts has nothing to report.
 */
globalThis.onmessage = async ({ data: { id, url, options } }) => {
  globalThis.postMessage({ id, text: await textOf(url, options) })
}

const TIMEOUT_MS = 4000

/**
 * @param {string} url
 * @param {RequestInit} [options]
 */
const textOf = async (url, options) => {
  try {
    const response = await fetch(url, { cache: 'no-store', signal: AbortSignal.timeout(TIMEOUT_MS), ...options })
    return response.ok ? await response.text() : null
  } catch {
    return null
  }
}
