import { closest, query, queryAll } from '#lib/dom'
import { parseMoment } from '#lib/iso_moment'
import { combine, listen } from '#state/stage'

/** A step of the clock of more seconds passes by no picture, sound or film on its way. */
const LEAP = 1800

/**
 * A picture of the story opens in a window of its own; a film changes to its version with audio description or in sign
 * language and back, at the same moment; only one sound or film plays at a time. What has a moment leads to it, and
 * comes into sight when the clock passes it.
 * @param {import('#state/stage').Stage} stage
 */
export const mount = ({ root, clock, language }) => {
  const dialog = query(document, '.enlarged', HTMLDialogElement)

  /** @param {Event} event */
  const follow = (event) => {
    const picture = closest(event, '.enlarge')
    const version = closest(event, '[data-film]')
    const moment = parseMoment(closest(event, '[data-moment]')?.dataset.moment)
    if (moment !== null) clock.now = moment
    else if (picture) enlarge(dialog, picture)
    else if (version) change(version)
    else if (closest(event, '.enlarged')) dialog.close()
  }
  /** @param {Event} event */
  const pauseOthers = ({ target }) => {
    for (const other of queryAll(document, 'audio, video', HTMLMediaElement)) if (other !== target) other.pause()
  }
  let before = clock.now
  let moments = momentsOf(document)
  const pass = () => {
    for (const { moment, figure } of moments) {
      const isPassed = before < moment && moment <= clock.now && clock.now - before < LEAP
      if (isPassed) figure?.scrollIntoView({ block: 'nearest' })
    }
    before = clock.now
  }
  return combine(
    listen(clock, 'tick', pass),
    listen(language, 'change', () => { moments = momentsOf(document) }),
    listen(root, 'click', follow),
    listen(root, 'play', pauseOthers, { capture: true })
  )
}

/**
 * What the story shows of a moment, in the current language.
 * @param {Document} page
 */
const momentsOf = (page) => queryAll(page, '.chapter [data-moment]', HTMLElement).map((button) => ({
  moment: parseMoment(button.dataset.moment) ?? Infinity,
  figure: button.closest('figure')
}))

/**
 * @param {HTMLDialogElement} dialog
 * @param {HTMLElement} button
 */
const enlarge = (dialog, button) => {
  const figure = /** @type {HTMLElement} */ (button.closest('figure')?.cloneNode(true))
  for (const control of queryAll(figure, 'button', HTMLElement)) control.replaceWith(control.textContent)
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
