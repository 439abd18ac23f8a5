import { node } from '#desk/node'
import { query } from '#lib/dom'

/**
 * Take files that are dropped anywhere, also on the page in a frame: while files are dragged, a sheet covers all.
 * @param {string} text what the sheet says
 * @param {(files: File[]) => void} take
 */
export const takeDrops = (text, take) => {
  const sheet = node('div', { className: 'drop', hidden: true }, node('p', {}, text))
  document.body.append(sheet)
  /** @param {DragEvent} event */
  const cover = (event) => {
    if (!event.dataTransfer?.types.includes('Files')) return
    event.preventDefault()
    sheet.hidden = false
  }
  sheet.addEventListener('dragover', (event) => event.preventDefault())
  sheet.addEventListener('dragleave', () => { sheet.hidden = true })
  sheet.addEventListener('drop', (event) => {
    event.preventDefault()
    sheet.hidden = true
    const files = [...event.dataTransfer?.files ?? []]
    if (files.length) take(files)
  })
  document.addEventListener('dragenter', cover)
  for (const frame of document.querySelectorAll('iframe')) {
    const follow = () => frame.contentDocument?.addEventListener('dragenter', cover)
    frame.addEventListener('load', follow)
    follow()
  }
}

/**
 * A button that opens the system's own choice of files.
 * @param {string} text
 * @param {(files: File[]) => void} take
 * @param {string} id
 */
export const chooser = (text, take, id) => {
  const input = node('input', { type: 'file', multiple: true, id, className: 'visually-hidden' })
  input.addEventListener('change', () => {
    const files = [...input.files ?? []]
    if (files.length) take(files)
  })
  return node('label', { className: 'button chooser' }, text, input)
}

/**
 * Show why something was refused; nothing hides it.
 * @param {string[]} reasons
 */
export const showRefused = (reasons) => {
  const alert = query(document, '[data-refused]', HTMLElement)
  alert.replaceChildren(...reasons.map((reason) => node('p', {}, reason)))
  alert.hidden = !reasons.length
}
