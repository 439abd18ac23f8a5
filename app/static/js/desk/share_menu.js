/** @import { DeskSizePayload } from '#payloads' */
/** @import { Store } from '#desk/store' */
import { embedCode } from '#deck/embed_code'
import { query, queryAll } from '#lib/dom'

/** Of a file, from which on a part of it is worth naming. */
const LEAST_SHARE = 0.03
const MEGABYTE = 1_000_000

/**
 * The menu of files to download, with the code to embed the exhibit. Their sizes are asked for when it is opened, one
 * after the other.
 * @param {HTMLDetailsElement} list
 * @param {Store} store
 * @param {{ slug: string, title: () => string }} exhibit
 */
export const mountShareMenu = (list, store, { slug, title }) => {
  const code = query(list, '[data-embed]', HTMLTextAreaElement)
  const copy = query(list, '[data-copy]', HTMLButtonElement)
  let shown = ''
  list.addEventListener('toggle', async () => {
    if (!list.open) return
    const site = store.message('desk_your_site')
    code.value = embedCode({ title: title(), frame: `${site}/${slug}/embed`, page: `${site}/${slug}/` })
    const { version } = store.state
    if (version === shown) return
    shown = version
    for (const size of queryAll(list, '[data-size]', HTMLElement)) {
      size.textContent = '…'
      const response = await fetch(`download/${size.dataset.size}/size`).catch(() => null)
      size.textContent = response?.ok ? worded(await response.json(), store.message) : ''
    }
  })
  copy.addEventListener('click', async () => {
    code.select()
    await navigator.clipboard.writeText(code.value)
    copy.textContent = store.message('desk_copied')
  })
  /** @param {Event & { relatedTarget?: EventTarget | null }} event after which the list would cover what is used */
  const leave = ({ target, relatedTarget = target }) => {
    if (relatedTarget instanceof Node && !list.contains(relatedTarget)) list.open = false
  }
  list.addEventListener('focusout', leave)
  document.addEventListener('click', leave)
  document.addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape' || !list.open) return
    list.open = false
    query(list, 'summary', HTMLElement).focus()
  })
}

/**
 * A size, and what makes it large.
 * @param {DeskSizePayload} size
 * @param {import('#desk/messages').Say} message
 */
const worded = ({ bytes, parts }, message) => {
  const named = parts.filter(([, size]) => size >= LEAST_SHARE * bytes)
    .map(([part, size]) => `${partName(part, message)} ${sized(size)}`)
  if (!named.length) return sized(bytes)
  const rest = bytes - parts.reduce((sum, [, size]) => sum + size, 0)
  named.push(`${message('desk_part_rest')} ${sized(rest)}`)
  return message('desk_size_of', { size: sized(bytes), parts: named.join(', ') })
}

/**
 * @param {string} part
 * @param {import('#desk/messages').Say} message
 */
const partName = (part, message) => part.includes('/') ? part.replace('media/', '') : message(`desk_part_${part}`)

/** @param {number} bytes */
const sized = (bytes) => {
  const [value, unit] = bytes < MEGABYTE ? [bytes / 1000, 'kilobyte'] : [bytes / MEGABYTE, 'megabyte']
  return new Intl.NumberFormat(document.documentElement.lang, {
    style: 'unit', unit, maximumFractionDigits: unit === 'megabyte' ? 1 : 0
  }).format(value)
}
