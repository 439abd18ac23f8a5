/** @import { AccountPayload } from '#payloads' */
/** @import { Deck } from '#deck/deck' */
/** @import { TrackPosition } from '#track' */
import { AlternativeTrack, differenceOf } from '#deck/alternative_track'
import { query, queryAll } from '#lib/dom'
import { formatDecimal, formatNumber } from '#lib/format'
import { combine, listen } from '#state/stage'

/**
 * What the profile shows of an account: where the flight would be now, and its fix beside the one drawn.
 * @typedef {{position: TrackPosition | null, drawn: ProfilePoint, claimed: ProfilePoint}} Alternative
 * @typedef {{time: number, altitude: number | null}} ProfilePoint
 */

/**
 * The track of the flight that an account is about.
 * @param {Deck} deck
 * @param {AccountPayload} account
 */
const trackOf = ({ flights }, { flight }) => flights.find(({ id }) => id === flight)?.track ?? null

/**
 * The account that is chosen, and the track that it is about; null for none.
 * @param {Deck} deck
 */
const chosenIn = (deck) => {
  const { account, accounts } = deck.stage
  const chosen = account.value === null ? undefined : accounts[account.value]
  const track = chosen && trackOf(deck, chosen)
  return track ? { account: chosen, track } : null
}

/**
 * @param {Deck} deck
 * @returns {Alternative | null}
 */
export const alternativeOf = (deck) => {
  const chosen = chosenIn(deck)
  if (!chosen) return null
  const { account, track } = chosen
  const alternative = new AlternativeTrack(track, account)
  const vertex = track.fixes[account.fix]
  const altitude = Number.isNaN(track.altitude[vertex]) ? null : track.altitude[vertex]
  return {
    position: alternative.at(deck.stage.clock.now),
    drawn: { time: track.time[vertex], altitude },
    claimed: { time: alternative.time, altitude: account.altitude ?? altitude }
  }
}

/**
 * Which account to see beside the one drawn: the list of all, the one chosen, and how it differs.
 * @param {Deck} deck
 */
export const mountAccounts = (deck) => {
  const { stage, root, player } = deck
  const note = query(root, '.account-note', HTMLElement)
  const choices = queryAll(root, 'input[name=account]', HTMLInputElement)

  const show = () => {
    const chosen = chosenIn(deck)
    for (const choice of choices) choice.checked = choice.value === (chosen ? stage.account.value : '')
    note.hidden = !chosen
    if (!chosen) return
    const text = [stage.translate(chosen.account.says), ...differences(chosen)].join(' · ')
    query(note, 'span', HTMLElement).textContent = text
  }

  /** @param {NonNullable<ReturnType<typeof chosenIn>>} chosen */
  const differences = ({ track, account }) => {
    const { minutes, km, metres } = differenceOf(track, account)
    const { message } = stage
    return [
      minutes &&
        message(minutes > 0 ? 'minutes_later' : 'minutes_earlier', { minutes: formatNumber(Math.abs(minutes)) }),
      km && message('km_away', { km: km < 10 ? formatDecimal(km.toFixed(1), message) : formatNumber(km) }),
      metres && message(metres > 0 ? 'metres_higher' : 'metres_lower', { metres: formatNumber(Math.abs(metres)) })
    ].filter((difference) => typeof difference === 'string')
  }

  /** @param {string} id */
  const choose = (id) => {
    stage.account.value = id || null
    const chosen = chosenIn(deck)
    if (chosen) player.seek(chosen.track.time[chosen.track.fixes[chosen.account.fix]])
  }

  show()
  return combine(
    ...choices.map((choice) => listen(choice, 'change', () => choose(choice.value))),
    listen(query(note, 'button', HTMLElement), 'click', () => { stage.account.value = null }),
    listen(stage.account, 'change', show),
    listen(stage.language, 'change', show)
  )
}
