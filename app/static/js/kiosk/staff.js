import { listen } from '#listen'

const QUIET = 120_000
const [COLUMNS, ROWS] = [16, 9]

/** The staff page in its frame: the keypad, what the keeper knows, the test of the screen; it shuts itself when left alone. */
const shut = () => globalThis.frameElement?.dispatchEvent(new Event('close'))
let alone = setTimeout(shut, QUIET)
listen(document, 'pointerdown', () => {
  clearTimeout(alone)
  alone = setTimeout(shut, QUIET)
})
listen(document.querySelector('.shut'), 'click', shut)

const form = document.querySelector('form')
if (form) {
  form.action = location.href
  for (const button of document.querySelectorAll('[data-digit]')) {
    listen(button, 'click', () => {
      const { digit } = button.dataset
      form.pin.value = digit ? form.pin.value + digit : form.pin.value.slice(0, -1)
    })
  }
}

const known = () => {
  try { return JSON.parse(decodeURIComponent(location.hash.slice(1))) } catch { return {} }
}
for (const node of document.querySelectorAll('[data-status]')) node.textContent = known()[node.dataset.status] || '–'

/** Every field of the screen turns from black to white where it is touched. */
const test = document.querySelector('.screen-test')
if (test) {
  test.append(...Array.from({ length: COLUMNS * ROWS }, () => document.createElement('i')))
  listen(document.querySelector('.test'), 'click', () => { test.hidden = false })
  listen(test, 'pointermove', ({ clientX, clientY }) => document.elementFromPoint(clientX, clientY)?.classList.add('touched'))
  listen(test, 'pointerdown', ({ target }) => {
    target.classList.add('touched')
    if (!test.querySelector(':not(.touched)')) test.hidden = true
  })
}
document.documentElement.dataset.ready = 'true'
