/** @import { Stage } from '#state/stage' */
import { jsonOf, query } from '#lib/dom'

/**
 * Mount an element of the page on a stage, with its payload.
 * @param {Stage} stage
 * @param {string} element
 */
export const mountOn = async (stage, element) => {
  const { mount } = await import(`#elements/${element}`)
  stage.addCleanup(await mount(stage, jsonOf(query(document, `script[data-element=${element}]`, HTMLScriptElement))))
}
