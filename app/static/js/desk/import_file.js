/** @import { DeskColumnsPayload, DeskImportFaultPayload, DeskImportFilePayload } from '#payloads' */
/** @import { Say } from '#desk/messages' */
import { ImportTable } from '#desk/import_table'
import { button, choice, field, node } from '#desk/node'
import { placed, severityName } from '#desk/where'
import { BASES } from '#track'

const UNITS = ['m', 'ft', 'km', 'fl']
const KINDS = ['flight', 'places']
/** The settings that have a form control of their own. */
const CONTROLS = ['as', 'zone', 'date', 'day_first', 'altitude_unit', 'decimal', 'basis', 'sheet']
/** The values of settings and the keys of their names. */
const ORDERS = [['true', 'day_first'], ['false', 'month_first']]
const MARKS = [['.', 'point'], [',', 'comma']]

/**
 * What is asked of a file, and said of it.
 * @typedef {(said: Record<string, unknown>) => void} Send
 */

/** A file that is being added: what it is taken for, what is asked, what is lost, and the table. */
export class ImportFile {
  /**
   * @param {DeskImportFilePayload} file
   * @param {DeskColumnsPayload} columns
   * @param {string[]} languages of the exhibit
   * @param {Say} message
   * @param {Send} send
   */
  constructor (file, columns, languages, message, send) {
    this.file = file
    this.columns = columns
    this.languages = languages
    this.message = message
    this.send = (/** @type {Record<string, unknown>} */ said) => send({ edit: 'say', file: file.name, ...said })
    this.remove = () => send({ edit: 'remove', file: file.name })
  }

  get element () {
    const { file, message } = this
    const wrong = file.faults.filter(({ severity }) => severity !== 'note')
    const notes = file.faults.filter(({ severity }) => severity === 'note')
    return node('section', { className: 'file' },
      node('header', {},
        node('h2', {}, file.name),
        node('p', { className: 'facts' }, [message(`desk_kind_${file.kind}`), file.summary].filter(Boolean).join(': ')),
        button(message('desk_leave_out'), this.remove, {
          id: `remove-${file.name}`, 'aria-label': `${message('desk_leave_out')}: ${file.name}`
        })),
      wrong.length ? node('ul', { className: 'faults' }, ...wrong.map((fault) => this.#fault(fault))) : null,
      file.exists && !file.replaces
        ? button(message('desk_replace'), () => this.send({ replaces: true }), { id: `replace-${file.name}` })
        : null,
      ...(file.kind === 'layer' ? this.#settings() : []),
      ...(file.kind === 'picture' || file.kind === 'scan' ? this.#words() : []),
      file.table?.headings.length ? this.#table(file.table) : null,
      notes.length
        ? node('details', { open: true }, node('summary', {}, message('desk_notes')),
          node('ul', {}, ...notes.map((note) => node('li', {}, note.problem, ' ', this.#remedy(note)))))
        : null)
  }

  /** @param {DeskImportFaultPayload} fault */
  #fault (fault) {
    const { severity, where, problem, readings } = fault
    return node('li', { className: `is-${severity}` },
      node('strong', {}, severityName(severity, this.message)), ' ',
      node('span', { lang: 'en' }, `${[placed(where, this.message), problem].filter(Boolean).join(': ')} `),
      readings.length ? null : this.#remedy(fault),
      readings.length
        ? node('div', { className: 'choices' }, ...readings.map(({ setting, value, meaning }) =>
          button(meaning, () => this.#set(setting, value), { id: `reading-${this.file.name}-${setting}-${value}` })))
        : null)
  }

  /**
   * What to do about a problem: the form control that settles it, or in words.
   * @param {DeskImportFaultPayload} fault
   */
  #remedy ({ setting, fix }) {
    const id = this.#id(setting)
    if (!CONTROLS.includes(setting)) return node('span', { lang: 'en' }, fix)
    const label = setting === 'basis' ? this.message('desk_basis') : this.message(`desk_set_${setting}`)
    return button(label, () => document.getElementById(id)?.focus(), { className: 'link' })
  }

  #settings () {
    const { file, message } = this
    const isTable = file.table !== null
    const sheets = file.table?.sheets ?? []
    return [node('div', { className: 'settings' },
      this.#choice('as', KINDS.map((kind) => [kind, message(`desk_value_${kind}`)])),
      this.#field('zone', 'zones'),
      this.#field('date'),
      isTable ? this.#choice('day_first', ORDERS.map(([value, key]) => [value, message(`desk_value_${key}`)])) : null,
      this.#choice('altitude_unit', UNITS.map((unit) => [unit, message(`desk_value_${unit}`)])),
      isTable ? this.#choice('decimal', MARKS.map(([value, key]) => [value, message(`desk_value_${key}`)])) : null,
      this.#choice('basis', BASES.map((basis) => [basis, message(basis)]), message('desk_basis')),
      sheets.length > 1 ? this.#choice('sheet', sheets.map((sheet) => [sheet, sheet])) : null)]
  }

  /**
   * A choice of a setting; without one it is as the file says.
   * @param {string} key
   * @param {[string, string][]} choices
   * @param {string} [label]
   */
  #choice (key, choices, label = this.message(`desk_set_${key}`)) {
    const all = /** @type {[string, string][]} */ ([['', this.message('desk_as_in_file')], ...choices])
    const set = (/** @type {string} */ value) => this.#set(key, key === 'day_first' && value ? value === 'true' : value)
    return this.#marked(key, choice(label, all, this.#value(key), set, this.#id(key)))
  }

  /**
   * @param {string} key
   * @param {string} [list]
   */
  #field (key, list = '') {
    const set = (/** @type {string} */ value) => this.#set(key, value)
    return this.#marked(key, field(this.message(`desk_set_${key}`), this.#value(key), set, { id: this.#id(key), list }))
  }

  /**
   * A form control, marked where the file cannot be read without it.
   * @param {string} key
   * @param {HTMLElement} control
   */
  #marked (key, control) {
    if (key === this.file.asked) {
      control.classList.add('asked')
      control.lastElementChild?.setAttribute('aria-invalid', 'true')
    }
    return control
  }

  #words () {
    const { file, languages, message } = this
    return [
      ...(file.kind === 'picture'
        ? languages.map((language) => field(`${message('desk_shows')} (${language})`, file.words[language] ?? '',
          (words) => this.send({ language, words }), { id: `words-${file.name}-${language}` }))
        : []),
      field(message('desk_credit'), file.credit, (credit) => this.send({ credit }), { id: `credit-${file.name}` })
    ]
  }

  /** @param {import('#payloads').DeskTablePayload} table */
  #table (table) {
    const choose = (/** @type {Record<string, string>} */ columns) => this.#set('columns', columns)
    return new ImportTable(this.file, this.columns, this.languages, this.message, choose).element(table)
  }

  /** @param {string} key */
  #id (key) { return `setting-${this.file.name}-${key}` }

  /** @param {string} key */
  #value (key) { return String(this.file.settings[key] ?? '') }

  /**
   * @param {string} key
   * @param {unknown} value
   */
  #set (key, value) { this.send({ settings: { [key]: value } }) }
}
