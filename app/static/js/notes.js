import { Language, offerLanguages } from '#language'

const language = new Language(document, JSON.parse(document.querySelector('[data-words]').textContent))
offerLanguages(document, language)
document.documentElement.dataset.ready = 'true'
