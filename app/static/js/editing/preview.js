/** @import { ChangesPayload, EditingPayload } from '#payloads' */
import { Banner } from '#editing/banner'
import { refreshed } from '#editing/refresh'
import { jsonOf, query } from '#lib/dom'
import { listen } from '#state/listen'

/** Milliseconds until the server is asked again that did not answer. */
const AGAIN_MS = 1000

/** An editor's page: it follows the files of its exhibit while it is in sight, and lists what is wrong with them. */
class Preview {
  /** @type {EventSource | null} */
  #stream = null
  #isRefreshing = false
  #address
  #banner

  /** @param {EditingPayload} setting */
  constructor ({ changes, messages }) {
    this.#address = changes
    this.#banner = new Banner(query(document, '.editing', HTMLElement), messages)
    listen(document, 'visibilitychange', () => this.#follow())
    listen(globalThis, 'pagehide', () => this.#close())
    listen(globalThis, 'pageshow', () => this.#follow())
    this.#follow()
  }

  /** Listen to the server while the page is in sight. */
  #follow () {
    if (document.hidden) this.#close()
    else if (!this.#stream && !this.#isRefreshing) this.#open()
  }

  #open () {
    const stream = this.#stream = new EventSource(this.#address)
    listen(stream, 'message', ({ data }) => this.#receive(JSON.parse(data)))
    listen(stream, 'error', () => {
      this.#banner.showAway()
      if (stream.readyState !== EventSource.CLOSED) return
      this.#close()
      setTimeout(() => this.#follow(), AGAIN_MS)
    })
  }

  #close () {
    this.#stream?.close()
    this.#stream = null
  }

  /** @param {ChangesPayload} changes */
  async #receive (changes) {
    this.#banner.show(changes)
    if (!changes.isOutdated || this.#isRefreshing) return
    this.#isRefreshing = true
    this.#close()
    try {
      await refreshed()
      this.#address = setting().changes
    } catch {
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS))
    }
    this.#isRefreshing = false
    this.#follow()
  }
}

/** @returns {EditingPayload} */
const setting = () => jsonOf(query(document, '[data-editing]', HTMLScriptElement))

new Preview(setting())
