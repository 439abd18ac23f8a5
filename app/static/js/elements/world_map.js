import { load } from '#data'
import { sheet } from '#sheet'
import { listen, together } from '#stage'
import { Colors } from '#world/colors'
import { History } from '#world/day'
import { Names } from '#world/names'
import { Painter } from '#world/painter'

/**
 * The world as it was on the day of the clock, under everything else.
 *
 * @param {import('#stage').Stage} stage
 * @param {{data: string}} payload where the world's document is: see `docs/world.md`
 */
export const mount = async (stage, { data }) => {
  const document_ = await load(data)
  const history = new History(document_)
  const painter = new Painter(document_, history)
  const names = new Names(stage, history, document_)
  const colors = new Colors()
  let ground = null
  let epoch = null
  const turn = () => {
    const day = dayOf(stage.clock.now)
    if (history.epoch(day) === epoch) return
    epoch = history.epoch(day)
    painter.day = day
    names.day = day
    ground?.paint()
  }
  turn()
  ground = sheet(stage.map, 'world', (context, view) => painter.paint(context, view, colors.now))
  return together(
    listen(stage.clock, 'tick', turn),
    listen(stage.language, 'change', () => names.show()),
    colors.onChange(() => { ground.paint(); names.show() }),
    () => ground.remove(),
    () => names.leave()
  )
}

const dayOf = (seconds) => new Date(seconds * 1000).toISOString().slice(0, 10)
