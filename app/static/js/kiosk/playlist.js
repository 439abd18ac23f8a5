/** @import { Guest } from '#kiosk/guest' */
/** @import { LanguagePayload, PlaylistPayload } from '#payloads' */
import { lock } from '#kiosk/lock'
import { sceneOrder } from '#kiosk/scenes'
import { TextSize } from '#kiosk/text_size'
import { VisitController } from '#kiosk/visit_controller'
import { jsonOf, query, queryAll } from '#lib/dom'
import { Language, mountLanguageButtons } from '#state/language'
import { listen } from '#state/listen'

/** Milliseconds for which an exhibit is waited for. */
const LOADING_MS = 40_000

/** @typedef {{frame: HTMLIFrameElement, card: HTMLElement, guest: Guest}} Room an exhibit in its frame, and its card */

/** The overview with its cards, the exhibits in their frames, and the attract loop through all of them. */
class Playlist {
  #setting
  #language
  #rooms
  #order
  #textSize
  /** @type {Room | null} */
  #open = null
  #began = 0
  /** @type {Set<string>} */
  #seen = new Set()

  /**
   * @param {PlaylistPayload} setting
   * @param {Language} language
   * @param {Room[]} rooms
   */
  constructor (setting, language, rooms) {
    this.#setting = setting
    this.#language = language
    this.#rooms = rooms
    this.#order = sceneOrder(rooms.map(({ guest }) => guest.scenes))
    this.#textSize = new TextSize(document)
    for (const room of rooms) {
      listen(room.card, 'click', () => this.#enter(room))
      listen(room.frame, 'overview', () => this.#leave())
    }
  }

  /** @type {import('#state/stage').Message} */
  message = (key, values = {}) => this.#language.translate(this.#setting.messages[key])
    .replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ''))

  isPlaying () { return Boolean(this.#open?.guest.isPlaying()) }

  /** @type {import('#kiosk/visit_controller').Presenter['scene']} */
  scene (number, seconds, onText, side) {
    const [exhibit, scene] = this.#order[number % this.#order.length]
    this.#bringToFront(this.#rooms[exhibit])
    this.#rooms[exhibit].guest.scene(scene, seconds, onText, side)
  }

  wake () {
    this.#began = performance.now()
    this.#seen.clear()
    if (this.#rooms.length === 1) this.#enter(this.#rooms[0])
    else this.#leave()
  }

  rest () {
    if (this.#began) this.#reportVisit()
    this.#began = 0
    this.#open?.guest.rest()
    this.#open = null
    this.#language.switchTo(this.#language.initial)
    this.#textSize.reset()
    query(document, '.overview', HTMLElement).scrollTop = 0
  }

  #reportVisit () {
    const seconds = Math.round((performance.now() - this.#began) / 1000)
    report('visit', { seconds, exhibits: [...this.#seen], language: this.#language.current })
  }

  /** @param {Room} room */
  #enter (room) {
    this.#seen.add(room.frame.dataset.playlist ?? '')
    this.#bringToFront(room)
    room.guest.wake({ language: this.#language.current, textSize: this.#textSize.value })
    this.#open = room
  }

  #leave () {
    const left = this.#open
    this.#open = null
    if (left) {
      const { language, textSize } = left.guest.choices()
      left.guest.rest()
      this.#language.switchTo(language)
      this.#textSize.value = textSize
    }
    this.#bringToFront(null)
  }

  /**
   * Show one exhibit, or none: then the overview is seen. One that is away takes no memory for its picture.
   * @param {Room | null} room
   */
  #bringToFront (room) {
    for (const { frame } of this.#rooms) frame.dataset.place = frame === room?.frame ? 'front' : 'away'
  }
}

/** Load the exhibits, one after the other; those that do not come in time are left out. */
const loadAll = async () => {
  /** @type {Room[]} */
  const rooms = []
  for (const frame of queryAll(document, '[data-playlist]', HTMLIFrameElement)) {
    const card = query(document, `[data-open="${frame.dataset.playlist}"]`, HTMLElement)
    const guest = await loaded(frame)
    if (guest) {
      await guest.picture(query(card, 'canvas', HTMLCanvasElement))
      frame.dataset.place = 'away'
      rooms.push({ frame, card, guest })
    } else {
      card.parentElement?.remove()
      frame.remove()
    }
  }
  return rooms
}

/**
 * @param {HTMLIFrameElement} frame
 * @returns {Promise<Guest | null>}
 */
const loaded = (frame) => new Promise((resolve) => {
  const late = setTimeout(resolve, LOADING_MS, null)
  listen(frame, 'exhibit', ({ detail: guest }) => listen(guest.stage, 'open', () => {
    clearTimeout(late)
    resolve(guest)
  }))
  frame.dataset.place = 'arriving'
  frame.src = frame.dataset.src ?? ''
})

/**
 * Report to the page around this one, if there is one.
 * @param {string} type
 * @param {unknown} detail
 */
const report = (type, detail) => globalThis.frameElement?.dispatchEvent(new CustomEvent(type, { detail }))

/**
 * Report touches and faults of a window.
 * @param {Window} view
 */
const reportFrom = (view) => {
  listen(view, 'pointerdown', ({ clientX, clientY }) => {
    report('touched', { x: clientX, y: clientY, width: view.innerWidth })
  }, { capture: true })
  listen(view, 'error', ({ message }) => report('fault', message))
  listen(view, 'unhandledrejection', ({ reason }) => report('fault', String(reason)))
}

const start = async () => {
  /** @type {PlaylistPayload} */
  const settings = jsonOf(query(document, '[data-settings]', HTMLScriptElement))
  /** @type {LanguagePayload} */
  const languageSettings = jsonOf(query(document, '[data-messages]', HTMLScriptElement))
  const wanted = document.querySelectorAll('[data-playlist]').length
  const language = new Language(document, languageSettings)
  await language.fetch()
  mountLanguageButtons(document, language)
  const rooms = await loadAll()
  if (!rooms.length) {
    report('fault', 'No exhibit could be opened.')
    return
  }
  const controller = new VisitController(document, settings, new Playlist(settings, language, rooms))
  for (const { frame } of rooms) {
    if (!frame.contentDocument || !frame.contentWindow) continue
    controller.watch(frame.contentDocument)
    reportFrom(frame.contentWindow)
  }
  const { dataset } = document.documentElement
  dataset.ready = 'true'
  report('show', { controller, missing: wanted - rooms.length, version: dataset.version })
}

lock(document)
reportFrom(globalThis.window)
start()
