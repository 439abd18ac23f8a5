import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Language } from '../../app/static/js/language.js'

globalThis.DOMParser = class {
  parseFromString (html) { return { body: { childNodes: [text(html)] } } }
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
  get said () { return this.childNodes.map(({ words }) => words).join('') },
  attributes: { 'aria-label': words },
  getAttribute (name) { return this.attributes[name] },
  setAttribute (name, value) { this.attributes[name] = value },
  removeAttribute (name) { if (name === 'lang') this.lang = '' }
})

const others = `data:application/json;base64,${Buffer.from(JSON.stringify({
  de: ['Brücke', { html: '<p>Wörter</p>' }, 'Zurück', { words: 'Fallback', lang: 'en' }]
})).toString('base64')}`
const setting = () => ({ now: 'en', all: ['en', 'de'], spoken: { 1: 'Bridge', 4: 'Fallback' }, others })

test('words are plain, a number, or a table by language', () => {
  const language = new Language(page(), setting())
  assert.equal(language.say('Peshawar'), 'Peshawar')
  assert.equal(language.say(1), 'Bridge')
  assert.equal(language.say({ de: 'Nordsee', en: 'North Sea' }), 'North Sea')
  assert.equal(language.say({ ru: 'Волга' }), 'Волга')
  assert.equal(language.say({}), '')
})

test('everything on the page speaks the other language, and the first again', async () => {
  const name = node({ w: '1' }, 'Bridge')
  const words = node({ w: '2' }, '<p>Words</p>')
  const back = node({ label: '3' }, 'Back')
  const button = node({ language: 'de' }, 'Deutsch')
  const whole = page(name, words, back, button)
  const language = new Language(whole, setting())
  const changed = new Promise((resolve) => language.addEventListener('change', resolve, { once: true }))
  language.speak('de')
  assert.equal(language.now, 'en', 'the words are not here yet')
  await changed
  assert.deepEqual([name.said, words.said, back.attributes['aria-label']], ['Brücke', '<p>Wörter</p>', 'Zurück'])
  assert.equal(button.attributes['aria-current'], 'true')
  assert.deepEqual([language.say(1), language.say(4), whole.documentElement.lang], ['Brücke', 'Fallback', 'de'])
  language.speak('en')
  assert.deepEqual([name.said, words.said, back.attributes['aria-label']], ['Bridge', '<p>Words</p>', 'Back'])
  assert.equal(language.say(1), 'Bridge')
})

test('the language asked for last is spoken, and none that there is not', async () => {
  const language = new Language(page(), setting())
  language.speak('de')
  language.speak('en')
  language.speak('fr')
  await language.fetch()
  assert.equal(language.now, 'en')
  language.speak('de')
  assert.equal(language.now, 'de', 'at once, for the words are here')
})
