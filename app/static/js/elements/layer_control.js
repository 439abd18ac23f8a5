import { query, queryAll } from '#lib/dom'
import { combine, listen } from '#state/stage'

/** Where the map becomes narrower than so many pixels the legend is folded. */
const NARROW = 800

/**
 * The legend with a box for each layer.
 * @param {import('#state/stage').Stage} stage
 */
export const mount = (stage) => {
  const legend = query(document, '.legend', HTMLDetailsElement)
  let width = Infinity
  const fold = () => {
    const { x } = stage.map.getSize()
    if (!x) return
    const before = width
    width = x
    if (width < NARROW && before >= NARROW) legend.open = false
  }
  fold()
  stage.map.on('resize', fold)
  const boxes = queryAll(document, '.layers input', HTMLInputElement)
  const show = () => boxes.forEach((box) => { box.checked = stage.layers.isVisible(box.value) })
  show()
  return combine(
    listen(stage.layers, 'change', show),
    ...boxes.map((box) => listen(box, 'change', () => stage.layers.show(box.value, box.checked))),
    () => { stage.map.off('resize', fold) }
  )
}
