/** @import { DeskImportPayload, DeskSetupPayload } from '#payloads' */
import { upload } from '#desk/begin_import'
import { chooser, showRefused, takeDrops } from '#desk/drop'
import { fill } from '#desk/form'
import { ImportFile } from '#desk/import_file'
import { messageOf } from '#desk/messages'
import { field, node } from '#desk/node'
import { post, worded } from '#desk/request'
import { severityName } from '#desk/where'
import { jsonOf, query } from '#lib/dom'

/** The import screen: what is said of the exhibit and of each file at the left, the page that it makes at the right. */
/** @type {DeskSetupPayload} */
const setup = jsonOf(query(document, '[data-setup]', HTMLScriptElement))
const message = messageOf(setup.messages)
const section = query(document, '#import', HTMLElement)
const frame = query(document, 'iframe', HTMLIFrameElement)
const keep = query(document, '[data-keep]', HTMLButtonElement)
const saved = query(document, '[data-saved]', HTMLElement)
const COLUMNS = setup.columns ?? { meanings: [], translated: [] }

/** @type {Promise<void>} */
let last = Promise.resolve()
let waiting = 0

/**
 * Do one thing after the other, so that what is shown is the latest.
 * @param {() => Promise<void>} act
 */
const inTurn = (act) => {
  saved.textContent = message('desk_reading')
  waiting += 1
  last = last.then(act).finally(() => { waiting -= 1 })
  return last
}

/** @param {Record<string, unknown>} said */
const send = (said) => inTurn(async () => {
  const { answer, refused } = await post('edit', said)
  if (refused) {
    showRefused(refused.length ? refused.map((fault) => worded(fault, message)) : [message('desk_lost')])
    return load()
  }
  showRefused([])
  if (answer.address) location.assign(answer.address)
  else show(answer)
})

/** @param {File[]} files */
const take = (files) => inTurn(async () => {
  showRefused(await upload('', files, message))
  await load()
})

const load = async () => {
  const response = await fetch('state').catch(() => null)
  if (response?.ok) show(await response.json())
}

/** @param {DeskImportPayload} state */
const show = (state) => {
  const wanted = state.wanted.key
  fill(section, () => [
    ...(state.new ? aboutExhibit(state) : []),
    node('div', { className: 'choices' },
      chooser(message('desk_choose_files'), take, 'choose-files'), node('p', {}, message('desk_drop_import'))),
    ...state.files.map((file) => new ImportFile(file, COLUMNS, state.languages, message, send).element),
    ...(state.faults.length
      ? [node('h2', {}, message('desk_problems')), node('ul', { className: 'faults' }, ...state.faults.map((fault) =>
          node('li', { className: `is-${fault.severity}` },
            node('strong', {}, severityName(fault.severity, message)), ' ', worded(fault, message))))]
      : []),
    node('p', { id: 'wanted', className: 'wanted' }, wanted && message(wanted, state.wanted.values))
  ])
  const errors = state.files.flatMap(({ faults }) => faults).some(({ severity }) => severity === 'error')
  keep.disabled = Boolean(wanted)
  keep.classList.toggle('has-errors', errors)
  const isLast = waiting === 1
  saved.textContent = message(isLast ? 'desk_nothing_written' : 'desk_reading')
  frame.hidden = !state.preview
  query(document, '[data-nothing]', HTMLElement).hidden = Boolean(state.preview)
  if (state.preview && isLast) frame.contentWindow?.location.replace(state.preview)
}

/** @param {DeskImportPayload} state */
const aboutExhibit = ({ title, slug, languages, period }) => [
  field(message('desk_heading'), title, (written) => send({ edit: 'say', title: written }), { id: 'title' }),
  node('div', { className: 'pair' },
    field(message('desk_address'), slug, (written) => send({ edit: 'say', slug: written }), { id: 'slug' }),
    field(message('desk_period'), period, (written) => send({ edit: 'say', period: written }), { id: 'period' })),
  field(message('desk_languages'), languages.join(', '), (written) =>
    send({ edit: 'say', languages: written.split(/[\s,;]+/).filter(Boolean) }), { id: 'languages' })
]

/**
 * Keep or discard everything; the page that is shown goes with it.
 * @param {'keep' | 'discard'} edit
 */
const end = async (edit) => {
  frame.contentWindow?.location.replace('about:blank')
  await send({ edit })
}

keep.addEventListener('click', () => end('keep'))
query(document, '[data-discard]', HTMLButtonElement).addEventListener('click', () => end('discard'))
takeDrops(message('desk_drop'), take)
inTurn(load).then(() => { document.documentElement.dataset.ready = 'true' })
