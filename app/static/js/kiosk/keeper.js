import { isOpen } from '#kiosk/hours'
import { lock } from '#kiosk/lock'
import { Outbox } from '#kiosk/outbox'
import { Staircase } from '#kiosk/staircase'
import { listen } from '#listen'

const PATIENCE = 180_000
const STALLED = 30_000
const HEAL_EVERY = 600_000
const TRY_AGAIN = 30_000
const FAULT = 'overflight-fault'

/**
 * Stands on the screen all year. It never navigates: a new show is loaded behind the one on show, checked, and takes its
 * place when nobody is there. While the server is away, what is on show stays.
 */
class Keeper {
  #current = null
  #next = null
  #healed = -Infinity
  #wounded = false
  #isLooking = false
  #refused = { version: null, at: -Infinity }

  constructor (setting) {
    this.setting = setting
    this.status = { since: new Date().toISOString(), lastFault: localStorage.getItem(FAULT) ?? '', serverAway: false, looks: 0 }
    this.messenger = new Messenger()
    this.outbox = setting.visits && new Outbox(localStorage, (visits) => this.messenger.post(setting.visits, visits))
    this.staircase = new Staircase(() => this.#openStaffDoor())
    listen(document.querySelector('.night'), 'pointerdown', ({ clientX, clientY }) => this.#step({ x: clientX, y: clientY, width: innerWidth }))
    setInterval(() => this.#look(), setting.pollSeconds * 1000)
    this.#look()
  }

  async #look () {
    if (this.#isLooking) return
    this.#isLooking = true
    await this.#lookOnce()
    this.#isLooking = false
  }

  async #lookOnce () {
    this.#dim()
    const version = await this.messenger.ask(this.setting.version)
    this.status.serverAway = version === null
    this.status.looks++
    if (version === null) return
    this.outbox?.send()
    const isStalled = this.#current && performance.now() - this.#current.show.host.beaten > STALLED
    const heals = (this.#wounded || isStalled) && performance.now() - this.#healed > HEAL_EVERY
    const isRefused = this.#current && version === this.#refused.version && performance.now() - this.#refused.at < TRY_AGAIN
    if (!this.#next && !isRefused && (heals || version !== this.#current?.version)) this.#load(version)
  }

  /** Dark outside the opening hours, as soon as the last visitor has gone. */
  #dim () {
    const isVisited = this.#current && this.#current.show.host.visit.state !== 'attract'
    const night = document.querySelector('.night')
    const isDark = !isOpen(this.setting.hours, new Date()) && !(isVisited && night.hidden)
    night.hidden = !isDark
  }

  /** Load a show behind the one on show; what does not come whole is thrown away, and tried again later. */
  #load (version) {
    const frame = document.createElement('iframe')
    frame.title = document.title
    frame.dataset.place = 'arriving'
    this.#next = { frame, version, show: null }
    const late = setTimeout(() => this.#discard(frame), PATIENCE)
    listen(frame, 'show', ({ detail }) => {
      clearTimeout(late)
      if (detail.missing && this.#current) return this.#discard(frame)
      this.#next.show = detail
      this.#swap()
    })
    listen(frame, 'load', () => { if (!frame.contentDocument?.querySelector('[data-setting]')) this.#discard(frame) })
    listen(frame, 'fault', ({ detail }) => this.#note(frame, detail))
    listen(frame, 'touched', ({ detail }) => this.#step(detail))
    listen(frame, 'visit', ({ detail }) => this.outbox?.put(detail))
    frame.src = this.setting.show
    document.querySelector('.shows').append(frame)
  }

  /** The new show takes the old one's place as soon as nobody is there. */
  #swap () {
    const { visit } = this.#current?.show.host ?? {}
    if (visit && visit.state !== 'attract') {
      const wait = listen(visit, 'change', () => {
        wait()
        this.#swap()
      })
      return
    }
    const before = this.#current
    this.#current = this.#next
    this.#next = null
    this.#healed = performance.now()
    this.#wounded = false
    this.#current.frame.dataset.place = 'front'
    document.querySelector('.holding').hidden = true
    document.documentElement.dataset.ready = 'true'
    before?.show.host.leave()
    before?.frame.remove()
  }

  #discard (frame) {
    if (this.#next?.frame !== frame) return
    this.#refused = { version: this.#next.version, at: performance.now() }
    this.#next = null
    frame.remove()
  }

  #note (frame, message) {
    this.status.lastFault = `${new Date().toISOString()} ${message}`
    keep(FAULT, this.status.lastFault)
    if (frame === this.#current?.frame) this.#wounded = true
    else this.#discard(frame)
  }

  #step (touch) { if (this.setting.staff) this.staircase.step(touch, performance.now()) }

  /** The way to the staff page; closed again by the page itself. */
  #openStaffDoor () {
    if (document.querySelector('.staff')) return
    const door = document.createElement('iframe')
    door.className = 'staff'
    door.title = 'Staff'
    listen(door, 'load', () => { if (!door.contentDocument?.querySelector('[data-staff]')) door.remove() })
    listen(door, 'close', () => door.remove())
    door.src = `${this.setting.staff}#${encodeURIComponent(JSON.stringify(this.status))}`
    document.body.append(door)
  }
}

/** Asks through a worker: see `messenger.js`. */
class Messenger {
  #asked = 0
  #waiting = new Map()
  #worker = new Worker(import.meta.resolve('#kiosk/messenger'))

  constructor () {
    listen(this.#worker, 'message', ({ data: { id, text } }) => {
      this.#waiting.get(id)?.(text)
      this.#waiting.delete(id)
    })
  }

  /** The server's answer as text, or null when it is away or refuses. */
  ask (url, options) {
    const id = this.#asked++
    this.#worker.postMessage({ id, url: new URL(url, location.href).href, options })
    return new Promise((resolve) => this.#waiting.set(id, resolve))
  }

  /** The same, handing in `document_`. */
  post (url, document_) {
    return this.ask(url, { method: 'POST', body: JSON.stringify(document_), headers: { 'Content-Type': 'application/json' } })
  }
}

const keep = (key, text) => {
  try { localStorage.setItem(key, text) } catch { /* a full disk: it is told until the browser ends */ }
}

lock(document)
/** For the staff page, and for whoever examines a kiosk from outside. */
globalThis.keeper = new Keeper(JSON.parse(document.querySelector('[data-setting]').textContent))
