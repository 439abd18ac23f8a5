import assert from 'node:assert/strict'
import { test } from 'node:test'
import { normalize } from '../../app/static/js/lib/normalize.js'

test('accents, cases and special letters make no difference to a search', () => {
  const pairs = [
    ['Bodø', 'bodo'], ['Königstraße', 'KONIGSTRASSE'], ['Ёлка', 'елка'], ['San Cristóbal', 'san cristobal'], ['函館', '函館']
  ]
  for (const [shown, typed] of pairs) {
    assert.equal(normalize(shown), normalize(typed))
  }
  assert.notEqual(normalize('Панч'), normalize('Пандж'))
})
