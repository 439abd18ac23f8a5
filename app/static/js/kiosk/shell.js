/** @import { VisitController } from '#kiosk/visit_controller' */
/** @import { ShellPayload } from '#payloads' */
import { lock } from '#kiosk/lock'
import { isOpen } from '#kiosk/opening_hours'
import { StaffGesture } from '#kiosk/staff_gesture'
import { VisitQueue } from '#kiosk/visit_queue'
import { jsonOf, query } from '#lib/dom'
import { listen } from '#state/listen'

/**
 * Milliseconds: for loading a playlist, without a beat of it, between two repairs, and before a refused version is
 * tried again.
 */
const LOADING_MS = 180_000
const STALLED_MS = 30_000
const REPAIR_EVERY_MS = 600_000
const TRY_AGAIN_MS = 30_000
const FAULT = 'overflight-fault'

/** What a playlist reports when it is ready; `missing` counts the exhibits that did not load. */
/** @typedef {{controller: VisitController, missing: number, version: string}} Loaded */
/** @typedef {{frame: HTMLIFrameElement, version: string, loaded: Loaded}} Shown */

/**
 * Stays on the screen all year. It never navigates: a new playlist is loaded behind the one shown, checked, and takes
 * its place when nobody is there. While the server is away, what is shown stays.
 */
class KioskShell {
  /** @type {Shown | null} */
  #current = null
  /** @type {{frame: HTMLIFrameElement, version: string} | null} */
  #next = null
  #repaired = -Infinity
  #hasFault = false
  #isChecking = false
  /** @type {{version: string | null, at: number}} */
  #refused = { version: null, at: -Infinity }
  #settings
  #queue
  #client = new FetchClient()
  #gesture = new StaffGesture(() => this.#openStaffPage())

  /** @param {ShellPayload} settings */
  constructor (settings) {
    this.#settings = settings
    this.status = {
      since: new Date().toISOString(),
      lastFault: localStorage.getItem(FAULT) ?? '',
      serverAway: false,
      checks: 0
    }
    const { visits } = settings
    this.#queue = visits && new VisitQueue(localStorage, (waiting) => this.#client.post(visits, waiting))
    listen(night(), 'pointerdown', ({ clientX, clientY }) => {
      this.#touched({ x: clientX, y: clientY, width: innerWidth })
    })
    setInterval(() => this.#check(), settings.pollSeconds * 1000)
    this.#check()
  }

  async #check () {
    if (this.#isChecking) return
    this.#isChecking = true
    await this.#checkOnce()
    this.#isChecking = false
  }

  async #checkOnce () {
    this.#dim()
    const version = await this.#client.ask(this.#settings.version)
    this.status.serverAway = version === null
    this.status.checks++
    if (version === null) return
    if (this.#queue) this.#queue.send()
    if (!this.#next && this.#wants(version)) this.#load(version)
  }

  /**
   * Whether a playlist is to be loaded: one of another version, unless that has just been refused, or one to repair
   * what has a fault.
   * @param {string} version
   */
  #wants (version) {
    const now = performance.now()
    if (!this.#current) return true
    if (version === this.#refused.version && now - this.#refused.at < TRY_AGAIN_MS) return false
    const isStalled = now - this.#current.loaded.controller.lastBeat > STALLED_MS
    const repairs = (this.#hasFault || isStalled) && now - this.#repaired > REPAIR_EVERY_MS
    return repairs || version !== this.#current.version
  }

  /** Whether a visitor is there. */
  get #isVisited () { return Boolean(this.#current) && this.#current?.loaded.controller.visit.state !== 'attract' }

  /** Dark outside the opening hours, as soon as the last visitor has gone. */
  #dim () {
    const isDark = !isOpen(this.#settings.hours, new Date()) && !(this.#isVisited && night().hidden)
    night().hidden = !isDark
  }

  /**
   * Load a playlist behind the one shown; one that does not load completely is discarded, and tried again later.
   * @param {string} version
   */
  #load (version) {
    const frame = document.createElement('iframe')
    frame.title = document.title
    frame.dataset.place = 'arriving'
    this.#next = { frame, version }
    const late = setTimeout(() => this.#discard(frame), LOADING_MS)
    listen(frame, 'show', ({ detail }) => {
      clearTimeout(late)
      if (detail.missing && this.#current) this.#discard(frame)
      else this.#swap({ frame, version, loaded: detail })
    })
    listen(frame, 'load', () => { if (!frame.contentDocument?.querySelector('[data-settings]')) this.#discard(frame) })
    listen(frame, 'fault', ({ detail }) => this.#note(frame, detail))
    listen(frame, 'touched', ({ detail }) => this.#touched(detail))
    listen(frame, 'visit', ({ detail }) => { if (this.#queue) this.#queue.put(detail) })
    frame.src = this.#settings.show
    query(document, '.playlists', HTMLElement).append(frame)
  }

  /**
   * The new playlist takes the old one's place as soon as nobody is there.
   * @param {Shown} next
   */
  #swap (next) {
    const before = this.#current
    if (before && this.#isVisited) {
      const stop = listen(before.loaded.controller.visit, 'change', () => {
        stop()
        this.#swap(next)
      })
      return
    }
    this.#current = next
    this.#next = null
    this.#repaired = performance.now()
    this.#hasFault = false
    next.frame.dataset.place = 'front'
    query(document, '.holding', HTMLElement).hidden = true
    document.documentElement.dataset.ready = 'true'
    before?.loaded.controller.destroy()
    before?.frame.remove()
  }

  /** @param {HTMLIFrameElement} frame */
  #discard (frame) {
    if (this.#next?.frame !== frame) return
    this.#refused = { version: this.#next.version, at: performance.now() }
    this.#next = null
    frame.remove()
  }

  /**
   * @param {HTMLIFrameElement} frame
   * @param {string} fault
   */
  #note (frame, fault) {
    this.status.lastFault = `${new Date().toISOString()} ${fault}`
    keep(FAULT, this.status.lastFault)
    if (frame === this.#current?.frame) this.#hasFault = true
    else this.#discard(frame)
  }

  /** @param {import('#kiosk/staff_gesture').Touch} touch */
  #touched (touch) { if (this.#settings.staff) this.#gesture.touch(touch, performance.now()) }

  /** Open the staff page in a frame; the page itself closes it again. */
  #openStaffPage () {
    if (document.querySelector('.staff')) return
    const frame = document.createElement('iframe')
    frame.className = 'staff'
    frame.title = 'Staff'
    listen(frame, 'load', () => { if (!frame.contentDocument?.querySelector('[data-staff]')) frame.remove() })
    listen(frame, 'close', () => frame.remove())
    frame.src = `${this.#settings.staff}#${encodeURIComponent(JSON.stringify(this.status))}`
    document.body.append(frame)
  }
}

/** Asks the server through a worker: see `fetch_worker.js`. */
class FetchClient {
  #asked = 0
  /** @type {Map<number, (text: string | null) => void>} */
  #waiting = new Map()
  #worker = new Worker(import.meta.resolve('#kiosk/fetch_worker'))

  constructor () {
    listen(this.#worker, 'message', ({ data: { id, text } }) => {
      this.#waiting.get(id)?.(text)
      this.#waiting.delete(id)
    })
  }

  /**
   * The server's answer as text, or null when it is away or refuses.
   * @param {string} url
   * @param {RequestInit} [options]
   * @returns {Promise<string | null>}
   */
  ask (url, options) {
    const id = this.#asked++
    this.#worker.postMessage({ id, url: new URL(url, location.href).href, options })
    return new Promise((resolve) => this.#waiting.set(id, resolve))
  }

  /**
   * The same, posting a JSON document.
   * @param {string} url
   * @param {unknown} body
   */
  post (url, body) {
    return this.ask(url, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'Content-Type': 'application/json' }
    })
  }
}

const night = () => query(document, '.night', HTMLElement)

/**
 * @param {string} key
 * @param {string} text
 */
const keep = (key, text) => {
  try { localStorage.setItem(key, text) } catch { /* a full disk: it is kept until the browser ends */ }
}

lock(document)
/** For the staff page, and for whatever examines a kiosk from outside. */
Object.assign(globalThis, { kioskShell: new KioskShell(jsonOf(query(document, '[data-settings]', HTMLScriptElement))) })
