import { holds } from '#deck/acts'
import { dayInWords, offsetAt, offsetInWords, typedMoment, wallClock } from '#deck/zones'
import { listen, together } from '#stage'

/** Acts shorter than this show seconds. */
const SHORT = 2 * 3600

/** The clocks of the exhibit's own zones, right for the moment by the tz database; UTC can be typed into. */
export const mountClocks = ({ stage, root, player, payload }) => {
  const field = root.querySelector('[data-deck="typed"]')
  const date = root.querySelector('[data-deck="date"]')
  const faces = [...root.querySelectorAll('[data-clock]')].map((node, index) => ({
    node,
    ...payload.zones[index],
    time: node.querySelector('b'),
    names: node.querySelector('.names'),
    name: node.querySelector('.name'),
    offset: root.querySelector(`[data-offset="${index}"]`),
    day: node.querySelector('.day')
  }))

  const show = () => {
    const { now } = stage.clock
    const withSeconds = player.act.end - player.act.start < SHORT
    const utc = wallClock(now, 0, { withSeconds })
    if (document.activeElement !== field) write(field, 'value', utc.time)
    write(date, 'textContent', dayInWords(utc.day, stage.language.now, { day: 'numeric', month: 'short', year: 'numeric' }))
    for (const face of faces) showFace(face, now, utc.day)
    share(faces, now)
  }
  const showFace = (face, now, utcDay) => {
    const { time, day, offset, offsets } = face
    const minutes = offsetAt(offsets, now)
    const here = wallClock(now, minutes)
    write(offset, 'textContent', offsetInWords(minutes))
    write(offset.parentNode, 'hidden', !holds(face, now))
    write(time, 'textContent', here.time)
    write(day, 'textContent', here.day === utcDay ? '' : dayInWords(here.day, stage.language.now, { day: 'numeric', month: 'short' }))
  }
  const take = () => {
    const moment = typedMoment(field.value, stage.clock.now)
    field.setAttribute('aria-invalid', String(moment === null))
    if (moment === null) return
    player.seek(moment)
    field.value = wallClock(moment, 0, { withSeconds: moment % 60 !== 0 }).time
  }
  const leave = () => {
    field.removeAttribute('aria-invalid')
    show()
  }

  show()
  return together(
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

/** Zones that agree at this moment share one face; a clock that does not hang now has none. */
const share = (faces, now) => {
  const first = new Map()
  for (const face of faces) {
    const hangs = holds(face, now)
    const offset = offsetAt(face.offsets, now)
    const owner = hangs ? first.get(offset) ?? face : face
    if (hangs) first.set(offset, owner)
    if (face.name.parentNode !== owner.names) owner.names.append(face.name)
    face.node.hidden = !hangs || owner !== face
  }
}

const write = (node, property, text) => { if (node[property] !== text) node[property] = text }
