import { closest, query, queryAll, queryOptional } from '#lib/dom'
import { listen } from '#state/listen'
import { enlarge } from '#kiosk/viewing'

/** Milliseconds without a touch after which the page closes itself. */
const QUIET_MS = 120_000
const [COLUMNS, ROWS] = [16, 9]

/** The staff page in its frame: the keypad, the kiosk's status, the test of the screen. */
const close = () => globalThis.frameElement?.dispatchEvent(new Event('close'))
let alone = setTimeout(close, QUIET_MS)
listen(document, 'pointerdown', () => {
  clearTimeout(alone)
  alone = setTimeout(close, QUIET_MS)
})
listen(query(document, '.close', HTMLButtonElement), 'click', close)

const form = queryOptional(document, 'form', HTMLFormElement)
if (form) {
  const pin = query(form, '[name=pin]', HTMLInputElement)
  form.action = location.href
  for (const button of queryAll(form, '[data-digit]', HTMLButtonElement)) {
    listen(button, 'click', () => {
      const { digit } = button.dataset
      pin.value = digit ? pin.value + digit : pin.value.slice(0, -1)
    })
  }
}

/** @returns {Record<string, string>} the kiosk's status, from the address */
const statusOf = () => {
  try { return JSON.parse(decodeURIComponent(location.hash.slice(1))) } catch { return {} }
}
const tooFar = queryOptional(document, '[data-too-far]', HTMLElement)
if (tooFar) tooFar.hidden = enlarge(document)?.isEnough ?? true
for (const node of queryAll(document, '[data-status]', HTMLElement)) {
  node.textContent = statusOf()[node.dataset.status ?? ''] || '–'
}

/** Every field of the screen turns from black to white where it is touched. */
const test = queryOptional(document, '.screen-test', HTMLElement)
if (test) {
  test.append(...Array.from({ length: COLUMNS * ROWS }, () => document.createElement('i')))
  listen(query(document, '.test', HTMLButtonElement), 'click', () => { test.hidden = false })
  listen(test, 'pointermove', ({ clientX, clientY }) => {
    document.elementFromPoint(clientX, clientY)?.classList.add('touched')
  })
  listen(test, 'pointerdown', (event) => {
    closest(event, 'i')?.classList.add('touched')
    if (!test.querySelector(':not(.touched)')) test.hidden = true
  })
}
document.documentElement.dataset.ready = 'true'
