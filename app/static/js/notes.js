/** @import { LanguagePayload } from '#payloads' */
import { jsonOf, query } from '#lib/dom'
import { Language, mountLanguageButtons } from '#state/language'

/** @type {LanguagePayload} */
const setting = jsonOf(query(document, '[data-messages]', HTMLScriptElement))
mountLanguageButtons(document, new Language(document, setting))
document.documentElement.dataset.ready = 'true'
