import assert from 'node:assert/strict'
import { describe, test } from 'node:test'

import { correctionAddress } from '../../app/static/js/lib/correction_address.js'

describe('the address of a correction', () => {
  test('fills in a mail', () => {
    assert.equal(
      correctionAddress('mailto:desk@museum.example', 'Overflight: A & B', ['What?', '', 'https://maps.example/a/#date=1960-05-01']),
      'mailto:desk@museum.example?subject=Overflight%3A%20A%20%26%20B&body=What%3F%0D%0A%0D%0Ahttps%3A%2F%2Fmaps.example%2Fa%2F%23date%3D1960-05-01'
    )
  })

  test('fills in a form, and keeps what its address asks for', () => {
    assert.equal(
      correctionAddress('https://forge.example/new?labels=history', 'A', ['B']),
      'https://forge.example/new?labels=history&title=A&body=B'
    )
  })
})
