/** @import { Deck } from '#deck/deck' */
import { citationsOf } from '#deck/citation'
import { referencesOf } from '#deck/citation_formats'
import { embedCode } from '#deck/embed_code'
import { query, queryAll, queryOptional } from '#lib/dom'
import { isoMoment } from '#lib/iso_moment'
import { featureOf } from '#lib/keys'
import { formatDay, localTime } from '#lib/local_time'
import { formatHash, parseHash, withDate } from '#state/hash'
import { combine, listen } from '#state/stage'

/**
 * A link to this moment, the moment as a reference in several formats, and, where there is an embed view, the code that
 * embeds it; each to be copied.
 * @param {Deck} deck
 */
export const mountShare = ({ stage, root, payload }) => {
  const section = queryOptional(root, '[data-deck="share"]', HTMLElement)
  const popover = section?.closest('[popover]')
  if (!section || !popover) return undefined
  const fields = [
    ...queryAll(section, 'input[data-copy]', HTMLInputElement),
    ...queryAll(section, 'textarea[data-copy]', HTMLTextAreaElement)
  ]
  const { page, frame } = section.dataset
  const status = query(section, '[role=status]', HTMLElement)
  const chosen = queryOptional(section, '[data-sources]', HTMLElement)

  /** Lead to the sources of the feature that is selected, if it cites any. */
  const offerSources = () => {
    if (!chosen) return
    const feature = featureOf(stage.selection.value ?? '')
    chosen.hidden = !document.querySelector(`[data-feature="${CSS.escape(feature)}"] [href^="#source-"]`)
    for (const link of queryAll(chosen, 'a', HTMLAnchorElement)) {
      link.search = `?feature=${encodeURIComponent(feature)}`
    }
  }

  const fill = () => {
    const { now, span } = stage.clock
    const { day, time } = localTime(now)
    const state = { ...parseHash(location.hash), date: isoMoment(now) }
    const hash = formatHash(state)
    const whole = page ? new URL(page, location.href).href : location.href.split('#')[0] ?? ''
    const address = `${page ? whole : withDate(whole, null)}${hash}`
    const title = stage.translate(payload.citation.title)
    const subtitle = stage.translate(payload.citation.subtitle)
    const cited = {
      ...payload.citation,
      title,
      subtitle,
      moment: span === null ? `${formatDay(day, 'en')}, ${time} UTC` : stage.translate(span),
      address,
      accessed: new Date()
    }
    /** @type {Record<string, string>} */
    const values = {
      link: stage.presentation.offline ? address : `${withDate(whole, state.date)}${hash}`,
      ...citationsOf(cited),
      ...referencesOf({ ...cited, title: subtitle ? `${title}: ${subtitle}` : title })
    }
    if (frame) values.embed = embedCode({ title, frame: `${new URL(frame, location.href).href}${hash}`, page: address })
    for (const field of fields) field.value = values[field.dataset.copy ?? ''] ?? ''
    status.textContent = ''
    offerSources()
  }
  /** @param {HTMLInputElement | HTMLTextAreaElement} field */
  const copy = async (field) => {
    field.select()
    const isCopied = await copyText(field.value)
    status.textContent = stage.message(isCopied ? 'copied' : 'press_to_copy')
  }

  return combine(
    listen(popover, 'beforetoggle', ({ newState }) => { if (newState === 'open') fill() }),
    ...fields.map((field) =>
      listen(query(section, `.copy:has(#${field.id}) button`, HTMLElement), 'click', () => copy(field)))
  )
}

/** @param {string} text */
const copyText = async (text) => {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return document.execCommand('copy')
  }
}
