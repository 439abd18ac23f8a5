import { folded } from '#folded'
import { listen, together } from '#stage'

/** The search in the list: every word that is typed must stand in a row's name, in any language or at any time. */
export const mount = (stage, { aliases }) => {
  const field = document.querySelector('[data-search] input')
  if (!field) return undefined
  const told = document.querySelector('[data-search] [role=status]')
  const rows = [...document.querySelectorAll('[data-feature]')]
  const tables = [...document.querySelectorAll('table[data-layer]')]
  let names = new Map()

  const learn = async () => {
    await stage.language.fetch()
    names = new Map(rows.map((row) => [row, folded(`${namesOf(row, stage.language)} ${aliases[row.dataset.feature] ?? ''}`)]))
    find()
  }

  const find = () => {
    const words = folded(field.value).split(/\s+/).filter(Boolean)
    const found = rows.filter((row) => {
      row.hidden = !words.every((word) => names.get(row)?.includes(word))
      return !row.hidden
    })
    for (const table of tables) table.hidden = words.length > 0 && !table.querySelector('[data-feature]:not([hidden])')
    told.textContent = words.length ? stage.word(found.length ? 'search_found' : 'search_nothing', { count: found.length }) : ''
    return words.length ? found[0] : undefined
  }

  const clear = () => {
    field.value = ''
    find()
  }

  return together(
    listen(field, 'focus', learn, { once: true }),
    listen(field, 'input', find),
    listen(field, 'keydown', ({ key }) => {
      if (key === 'Enter') find()?.querySelector('button').click()
      if (key === 'Escape') clear()
    }),
    listen(stage.language, 'change', find),
    listen(stage, 'reset', clear)
  )
}

const namesOf = (row, language) => {
  const name = row.querySelector('.name button')
  const numbered = name.querySelector('[data-w]')
  return numbered ? language.inAll(Number(numbered.dataset.w)).join(' ') : name.textContent
}
