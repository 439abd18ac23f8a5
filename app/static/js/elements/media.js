import { closest, query, queryAll } from '#lib/dom'
import { combine, listen } from '#state/stage'

/**
 * A picture of the story opens in a window of its own; a film changes to its version with audio description or in sign
 * language and back, at the same moment; only one sound or film plays at a time.
 * @param {import('#state/stage').Stage} stage
 */
export const mount = ({ root }) => {
  const dialog = query(document, '.enlarged', HTMLDialogElement)

  /** @param {Event} event */
  const follow = (event) => {
    const picture = closest(event, '.enlarge')
    const version = closest(event, '[data-film]')
    if (picture) enlarge(dialog, picture)
    else if (version) change(version)
    else if (closest(event, '.enlarged')) dialog.close()
  }
  /** @param {Event} event */
  const pauseOthers = ({ target }) => {
    for (const other of queryAll(document, 'audio, video', HTMLMediaElement)) if (other !== target) other.pause()
  }
  return combine(
    listen(root, 'click', follow),
    listen(root, 'play', pauseOthers, { capture: true })
  )
}

/**
 * @param {HTMLDialogElement} dialog
 * @param {HTMLElement} button
 */
const enlarge = (dialog, button) => {
  const caption = button.parentElement?.querySelector('figcaption')
  const figure = document.createElement('figure')
  figure.append(query(button, 'img', HTMLImageElement).cloneNode(), ...(caption ? [caption.cloneNode(true)] : []))
  query(dialog, '.picture', HTMLElement).replaceChildren(figure)
  dialog.showModal()
}

/** @param {HTMLElement} button */
const change = (button) => {
  const figure = /** @type {HTMLElement} */ (button.closest('figure'))
  const film = query(figure, 'video', HTMLVideoElement)
  const { currentTime, paused, src } = film
  film.dataset.whole ??= src
  const isOn = button.ariaPressed === 'true'
  for (const other of queryAll(figure, '[data-film]', HTMLElement)) other.ariaPressed = 'false'
  button.ariaPressed = String(!isOn)
  film.src = (isOn ? film.dataset.whole : button.dataset.film) ?? ''
  film.currentTime = currentTime
  if (!paused) film.play()
}
