/** @import { Stage } from '#state/stage' */
import { queryAll, queryOptional, takeFocus } from '#lib/dom'

/** What the browser runs, or lays the page out by: a page in which it differs has to be loaded as a whole. */
const PROGRAM = 'script:not([type$=json]), link[rel=stylesheet]'

/** @type {Stage | null} */
let latest = null

/** The stage of what is shown, once all of its elements are mounted. */
export const currentStage = async () => latest ?? await (await import('#boot')).started

/**
 * Put the server's current page in the place of this one, at the same view, moment, chapter, language and tab.
 * @throws {Error} where the server has no such page at the moment
 */
export const refreshed = async () => {
  const response = await fetch(location.href, { cache: 'no-store' })
  if (!response.ok) throw new Error(`${response.status}`)
  const next = new DOMParser().parseFromString(await response.text(), 'text/html')
  if (!document.querySelector('script[data-stage]')) return reloaded()
  const { start } = await import('#boot')
  const before = await currentStage()
  before.dispatchEvent(new Event('leave'))
  if (!runsSameProgram(document, next)) return reloaded()
  await inOneStep(async () => {
    const kept = new Kept(before)
    before.destroy()
    before.map.remove()
    adopt(next)
    latest = await start()
    await kept.restore(latest)
  })
}

/**
 * @param {Document} page
 * @param {Document} next
 */
const runsSameProgram = (page, next) => {
  const [before, after] = [page, next].map((each) => queryAll(each, PROGRAM, HTMLElement))
  return before.length === after.length && before.every((node, index) => node.isEqualNode(after[index]))
}

/** Load the page anew; it never goes on from here. */
const reloaded = () => {
  location.reload()
  return new Promise(() => {})
}

/**
 * Show the page again only when it is complete, where the browser can.
 * @param {() => Promise<void>} update
 */
const inOneStep = async (update) => {
  if (!document.startViewTransition) return update()
  const transition = document.startViewTransition(update)
  transition.ready.catch(() => {})
  await transition.updateCallbackDone
  transition.skipTransition() // a picture that fades would lie over the page, and take the clicks
}

/**
 * Take over another page: its words, its data, and a map that is still empty. What is said of the files stays.
 * @param {Document} next
 */
const adopt = (next) => {
  const { documentElement: root, body } = document
  document.title = next.title
  root.lang = next.documentElement.lang
  root.dir = next.documentElement.dir
  delete root.dataset.ready
  delete root.dataset.complete
  delete root.dataset.exploring
  const banner = queryAll(document, '.editing', HTMLElement)
  queryOptional(next, '.editing', HTMLElement)?.remove()
  body.replaceChildren(...banner, ...next.body.childNodes)
  const script = document.createElement('script')
  script.textContent = mapScript()
  body.append(script)
  script.remove()
}

/** What makes the map, which is the same in both pages. A script of a page that was parsed as text does not run. */
const mapScript = () =>
  queryAll(document, 'script:not([type], [src])', HTMLScriptElement).map(({ textContent }) => textContent).join('\n')

/** What is not in the address of the page, or not exactly. */
class Kept {
  /** @param {Stage} before */
  constructor ({ map, clock, language, projection, root }) {
    const { lat, lng } = map.getCenter()
    const center = /** @type {[number, number]} */ ([lat, lng])
    this.view = { center, zoom: map.getZoom(), projection: projection.value.centre }
    this.now = clock.now
    this.language = language.requested
    this.isExploring = 'exploring' in root.dataset
    this.tab = queryOptional(document, '[role=tab][aria-selected=true]', HTMLElement)?.id
    this.focus = document.activeElement?.id
    this.open = queryAll(document, '.keys details', HTMLDetailsElement).map(({ open }) => open)
    this.scrolls = queryAll(document, '[role=tabpanel]', HTMLElement).map(({ id, scrollTop }) => ({ id, scrollTop }))
    this.top = scrollY
  }

  /** @param {Stage} stage */
  async restore (stage) {
    nodeOf(this.tab)?.click()
    if (this.isExploring) queryOptional(document, '[data-turn=explore]', HTMLElement)?.click()
    takeFocus(nodeOf(this.focus))
    queryAll(document, '.keys details', HTMLDetailsElement).forEach((each, index) => { each.open = this.open[index] })
    stage.showView(this.view)
    stage.clock.now = this.now
    await stage.language.switchTo(this.language)
    for (const { id, scrollTop } of this.scrolls) nodeOf(id)?.scrollTo({ top: scrollTop })
    scrollTo({ top: this.top })
  }
}

/** @param {string} [id] */
const nodeOf = (id) => id ? document.getElementById(id) : null
