import { Host } from '#kiosk/host'
import { lock } from '#kiosk/lock'
import { programme } from '#kiosk/scenes'
import { TextSize } from '#kiosk/text_size'
import { Language, offerLanguages } from '#language'
import { listen } from '#listen'

const PATIENCE = 40_000

/** The foyer with its plates, the exhibits in their frames, and the attract loop through all of them. */
class Show {
  #open = null
  #began = 0
  #seen = new Set()

  constructor (setting, language, rooms) {
    this.setting = setting
    this.language = language
    this.rooms = rooms
    this.order = programme(rooms.map(({ guest }) => guest.scenes))
    this.textSize = new TextSize(document)
    for (const room of rooms) {
      listen(room.plate, 'click', () => this.#enter(room))
      listen(room.frame, 'plates', () => this.#leaveRoom())
    }
  }

  say (words) { return this.language.say(words) }

  word (key, values = {}) { return this.say(this.setting.words[key]).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? '') }

  isPlaying () { return Boolean(this.#open?.guest.isPlaying()) }

  scene (number, seconds, tell, side) {
    const [exhibit, scene] = this.order[number % this.order.length]
    this.#bring(this.rooms[exhibit])
    this.rooms[exhibit].guest.scene(scene, seconds, tell, side)
  }

  wake () {
    this.#began = performance.now()
    this.#seen.clear()
    if (this.rooms.length === 1) this.#enter(this.rooms[0])
    else this.#leaveRoom()
  }

  rest () {
    if (this.#began) tell('visit', { seconds: Math.round((performance.now() - this.#began) / 1000), exhibits: [...this.#seen], language: this.language.now })
    this.#began = 0
    this.#open?.guest.rest()
    this.#open = null
    this.language.speak(this.language.opening)
    this.textSize.reset()
    document.querySelector('.foyer').scrollTop = 0
  }

  #enter (room) {
    this.#seen.add(room.frame.dataset.playlist)
    this.#bring(room)
    room.guest.wake({ language: this.language.now, textSize: this.textSize.now })
    this.#open = room
  }

  #leaveRoom () {
    const left = this.#open
    this.#open = null
    if (left) {
      const { language, textSize } = left.guest.choices()
      left.guest.rest()
      this.language.speak(language)
      this.textSize.now = textSize
    }
    this.#bring(null)
  }

  /** Put one room before all else, or none: then the foyer is seen. A room away takes no memory for its picture. */
  #bring (room) {
    for (const { frame } of this.rooms) frame.dataset.place = frame === room?.frame ? 'front' : 'away'
  }
}

/** Load the exhibits, one after the other; those that do not come within their time are left out. */
const arrivals = async () => {
  const rooms = []
  for (const frame of document.querySelectorAll('[data-playlist]')) {
    const plate = document.querySelector(`[data-open="${frame.dataset.playlist}"]`)
    const guest = await arrival(frame)
    if (guest) {
      guest.picture(plate.querySelector('canvas'))
      frame.dataset.place = 'away'
      rooms.push({ frame, plate, guest })
    } else {
      plate.parentElement.remove()
      frame.remove()
    }
  }
  return rooms
}

const arrival = (frame) => new Promise((resolve) => {
  const late = setTimeout(resolve, PATIENCE, null)
  const come = ({ detail: guest }) => listen(guest.stage, 'open', () => {
    clearTimeout(late)
    resolve(guest)
  })
  listen(frame, 'exhibit', come)
  frame.dataset.place = 'arriving'
  frame.src = frame.dataset.src
})

/** Tell the page around this one, if there is one. */
const tell = (type, detail) => globalThis.frameElement?.dispatchEvent(new CustomEvent(type, { detail }))

const report = (view) => {
  listen(view, 'pointerdown', ({ clientX, clientY }) => tell('touched', { x: clientX, y: clientY, width: view.innerWidth }), { capture: true })
  listen(view, 'error', ({ message }) => tell('fault', message))
  listen(view, 'unhandledrejection', ({ reason }) => tell('fault', String(reason)))
}

lock(document)
report(globalThis)
const setting = JSON.parse(document.querySelector('[data-setting]').textContent)
const asked = document.querySelectorAll('[data-playlist]').length
const language = new Language(document, JSON.parse(document.querySelector('[data-words]').textContent))
await language.fetch()
offerLanguages(document, language)
const rooms = await arrivals()
if (rooms.length) {
  const host = new Host(document, setting, new Show(setting, language, rooms))
  for (const { frame } of rooms) {
    host.watch(frame.contentDocument)
    report(frame.contentWindow)
  }
  document.documentElement.dataset.ready = 'true'
  tell('show', { host, missing: asked - rooms.length, version: document.documentElement.dataset.version })
} else tell('fault', 'No exhibit could be opened.')
