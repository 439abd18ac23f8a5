import { load } from '#data'
import { sheet } from '#sheet'
import { listen, together } from '#stage'
import { Colors } from '#world/colors'
import { History } from '#world/day'
import { labelsOf } from '#world/names'
import { Painter } from '#world/painter'

const OWNER = 'world'

/**
 * The world as it was on the day of the clock, under everything else.
 *
 * @param {import('#stage').Stage} stage
 * @param {{data: string}} payload where the world's document is: see `docs/world.md`
 */
export const mount = async (stage, { data }) => {
  const world = await load(data)
  const history = new History(world)
  const painter = new Painter(world, history)
  const colors = new Colors()
  let ground = null
  let epoch = null

  const name = () => {
    const day = dayOf(stage.clock.now)
    stage.labels.set(OWNER, labelsOf(world, history.on(day), day, (words) => stage.say(words), colors.now, colors.now.fonts))
  }
  const turn = () => {
    const day = dayOf(stage.clock.now)
    if (history.epoch(day) === epoch) return
    epoch = history.epoch(day)
    painter.day = day
    ground?.paint()
    name()
  }
  const dress = () => {
    ground.paint()
    name()
  }

  turn()
  ground = sheet(stage.map, OWNER, (context, view) => painter.paint(context, view, colors.now))
  return together(
    listen(stage.clock, 'tick', turn),
    listen(stage.language, 'change', name),
    colors.onChange(dress),
    () => ground.remove(),
    () => stage.labels.delete(OWNER)
  )
}

const dayOf = (seconds) => new Date(seconds * 1000).toISOString().slice(0, 10)
