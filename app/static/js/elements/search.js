/** @import { SearchPayload } from '#payloads' */
/** @import { Language } from '#state/language' */
import { query, queryAll, queryOptional } from '#lib/dom'
import { normalize } from '#lib/normalize'
import { combine, listen } from '#state/stage'

/**
 * The search in the list: every word that is typed must be in a row's name, in any language or of any time.
 * @param {import('#state/stage').Stage} stage
 * @param {SearchPayload} payload
 */
export const mount = (stage, { aliases }) => {
  const field = queryOptional(document, '[data-search] input', HTMLInputElement)
  if (!field) return undefined
  const status = query(document, '[data-search] [role=status]', HTMLElement)
  const rows = queryAll(document, '[data-feature]', HTMLElement)
  const tables = queryAll(document, 'table[data-layer]', HTMLElement)
  /** @type {Map<HTMLElement, string>} */
  let names = new Map()

  const prepare = async () => {
    await stage.language.fetch()
    names = new Map(rows.map((row) => {
      const alias = aliases[row.dataset.feature ?? ''] ?? ''
      return [row, normalize(`${namesOf(row, stage.language)} ${alias}`)]
    }))
    find()
  }

  const find = () => {
    const words = normalize(field.value).split(/\s+/).filter(Boolean)
    const found = rows.filter((row) => {
      row.hidden = !words.every((word) => names.get(row)?.includes(word))
      return !row.hidden
    })
    for (const table of tables) table.hidden = words.length > 0 && !table.querySelector('[data-feature]:not([hidden])')
    const key = found.length ? 'search_found' : 'search_nothing'
    status.textContent = words.length ? stage.message(key, { count: found.length }) : ''
    return words.length ? found[0] : undefined
  }

  const clear = () => {
    field.value = ''
    find()
  }

  return combine(
    listen(field, 'focus', prepare, { once: true }),
    listen(field, 'input', find),
    listen(field, 'keydown', ({ key }) => {
      if (key === 'Enter') find()?.querySelector('button')?.click()
      if (key === 'Escape') clear()
    }),
    listen(stage.language, 'change', find),
    listen(stage, 'reset', clear)
  )
}

/**
 * @param {HTMLElement} row
 * @param {Language} language
 */
const namesOf = (row, language) => {
  const name = query(row, '.name button', HTMLElement)
  const numbered = queryOptional(name, '[data-w]', HTMLElement)
  return numbered ? language.inAll(Number(numbered.dataset.w)).join(' ') : name.textContent
}
