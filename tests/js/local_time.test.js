import assert from 'node:assert/strict'
import { test } from 'node:test'

import { formatMoment } from '../../app/static/js/lib/local_time.js'

test('a saved moment has the day before the month and a clock of 24 hours in English, too', () => {
  assert.match(formatMoment('2026-11-15T12:00:00+00:00', 'en'), /^1[456] Nov 2026, \d\d:\d\d$/)
  assert.match(formatMoment('2026-11-15T12:00:00+00:00', 'de'), /^1[456]\.11\.2026, \d\d:\d\d$/)
})
