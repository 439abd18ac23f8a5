/** @import { LanguagePayload } from '#payloads' */
import { jsonOf, query } from '#lib/dom'
import { Language, mountLanguageButtons, openInAskedLanguage } from '#state/language'

/** @type {LanguagePayload} */
const setting = jsonOf(query(document, '[data-messages]', HTMLScriptElement))
const language = new Language(document, setting)
mountLanguageButtons(document, language)
openInAskedLanguage(document, language)
document.documentElement.dataset.ready = 'true'
