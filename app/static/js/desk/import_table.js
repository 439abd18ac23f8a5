/** @import { DeskColumnsPayload, DeskImportFilePayload, DeskTablePayload } from '#payloads' */
/** @import { Say } from '#desk/messages' */
import { node } from '#desk/node'

/** Characters between the parts of a meaning that is in a language, such as `note:de`. */
const COLON = ':'

/** A table that is being added: the meaning of each column, and the first rows; doubtful cells are marked. */
export class ImportTable {
  /**
   * @param {DeskImportFilePayload} file
   * @param {DeskColumnsPayload} columns
   * @param {string[]} languages of the exhibit
   * @param {Say} message
   * @param {(columns: Record<string, string>) => void} choose receives the headings by meaning that were chosen
   */
  constructor (file, columns, languages, message, choose) {
    this.file = file
    this.columns = columns
    this.languages = languages
    this.message = message
    this.choose = choose
  }

  /** @param {DeskTablePayload} table */
  element ({ headings, rows, numbers, count, doubts }) {
    const { message } = this
    const head = headings.map(([name, meaning], index) => node('th', { scope: 'col' },
      node('span', { className: 'heading' }, name), this.#meaning(name, meaning, index)))
    const body = rows.map((row, index) => node('tr', {},
      node('th', { scope: 'row' }, String(numbers[index])),
      ...headings.map(([name], column) => this.#cell(row[column], numbers[index], name, doubts))))
    const rest = message('desk_rows', { shown: rows.length, count })
    const properties = { className: 'scroll table', tabIndex: 0, role: 'group', 'aria-label': this.file.name }
    return node('div', {},
      node('div', properties, node('table', {},
        node('thead', {}, node('tr', {}, node('td'), ...head)), node('tbody', {}, ...body))),
      count > rows.length ? node('p', { className: 'facts' }, rest) : null)
  }

  /**
   * @param {string} name of the column
   * @param {string} meaning
   * @param {number} index
   */
  #meaning (name, meaning, index) {
    const control = node('select', {
      id: `meaning-${this.file.name}-${index}`, 'aria-label': this.message('desk_meaning_of', { name })
    })
    const choices = ['', ...this.#meanings()]
    if (meaning && !choices.includes(meaning)) choices.push(meaning)
    control.append(...choices.map((key) => node('option', { value: key, selected: key === meaning }, this.#named(key))))
    control.addEventListener('change', () => {
      const kept = Object.entries(this.file.settings.columns ?? {}).filter(([, heading]) => heading !== name)
      const chosen = control.value ? { ...Object.fromEntries(kept), [control.value]: name } : Object.fromEntries(kept)
      this.choose(chosen)
    })
    return control
  }

  #meanings () {
    const { meanings, translated } = this.columns
    const further = this.languages.slice(1)
    return meanings.flatMap((meaning) => translated.includes(meaning)
      ? [meaning, ...further.map((language) => `${meaning}${COLON}${language}`)]
      : [meaning])
  }

  /** @param {string} key */
  #named (key) {
    if (!key) return this.message('desk_meaning_none')
    const [meaning, language] = key.split(COLON)
    const name = this.message(`desk_meaning_${meaning}`)
    return language ? `${name} (${language})` : name
  }

  /**
   * @param {string} text
   * @param {number} row
   * @param {string} column
   * @param {Record<string, string>} doubts
   */
  #cell (text, row, column, doubts) {
    const both = doubts[`${row} ${column}`]
    const found = this.file.faults.find((fault) =>
      fault.severity !== 'note' && fault.column === column && fault.rows.includes(row))
    if (!both && !found) return node('td', {}, text)
    return node('td', { className: 'doubtful', title: found ? `${found.problem} ${found.fix}` : '' },
      text, both ? node('small', {}, both) : null)
  }
}
