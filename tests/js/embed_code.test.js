import assert from 'node:assert/strict'
import { test } from 'node:test'

const { embedCode } = await import('../../app/static/js/deck/embed_code.js')

test('the code to embed has the moment, a title and a link, and words of a title stay words', () => {
  const moment = 'https://maps.example.org/a/embed?lang=en#map=5/56/61&date=1960-05-01T05:53Z'
  const code = embedCode({ title: 'The "Foxbat" <i>', frame: moment, page: 'https://maps.example.org/a/' })
  assert.match(code, /^<iframe src="[^"]*embed\?lang=en#map=5\/56\/61&#38;date=1960-05-01T05:53Z" title="[^"]*"/)
  assert.ok(code.includes('title="The &#34;Foxbat&#34; &#60;i&#62;"'))
  assert.ok(code.includes('loading="lazy"'))
  assert.ok(code.endsWith('<p><a href="https://maps.example.org/a/">The &#34;Foxbat&#34; &#60;i&#62;</a></p>'))
})
