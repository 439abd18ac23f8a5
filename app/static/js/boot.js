/** @import { LanguagePayload, StagePayload } from '#payloads' */
import { jsonOf, query, queryAll } from '#lib/dom'
import { Language, mountLanguageButtons, openInAskedLanguage } from '#state/language'
import { Shared } from '#state/shared'
import { Stage } from '#state/stage'

/**
 * The part of the page that an element belongs to, for a visitor.
 * @type {Record<string, string>}
 */
const PARTS = {
  world_map: 'map',
  basemaps: 'map',
  areas: 'map',
  flight_paths: 'map',
  places: 'map',
  aircraft: 'map',
  layer_control: 'map',
  map_buttons: 'map',
  panel: 'panel',
  search: 'panel',
  story: 'panel',
  feature_card: 'panel',
  time_deck: 'deck'
}

/**
 * Report that a part of the page could not be shown, on the page itself and to whatever watches it.
 * @param {Stage} stage
 * @param {string} element
 * @param {unknown} error
 */
const reportBroken = (stage, element, error) => {
  const report = document.createElement('p')
  report.className = 'broken'
  report.setAttribute('role', 'alert')
  report.textContent = stage.message(`broken_${PARTS[element] ?? 'page'}`)
  document.body.append(report)
  reportError(error)
}

/** Mount the page's elements; the stage that they share. */
export const start = async () => {
  const script = query(document, 'script[data-stage]', HTMLScriptElement)
  /** @type {StagePayload} */
  const settings = jsonOf(script)
  /** @type {LanguagePayload} */
  const languageSettings = jsonOf(query(document, 'script[data-messages]', HTMLScriptElement))
  const language = new Language(document, languageSettings)
  const shared = new Shared(settings, language)
  const stage = new Stage(Reflect.get(globalThis, script.dataset.map ?? ''), settings.view, shared)
  stage.addCleanup(() => shared.theme.destroy())
  if (stage.presentation.kiosk) await language.fetch()
  stage.addCleanup(mountLanguageButtons(document, language))
  await openInAskedLanguage(document, language)

  const payloads = queryAll(document, 'script[data-element]', HTMLScriptElement)
  const elements = payloads.map((node) => node.dataset.element ?? '')
  // All are loaded before the first is mounted: a pause in between would show a page that is half there.
  const loading = await Promise.allSettled(elements.map((element) => import(`#elements/${element}`)))
  for (const [index, element] of elements.entries()) {
    try {
      const loaded = loading[index]
      if (loaded.status === 'rejected') throw loaded.reason
      stage.addCleanup(await loaded.value.mount(stage, jsonOf(payloads[index])))
    } catch (error) {
      reportBroken(stage, element, error)
    }
  }
  try {
    stage.open()
  } catch (error) {
    reportBroken(stage, 'page', error)
  }
  document.documentElement.dataset.ready = 'true'
  complete(stage)
  return stage
}

/**
 * Wait for what follows when the page is open.
 * @param {Stage} stage
 */
const complete = async (stage) => {
  for (const { element, loading } of stage.loadingLater) {
    await loading.catch((error) => reportBroken(stage, element, error))
  }
  document.documentElement.dataset.complete = 'true'
}

export const started = start()
