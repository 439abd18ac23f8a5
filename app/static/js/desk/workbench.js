/** @import { FaultPlace } from '#desk/fault_place' */
import { beginImport } from '#desk/begin_import'
import { Chapters } from '#desk/chapters'
import { chooser, takeDrops } from '#desk/drop'
import { ExhibitForm } from '#desk/exhibit_form'
import { Features } from '#desk/features'
import { FindPlaces } from '#desk/find_places'
import { HistoryList } from '#desk/history_list'
import { mark } from '#desk/invalid'
import { button, firstOf, node } from '#desk/node'
import { Noted, controlOf } from '#desk/noted'
import { Problems } from '#desk/problems'
import { worded } from '#desk/request'
import { mountShareMenu } from '#desk/share_menu'
import { Sources } from '#desk/sources'
import { Store } from '#desk/store'
import { Translation, quoted } from '#desk/translation'
import { VisitorsPage } from '#desk/visitors_page'
import { jsonOf, query, queryAll } from '#lib/dom'
import { formatMoment } from '#lib/local_time'

/** Joins the parts of the desk: the forms, the visitors' page, and what the server says of an edit. */
/** @type {import('#payloads').DeskSetupPayload} */
const setup = jsonOf(query(document, '[data-setup]', HTMLScriptElement))
const store = new Store(setup)
const page = new VisitorsPage(query(document, 'iframe', HTMLIFrameElement))
const section = (/** @type {string} */ id) => query(document, `#${id}`, HTMLElement)
const { message } = store

const chapters = new Chapters(section('chapters'), store, page)
const features = new Features(section('features'), store, page)
const places = new FindPlaces(section('places'), store, page)
const exhibitForm = new ExhibitForm(section('exhibit'), store, page)
new HistoryList(section('history'), store)
/**
 * Open the form of a chapter or a feature.
 * @param {string} name
 * @param {boolean} isChapter
 */
const lead = (name, isChapter) => {
  open(isChapter ? 'chapters' : 'features')
  if (isChapter) chapters.choose(name)
  else features.choose(name)
}
/** What a form is made to show.
 * @type {Record<string, (place: FaultPlace, problem: string) => void>}
 */
const choosers = {
  chapters: ({ subject, language }) => chapters.choose(subject, language || undefined),
  features: ({ subject, fix }) => features.choose(subject, fix),
  sources: ({ subject }) => sources.choose(subject),
  translation: ({ language }, problem) => translation.choose(language, quoted(problem))
}

/**
 * Open the form that has a fault, at its field.
 * @param {FaultPlace} place
 * @param {string} problem
 */
const leadToFault = (place, problem) => {
  open(place.form)
  if (place.subject || place.language) choosers[place.form]?.(place, problem)
  const control = controlOf(place)
  for (let around = control?.closest('details'); around; around = around.parentElement?.closest('details')) {
    around.open = true
  }
  control?.scrollIntoView({ block: 'center', inline: 'center' })
  control?.focus()
}
new Problems(section('problems'), store, leadToFault)
const sources = new Sources(section('sources'), store, lead)
const translation = new Translation(section('translation'), store, (chapter, language) => {
  open('chapters')
  chapters.choose(chapter, language)
})

new Noted(['chapters', 'features', 'sources', 'exhibit'].map(section), store)

const tabs = queryAll(document, '[role=tab]', HTMLButtonElement)

/** @param {string} id of the form to show */
function open (id) {
  for (const tab of tabs) {
    const isOpen = tab.getAttribute('aria-controls') === id
    tab.setAttribute('aria-selected', String(isOpen))
    tab.tabIndex = isOpen ? 0 : -1
    section(tab.getAttribute('aria-controls') ?? '').hidden = !isOpen
  }
  features.show()
  places.show()
  exhibitForm.show()
  translation.show()
}

for (const [index, tab] of tabs.entries()) {
  tab.addEventListener('click', () => open(tab.getAttribute('aria-controls') ?? ''))
  tab.addEventListener('keydown', ({ key }) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[key]
    if (!step) return
    const next = tabs[(index + step + tabs.length) % tabs.length]
    next.focus()
    next.click()
  })
}

mountShareMenu(query(document, '.share-menu', HTMLDetailsElement), store, {
  slug: setup.slug, title: () => titleOf(store.state)
})

const undo = query(document, '[data-undo]', HTMLButtonElement)
const redo = query(document, '[data-redo]', HTMLButtonElement)
undo.addEventListener('click', () => store.send({ edit: 'undo' }))
redo.addEventListener('click', () => store.send({ edit: 'redo' }))

/** @param {KeyboardEvent} event on the desk, or on the page in its frame */
const undoByKey = (event) => {
  const isTyping = /** @type {Element} */ (event.target).matches?.('input, textarea')
  if (isTyping || !(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'z') return
  event.preventDefault()
  const wanted = event.shiftKey ? redo : undo
  wanted.click()
}
document.addEventListener('keydown', undoByKey)
page.onKey(undoByKey)

/** @param {File[]} files */
const add = (files) => beginImport({ slug: setup.slug }, files, message)
takeDrops(message('desk_drop'), add)
undo.before(chooser(message('desk_add_files'), add, 'add-files'))

const saved = query(document, '[data-saved]', HTMLElement)
const refused = query(document, '[data-refused]', HTMLElement)
const outside = query(document, '[data-outside]', HTMLElement)

const earlier = query(document, '[data-earlier]', HTMLElement)
const heading = query(document, 'h1', HTMLElement)

/** @param {import('#payloads').DeskPayload} state */
const titleOf = ({ exhibit: { title }, languages }) =>
  firstOf(title, languages) || setup.slug

store.addEventListener('change', () => {
  undo.disabled = !store.state.undo
  redo.disabled = !store.state.redo
  heading.textContent = titleOf(store.state)
  const count = store.state.faults.filter(({ severity }) => severity !== 'note').length
  const problems = query(document, '#tab-problems', HTMLElement)
  problems.textContent = count ? `${message('desk_problems')} (${count})` : message('desk_problems')
})
store.addEventListener('saving', () => {
  saved.textContent = message('desk_saving')
  refused.hidden = true
})
store.addEventListener('saved', () => {
  saved.textContent = message('desk_saved')
  outside.hidden = true
})
store.addEventListener('lost', () => { saved.textContent = message('desk_lost') })
store.addEventListener('shown', () => page.refresh())
store.addEventListener('earlier', () => {
  const moment = store.earlier && formatMoment(store.earlier, document.documentElement.lang)
  earlier.hidden = !moment
  earlier.replaceChildren(
    node('p', {}, message('desk_earlier', { moment })),
    node('div', { className: 'choices' },
      button(message('desk_problems'), () => open('problems'), { id: 'see-problems' }),
      button(message('desk_undo'), () => undo.click(), { id: 'undo-problems' }))
  )
})

store.addEventListener('refused', (event) => {
  /** @type {{ faults: import('#desk/request').Refusal[], field: string }} */
  const { faults, field } = /** @type {CustomEvent} */ (event).detail
  saved.textContent = message('desk_refused')
  const marked = mark(field, faults.map(({ problem, fix }) => `${problem} ${fix}`.trim()).join(' '))
  if (marked) return marked.focus()
  refused.replaceChildren(
    node('strong', {}, message('desk_refused')),
    ...faults.map((fault) => node('p', {}, worded(fault, message))),
    button(message('desk_close'), () => { refused.hidden = true }, { id: 'close-refused' })
  )
  refused.hidden = false
})

store.addEventListener('outside', (event) => {
  const { files, difference, edit } = /** @type {CustomEvent} */ (event).detail
  saved.textContent = message('desk_refused')
  const lines = node('pre', { hidden: true }, difference)
  const decide = (/** @type {() => void} */ then) => async () => {
    outside.hidden = true
    await store.load()
    then()
  }
  outside.replaceChildren(
    node('p', {}, message('desk_outside', { files: files.join(', ') })),
    node('div', { className: 'choices' },
      button(message('desk_take_theirs'), decide(() => {}), { id: 'take-theirs' }),
      button(message('desk_keep_mine'), decide(() => store.send(edit)), { id: 'keep-mine' }),
      button(message('desk_look'), () => { lines.hidden = false }, { id: 'look' })),
    lines
  )
  outside.hidden = false
})

store.start().then(() => { document.documentElement.dataset.ready = 'true' })
