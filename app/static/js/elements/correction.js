/** @import { CorrectionPayload } from '#payloads' */
import { correctionAddress } from '#lib/correction_address'
import { queryAll } from '#lib/dom'
import { isoMoment } from '#lib/iso_moment'
import { formatHash, parseHash } from '#state/hash'
import { combine, listen } from '#state/stage'

/**
 * Every `[data-correction]` leads to the contact, with a link to this moment, the selected feature and the version.
 * @param {import('#state/stage').Stage} stage
 * @param {CorrectionPayload} payload
 */
export const mount = (stage, { contact, title, version }) => {
  const links = queryAll(document, '[data-correction]', HTMLAnchorElement)

  const fill = () => {
    const feature = stage.selection.value
    const state = { ...parseHash(location.hash), date: isoMoment(stage.clock.now), feature }
    const subject = `Overflight: ${stage.translate(title)}`
    const shown = [`${location.href.split('#')[0]}${formatHash(state)}`, feature ?? '', version].filter(Boolean)
    const address = correctionAddress(contact, subject, [stage.message('correction_question'), '', ...shown])
    for (const link of links) link.href = address
  }

  return combine(...links.flatMap((link) => ['pointerdown', 'focus', 'click'].map((name) => listen(link, name, fill))))
}
