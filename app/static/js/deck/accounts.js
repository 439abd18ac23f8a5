import { Rival, differenceOf } from '#deck/account'
import { decimal, figure } from '#deck/scale'
import { listen, together } from '#stage'

/** Whose account to see beside the one drawn: the list of all, the one chosen, and how it differs. */
export const mountAccounts = (deck) => {
  const { stage, root, player, flights, payload } = deck
  const note = root.querySelector('.account-note')
  const choices = [...root.querySelectorAll('input[name=account]')]
  const trackOf = (id) => flights.find(({ flight }) => flight.id === id).track

  const chosen = () => payload.accounts[stage.account.now] ?? null
  const show = () => {
    const account = chosen()
    choices.forEach((choice) => { choice.checked = choice.value === (account ? stage.account.now : '') })
    note.hidden = !account
    if (account) note.querySelector('span').textContent = [stage.say(account.says), ...differences(account)].join(' · ')
  }
  const differences = (account) => {
    const { minutes, km, metres } = differenceOf(trackOf(account.flight), account)
    return [
      minutes ? stage.word(minutes > 0 ? 'minutes_later' : 'minutes_earlier', { minutes: figure(Math.abs(minutes)) }) : null,
      km ? stage.word('km_away', { km: km < 10 ? decimal(km.toFixed(1), (key) => stage.word(key)) : figure(km) }) : null,
      metres ? stage.word(metres > 0 ? 'metres_higher' : 'metres_lower', { metres: figure(Math.abs(metres)) }) : null
    ].filter(Boolean)
  }
  const choose = (id) => {
    stage.account.now = id || null
    const account = chosen()
    if (account) player.seek(trackOf(account.flight).time[trackOf(account.flight).fixes[account.fix]])
  }

  /** What the profile needs of the account: its place now, and its fix beside the drawn one. */
  deck.rivalOnProfile = () => {
    const account = chosen()
    if (!account) return {}
    const track = trackOf(account.flight)
    const rival = new Rival(track, account)
    const vertex = track.fixes[account.fix]
    const drawn = { time: track.time[vertex], altitude: Number.isNaN(track.altitude[vertex]) ? null : track.altitude[vertex] }
    return { ghost: rival.at(stage.clock.now), account: { drawn, rival: { time: rival.time, altitude: account.altitude ?? drawn.altitude } } }
  }

  show()
  return together(
    ...choices.map((choice) => listen(choice, 'change', () => choose(choice.value))),
    listen(note.querySelector('button'), 'click', () => { stage.account.now = null }),
    listen(stage.account, 'change', show),
    listen(stage.language, 'change', show)
  )
}
