/** @import { ZonePayload } from '#payloads' */
/** @import { Deck } from '#deck/deck' */
import { holds } from '#deck/acts'
import { query, setText } from '#lib/dom'
import { formatDay, formatOffset, localTime, offsetAt, parseTyped } from '#lib/local_time'
import { combine, listen } from '#state/stage'

/** Acts shorter than this show seconds. */
const SHORT = 2 * 3600
/** @type {Intl.DateTimeFormatOptions} */
const DATE = { day: 'numeric', month: 'short', year: 'numeric' }
/** @type {Intl.DateTimeFormatOptions} */
const DAY_AND_MONTH = { day: 'numeric', month: 'short' }

/**
 * The clocks of the exhibit's own zones, right for the moment by the tz database; a time can be typed into that of UTC.
 * @param {Deck} deck
 */
export const mountClocks = ({ stage, root, player, payload }) => {
  const field = query(root, '[data-deck="typed"]', HTMLInputElement)
  const date = query(root, '[data-deck="date"]', HTMLElement)
  const utcName = query(root, '[data-deck="utc"]', HTMLElement)
  const zones = query(root, '.zones', HTMLElement)
  const faces = payload.zones.map((zone, index) => faceOf(root, zone, index))

  const show = () => {
    const { now, span } = stage.clock
    const withSeconds = player.canPlay && player.act.end - player.act.start < SHORT
    const utc = localTime(now, 0, { withSeconds })
    if (document.activeElement !== field) field.value = span === null ? utc.time : ''
    setText(date, span === null ? formatDay(utc.day, stage.language.current, DATE) : stage.translate(span))
    utcName.hidden = zones.hidden = span !== null
    for (const face of faces) showFace(face, now, utc.day, stage.language.current)
    share(faces, now)
  }
  const take = () => {
    const moment = parseTyped(field.value, stage.clock.now)
    field.setAttribute('aria-invalid', String(moment === null))
    if (moment === null) return
    player.seek(moment)
    field.value = localTime(moment, 0, { withSeconds: moment % 60 !== 0 }).time
  }
  const leave = () => {
    field.removeAttribute('aria-invalid')
    show()
  }

  show()
  return combine(
    listen(stage.clock, 'tick', show),
    listen(stage.language, 'change', show),
    listen(player, 'change', show),
    listen(field, 'change', take),
    listen(field, 'keydown', ({ key }) => {
      if (key === 'Enter') take()
      else if (key === 'Escape') field.blur()
    }),
    listen(field, 'focus', () => field.select()),
    listen(field, 'blur', leave)
  )
}

/**
 * A clock's nodes: its face in the deck, and its line in the list of offsets.
 * @typedef {ReturnType<typeof faceOf>} Face
 */

/**
 * @param {HTMLElement} root
 * @param {ZonePayload} zone
 * @param {number} index
 */
const faceOf = (root, zone, index) => {
  const node = query(root, `[data-clock="${index}"]`, HTMLElement)
  const offset = query(root, `[data-offset="${index}"]`, HTMLElement)
  return {
    zone,
    node,
    offset,
    line: query(root, `li:has([data-offset="${index}"])`, HTMLElement),
    time: query(node, 'b', HTMLElement),
    names: query(node, '.names', HTMLElement),
    name: query(node, '.name', HTMLElement),
    day: query(node, '.day', HTMLElement)
  }
}

/**
 * @param {Face} face
 * @param {number} now
 * @param {number} utcDay
 * @param {string} language
 */
const showFace = ({ zone, line, time, day, offset }, now, utcDay, language) => {
  const minutes = offsetAt(zone.offsets, now)
  const local = localTime(now, minutes)
  setText(offset, formatOffset(minutes))
  line.hidden = !holds(zone, now)
  setText(time, local.time)
  setText(day, local.day === utcDay ? '' : formatDay(local.day, language, DAY_AND_MONTH))
}

/**
 * Zones that agree at this moment share one face; a clock that does not apply now has none.
 * @param {Face[]} faces
 * @param {number} now
 */
const share = (faces, now) => {
  /** @type {Map<number, Face>} */
  const first = new Map()
  for (const face of faces) {
    const applies = holds(face.zone, now)
    const offset = offsetAt(face.zone.offsets, now)
    const owner = applies ? first.get(offset) ?? face : face
    if (applies) first.set(offset, owner)
    if (face.name.parentNode !== owner.names) owner.names.append(face.name)
    face.node.hidden = !applies || owner !== face
  }
}
