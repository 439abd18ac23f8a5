import assert from 'node:assert/strict'
import { test } from 'node:test'
import { folded } from '../../app/static/js/folded.js'

test('accents, cases and special letters make no difference to a search', () => {
  for (const [said, typed] of [['Bodø', 'bodo'], ['Königstraße', 'KONIGSTRASSE'], ['Ёлка', 'елка'], ['San Cristóbal', 'san cristobal'], ['函館', '函館']]) {
    assert.equal(folded(said), folded(typed))
  }
  assert.notEqual(folded('Панч'), folded('Пандж'))
})
