import assert from 'node:assert/strict'
import { test } from 'node:test'

const { captionsOf, insertable } = await import('../../app/static/js/desk/media.js')

const NAMES = [
  'landing.mp4', 'landing.en.vtt', 'landing.de-x-easy.vtt', 'landing.vtt', 'landing.jpg', 'landing.described.mp4',
  'landing.de.signed.mp4', 'hangar.jpg', 'news.mp3', 'landing-2.webm'
]

test('what belongs to a film is put into the words with it', () => {
  assert.deepEqual(insertable(NAMES), ['landing.mp4', 'hangar.jpg', 'news.mp3', 'landing-2.webm'])
})

test('a film has captions in the languages that its files name', () => {
  assert.deepEqual(captionsOf('landing.mp4', NAMES), ['en', 'de-x-easy'])
  assert.deepEqual(captionsOf('landing-2.webm', NAMES), [])
  assert.equal(captionsOf('hangar.jpg', NAMES), null)
})
