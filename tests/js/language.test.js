import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Language, PageOutdated } from '../../app/static/js/state/language.js'

globalThis.HTMLElement = class {}
globalThis.DOMParser = class {
  parseFromString (html) { return { body: { childNodes: [text(html)], querySelectorAll: () => [] } } }
}

/** As much of a document as a language speaks to. */
const page = (...nodes) => ({
  documentElement: { lang: 'en' },
  querySelectorAll: (selector) => nodes.filter(({ dataset }) => selector.slice(6, -1) in dataset)
})
const text = (words) => ({ words, cloneNode: () => text(words) })
const node = (dataset, words) => ({
  dataset,
  childNodes: [text(words)],
  lang: '',
  replaceChildren (...nodes) { this.childNodes = nodes.map((child) => typeof child === 'string' ? text(child) : child) },
  get said () { return this.childNodes.map((child) => child.words).join('') },
  attributes: { 'aria-label': words },
  getAttribute (name) { return this.attributes[name] },
  setAttribute (name, value) { this.attributes[name] = value },
  removeAttribute (name) { if (name === 'lang') this.lang = '' }
})

const others = `data:application/json;base64,${Buffer.from(JSON.stringify({
  de: ['Brücke', { html: '<p>Wörter</p>' }, 'Zurück', { text: 'Fallback', lang: 'en' }]
})).toString('base64')}`
const setting = () => ({ current: 'en', all: ['en', 'de'], rightToLeft: [], entries: { 1: 'Bridge', 4: 'Fallback' }, others })

test('text is plain, a number, or a table by language', () => {
  const language = new Language(page(), setting())
  assert.equal(language.translate('Peshawar'), 'Peshawar')
  assert.equal(language.translate(1), 'Bridge')
  assert.equal(language.translate({ de: 'Nordsee', en: 'North Sea' }), 'North Sea')
  assert.equal(language.translate({ ru: 'Волга' }), 'Волга')
  assert.equal(language.translate({}), '')
})

test('everything on the page changes to the other language, and back', async () => {
  const name = node({ w: '1' }, 'Bridge')
  const words = node({ w: '2' }, '<p>Words</p>')
  const back = node({ label: '3' }, 'Back')
  const button = node({ language: 'de' }, 'Deutsch')
  const whole = page(name, words, back, button)
  const language = new Language(whole, setting())
  const changed = new Promise((resolve) => language.addEventListener('change', resolve, { once: true }))
  language.switchTo('de')
  assert.equal(language.current, 'en', 'the words are not here yet')
  await changed
  assert.deepEqual([name.said, words.said, back.attributes['aria-label']], ['Brücke', '<p>Wörter</p>', 'Zurück'])
  assert.equal(button.attributes['aria-current'], 'true')
  assert.deepEqual([language.translate(1), language.translate(4), whole.documentElement.lang], ['Brücke', 'Fallback', 'de'])
  language.switchTo('en')
  assert.deepEqual([name.said, words.said, back.attributes['aria-label']], ['Bridge', '<p>Words</p>', 'Back'])
  assert.equal(language.translate(1), 'Bridge')
})

test('the language requested last is shown, and none that does not exist', async () => {
  const language = new Language(page(), setting())
  language.switchTo('de')
  language.switchTo('en')
  language.switchTo('fr')
  await language.fetch()
  await Promise.resolve()
  assert.equal(language.current, 'en')
  language.switchTo('de')
  assert.equal(language.current, 'de', 'at once, for the words are here')
})

test('a language that is chosen twice before its words have come is shown', async () => {
  const tables = { en: ['Bridge', 'Words'], de: ['Brücke', 'Wörter'] }
  const address = `data:application/json;base64,${Buffer.from(JSON.stringify(tables)).toString('base64')}`
  const name = node({ w: '2' }, 'Words')
  const language = new Language(page(name), { ...setting(), entries: { 1: 'Bridge' }, others: address })
  await Promise.all([language.switchTo('de'), language.switchTo('de')])
  assert.deepEqual([language.current, name.said], ['de', 'Wörter'])
})

test('a page that is older than the server\'s texts does not use them', async () => {
  const tables = { en: ['A new first entry', 'Bridge'], de: ['Ein neuer erster Eintrag', 'Brücke'] }
  const newer = `data:application/json;base64,${Buffer.from(JSON.stringify(tables)).toString('base64')}`
  const name = node({ w: '1' }, 'Bridge')
  const language = new Language(page(name), { ...setting(), entries: { 1: 'Bridge' }, others: newer })
  await assert.rejects(language.switchTo('de'), PageOutdated)
  assert.deepEqual([language.current, name.said], ['en', 'Bridge'])
})
