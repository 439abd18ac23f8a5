/** @import { Store } from '#desk/store' */
import { fill } from '#desk/form'
import { button, node } from '#desk/node'

/** What is wrong with the exhibit; a problem of a chapter or of a feature leads there. */
export class Problems {
  /**
   * @param {HTMLElement} section
   * @param {Store} store
   * @param {(name: string, isChapter: boolean) => void} lead
   */
  constructor (section, store, lead) {
    this.section = section
    this.store = store
    this.lead = lead
    store.addEventListener('change', () => this.show())
  }

  /** Show the list again. */
  show () {
    const { faults } = this.store.state
    const { message } = this.store
    if (!faults.length) fill(this.section, () => [node('p', {}, message('desk_no_problems'))])
    else fill(this.section, () => [node('ul', { className: 'faults' }, ...faults.map((fault) => this.#row(fault)))])
  }

  /** @param {import('#payloads').DeskFaultPayload} fault */
  #row ({ severity, place, file, feature, problem, fix }) {
    const { chapters, layers } = this.store.state
    const name = feature.replace(/ \(features\[\d+\]\)$/, '')
    const isChapter = file.startsWith('story.') && chapters.some(({ id }) => id === name)
    const isFeature = layers.some((layer) => layer.features.some(({ id }) => id === name))
    const where = isChapter || isFeature
      ? button(place, () => this.lead(name, isChapter), { className: 'link' })
      : node('span', {}, place)
    return node('li', { className: `is-${severity}` }, where, node('p', {}, `${problem} ${fix}`))
  }
}
