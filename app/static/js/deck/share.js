import { isoMoment } from '#clock'
import { citationsOf } from '#deck/citation'
import { dayInWords, wallClock } from '#deck/zones'
import { formatHash, parseHash } from '#hash'
import { listen, together } from '#stage'

/** A link to this moment, and the moment as a reference; each to be copied. */
export const mountShare = ({ stage, root, payload }) => {
  const sheet = root.querySelector('[data-deck="share"]')
  if (!sheet) return undefined
  const popover = sheet.closest('[popover]')
  const fields = Object.fromEntries([...sheet.querySelectorAll('[data-copy]')].map((node) => [node.dataset.copy, node]))
  const said = sheet.querySelector('[role=status]')

  const fill = () => {
    const { now } = stage.clock
    const { day, time } = wallClock(now)
    const state = { ...parseHash(location.hash), date: isoMoment(now) }
    const address = `${location.href.split('#')[0]}${formatHash(state)}`
    const { title, subtitle, version } = payload.citation
    const moment = `${dayInWords(day, 'en')}, ${time} UTC`
    const cited = citationsOf({ title: stage.say(title), subtitle: stage.say(subtitle), version, moment, address, read: new Date() })
    fields.link.value = address
    fields.chicago.value = cited.chicago
    fields.mla.value = cited.mla
    said.textContent = ''
  }
  const copy = async (field) => {
    field.select()
    const isCopied = await put(field.value)
    said.textContent = stage.word(isCopied ? 'copied' : 'press_to_copy')
  }

  return together(
    listen(popover, 'beforetoggle', ({ newState }) => { if (newState === 'open') fill() }),
    ...Object.values(fields).map((field) => listen(field.parentNode.querySelector('button'), 'click', () => copy(field)))
  )
}

const put = async (text) => {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return document.execCommand('copy')
  }
}
