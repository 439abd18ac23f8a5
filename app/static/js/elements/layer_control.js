import { listen, together } from '#stage'

const ROOM = 700

/** The legend with the layers' boxes: ticked is on show. Where the map is small the legend starts folded. */
export const mount = (stage) => {
  const legend = document.querySelector('.legend')
  if (stage.map.getSize().x < ROOM) legend.open = false
  const boxes = [...document.querySelectorAll('.layers input')]
  const show = () => boxes.forEach((box) => { box.checked = stage.layers.isVisible(box.value) })
  show()
  return together(
    listen(stage.layers, 'change', show),
    ...boxes.map((box) => listen(box, 'change', () => stage.layers.show(box.value, box.checked)))
  )
}
