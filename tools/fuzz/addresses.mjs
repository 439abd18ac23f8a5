/**
 * Fuzz the addresses of moments, which browsers read: `node tools/fuzz/addresses.mjs [SECONDS]`, by
 * `make fuzz TARGET=addresses`. It changes the committed samples at random; the first input that breaks a rule ends it.
 */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'

import { isoMoment, parseMoment } from '../../app/static/js/lib/iso_moment.js'
import { formatHash, formatView, parseHash, parseView } from '../../app/static/js/state/hash.js'

const SAMPLES = new URL('corpus/addresses/', import.meta.url)
const PIECES = ['#', '&', '=', '%', '%2', '%zz', '%00', '/', ',', ':', '-', '+', '.', 'e9', 'NaN', 'Infinity', '__proto__',
  'map=', 'date=', 'chapter=', 'layers=', '0', '9'.repeat(40), '1960-05-01', 'T05:53Z', '\ud800', '𝄞', '\u0000', ' ']
const BATCH = 10_000

/** @param {string} hash */
const check = (hash) => {
  const state = parseHash(hash)
  const again = parseHash(formatHash(state))
  assert.deepEqual(again, state)
  const view = parseView(state.map)
  if (view) {
    const [lat, lon] = view.center
    assert.ok([view.zoom, lat, lon].every(Number.isFinite) && Math.abs(lat) <= 90)
    assert.ok(parseView(formatView(view.zoom, lat, lon)), 'a view that is written can be read')
  }
  const moment = parseMoment(state.date)
  if (moment !== null) assert.ok(Math.abs(parseMoment(isoMoment(moment)) - moment) <= 0.5)
}

/** @param {number} below */
const pick = (below) => Math.floor(Math.random() * below)

/** @param {string[]} samples */
const changed = (samples) => {
  let text = samples[pick(samples.length)]
  for (let times = pick(5); times >= 0; times--) {
    const [from, length] = [pick(text.length + 1), pick(4)]
    const piece = Math.random() < 0.8 ? PIECES[pick(PIECES.length)] : String.fromCharCode(pick(65_536))
    text = text.slice(0, from) + piece + text.slice(from + length)
  }
  return text.toWellFormed() // as browsers give addresses
}

const samples = readdirSync(SAMPLES).map((name) => readFileSync(new URL(name, SAMPLES), 'utf8').trimEnd())
for (const sample of samples) check(sample)
const end = performance.now() + 1000 * Number(process.argv[2] ?? 300)
let count = 0
while (performance.now() < end) {
  for (let index = 0; index < BATCH; index++) {
    const hash = changed(samples)
    try {
      check(hash)
    } catch (error) {
      console.error(`Found: ${JSON.stringify(hash)}`)
      throw error
    }
  }
  count += BATCH
}
console.log(`${count} addresses, nothing found`)
