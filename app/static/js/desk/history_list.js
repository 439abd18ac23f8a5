/** @import { DeskStatePayload } from '#payloads' */
/** @import { Store } from '#desk/store' */
import { fill } from '#desk/form'
import { button, node } from '#desk/node'
import { formatMoment } from '#lib/local_time'

/** The states that were saved, the latest first; each can be brought back, whole or one file of it. */
export class HistoryList {
  /**
   * @param {HTMLElement} section
   * @param {Store} store
   */
  constructor (section, store) {
    this.section = section
    this.store = store
    store.addEventListener('change', () => this.show())
  }

  /** Show the list again. */
  show () {
    const { states } = this.store.state
    fill(this.section, () => [node('ol', { className: 'states' }, ...states.map((state) => this.#row(state)))])
  }

  /** @param {DeskStatePayload} state */
  #row ({ number, saved, change, files }) {
    const { message, state } = this.store
    const [edit, ...target] = change.split(' ')
    const restore = () => this.store.send({ edit: 'restore', number })
    const said = [message(`desk_edit_${(edit || 'found').replaceAll('-', '_')}`), target.join(' ')]
    return node('li', {},
      node('time', { dateTime: saved }, formatMoment(saved, document.documentElement.lang)),
      node('span', {}, said.filter(Boolean).join(': ')),
      number === state.current
        ? node('strong', {}, message('desk_now'))
        : button(message('desk_restore'), restore, { id: `restore-${number}` }),
      files.length > 1 ? this.#files(number, files) : null)
  }

  /**
   * @param {number} number of the state
   * @param {string[]} files that are different now
   */
  #files (number, files) {
    const { message } = this.store
    return node('details', { className: 'insert', id: `files-${number}` },
      node('summary', {}, message('desk_restore_one')),
      node('div', { className: 'choices' }, ...files.map((file) =>
        button(file, () => this.store.send({ edit: 'restore', number, file }), {
          id: `restore-${number}-${file}`, 'aria-label': `${message('desk_restore')}: ${file}`
        }))))
  }
}
