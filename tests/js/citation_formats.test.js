import assert from 'node:assert/strict'
import { test } from 'node:test'

import { referencesOf } from '../../app/static/js/deck/citation_formats.js'

const CITED = {
  slug: 'grand-slam',
  title: 'Grand Slam: 50 % & more',
  authors: [{ family: 'Heyser', given: 'Anna' }, { family: 'Museum of Flight', given: '' }],
  version: 'abc',
  updated: '2026-11-03',
  moment: '1 May 1960, 05:53 UTC',
  address: 'https://maps.example.org/grand-slam/#date=1960-05-01T05:53Z',
  accessed: new Date(2026, 10, 9)
}

test('a moment is an entry of BibLaTeX', () => {
  assert.equal(referencesOf(CITED).bibtex, [
    '@online{grand-slam-abc,',
    '  author = {Heyser, Anna and {Museum of Flight}},',
    '  title = {Grand Slam: 50 \\% \\& more},',
    '  note = {1 May 1960, 05:53 UTC},',
    '  organization = {Overflight},',
    '  version = {abc},',
    '  date = {2026-11-03},',
    '  url = {https://maps.example.org/grand-slam/#date=1960-05-01T05:53Z},',
    '  urldate = {2026-11-09},',
    '}'
  ].join('\n'))
  const odd = referencesOf({ ...CITED, title: 'C:\\maps ~ x^2' }).bibtex
  assert.ok(odd.includes('title = {C:{\\textbackslash}maps {\\textasciitilde} x{\\textasciicircum}2}'))
  const bare = referencesOf({ ...CITED, authors: [], updated: '' }).bibtex
  assert.ok(!/author|date = \{\}/.test(bare))
})

test('a moment is a record of RIS', () => {
  const lines = referencesOf(CITED).ris.split('\n')
  assert.equal(lines[0], 'TY  - ELEC')
  assert.deepEqual(lines.filter((line) => line.startsWith('AU')), ['AU  - Heyser, Anna', 'AU  - Museum of Flight'])
  assert.ok(lines.includes('DA  - 2026/11/03/'))
  assert.ok(lines.includes('Y2  - 2026/11/09/'))
  assert.equal(lines.at(-1), 'ER  - ')
})

test('a moment is an item of CSL-JSON', () => {
  const [item] = JSON.parse(referencesOf(CITED).csl)
  assert.deepEqual(item.author, [{ family: 'Heyser', given: 'Anna' }, { literal: 'Museum of Flight' }])
  assert.deepEqual(item.accessed, { 'date-parts': [[2026, 11, 9]] })
  assert.deepEqual(item.issued, { 'date-parts': [[2026, 11, 3]] })
  assert.equal(item.URL, CITED.address)
})
