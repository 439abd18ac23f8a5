import { Language, offerLanguages } from '#language'
import { Stage } from '#stage'

const document_ = (node) => JSON.parse(node.textContent)

const setting = document.querySelector('script[data-stage]')
const language = new Language(document, document_(document.querySelector('script[data-words]')))
const stage = new Stage(globalThis[setting.dataset.map], document_(setting), language)
if (stage.presentation.kiosk) await language.fetch()
stage.onLeave(offerLanguages(document, language))

const islands = [...document.querySelectorAll('script[data-element]')]
const halves = await Promise.all(islands.map((node) => import(`#elements/${node.dataset.element}`)))
for (const [index, { mount }] of halves.entries()) stage.onLeave(await mount(stage, document_(islands[index])))

stage.open()
document.documentElement.dataset.ready = 'true'
