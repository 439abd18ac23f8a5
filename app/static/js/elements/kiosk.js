import { listen, together } from '#stage'

const TOUCHES = ['pointerdown', 'keydown', 'wheel']
const WAYS_OUT = ['contextmenu', 'dragstart', 'drop', 'selectstart', 'gesturestart']

/** The gallery floor: asks "Still there?", then goes back to the beginning; nothing leads out. */
export const mount = (stage, { idleSeconds, warningSeconds }) => {
  const dialog = document.querySelector('.still-there')
  const message = dialog.querySelector('p')
  let idle = 0
  let countdown = 0

  const wait = () => {
    clearTimeout(idle)
    idle = setTimeout(ask, idleSeconds * 1000)
  }
  const stay = () => {
    clearInterval(countdown)
    if (dialog.open) dialog.close()
    wait()
  }
  const ask = () => {
    let left = warningSeconds
    const tell = () => { message.textContent = stage.word('resets_in', { seconds: left }) }
    tell()
    dialog.showModal()
    countdown = setInterval(() => {
      left -= 1
      tell()
      if (left > 0) return
      stage.reset()
      stay()
    }, 1000)
  }

  const refuse = (event) => event.preventDefault()
  wait()
  return together(
    ...TOUCHES.map((type) => listen(document, type, () => dialog.open || wait(), { capture: true, passive: true })),
    ...WAYS_OUT.map((type) => listen(document, type, refuse, { capture: true })),
    listen(document, 'wheel', (event) => { if (event.ctrlKey) event.preventDefault() }, { capture: true, passive: false }),
    listen(document, 'click', (event) => {
      const anchor = event.target.closest?.('a')
      if (anchor && !anchor.getAttribute('href')?.startsWith('#')) event.preventDefault()
    }, { capture: true }),
    listen(dialog.querySelector('button'), 'click', stay),
    listen(dialog, 'cancel', (event) => { event.preventDefault(); stay() }),
    () => clearTimeout(idle),
    () => clearInterval(countdown)
  )
}
