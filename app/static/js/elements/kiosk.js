/** @import { KioskPayload } from '#payloads' */
/** @import { Guest } from '#kiosk/guest' */
import { guestOf } from '#kiosk/guest'
import { lock } from '#kiosk/lock'
import { mountQrCodes } from '#kiosk/qr_code'
import { VisitController } from '#kiosk/visit_controller'
import { query } from '#lib/dom'
import { combine, listen } from '#state/stage'

/**
 * An exhibit in a kiosk. Alone the page receives its own visitors; in a playlist it is a guest of the page around it,
 * to which it hands itself over by an event `exhibit` on its frame.
 * @param {import('#state/stage').Stage} stage
 * @param {KioskPayload} payload
 */
export const mount = (stage, { scenes, ...timing }) => {
  const guest = guestOf(stage, scenes)
  const frame = globalThis.frameElement?.closest('[data-playlist]')
  if (frame) stage.root.dataset.guest = ''
  if (frame) frame.dispatchEvent(new CustomEvent('exhibit', { detail: guest }))
  const toOverview = query(document, '.to-overview', HTMLButtonElement)
  toOverview.hidden = !frame
  return combine(
    lock(document),
    mountQrCodes(document),
    frame ? undefined : receiveVisitors(guest, timing),
    listen(toOverview, 'click', () => frame?.dispatchEvent(new Event('overview'))),
    guest.destroy
  )
}

/**
 * @param {Guest} guest
 * @param {ConstructorParameters<typeof VisitController>[1]} timing
 */
const receiveVisitors = (guest, timing) => {
  const state = location.hash.length > 1 ? 'visiting' : 'attract'
  return new VisitController(document, timing, guest, state).destroy
}
