import { Stage } from '#stage'

const document_ = (node) => JSON.parse(node.textContent)

const setting = document.querySelector('script[data-stage]')
const stage = new Stage(globalThis[setting.dataset.map], document_(setting))

const islands = [...document.querySelectorAll('script[data-element]')]
const halves = await Promise.all(islands.map((node) => import(`#elements/${node.dataset.element}`)))
for (const [index, { mount }] of halves.entries()) stage.onLeave(await mount(stage, document_(islands[index])))

stage.open()
document.documentElement.dataset.ready = 'true'
