import { listen, together } from '#stage'

/** The layers' boxes: ticked is on show. */
export const mount = (stage) => {
  const boxes = [...document.querySelectorAll('.layers input')]
  const show = () => boxes.forEach((box) => { box.checked = stage.layers.isVisible(box.value) })
  show()
  return together(
    listen(stage.layers, 'change', show),
    ...boxes.map((box) => listen(box, 'change', () => stage.layers.show(box.value, box.checked)))
  )
}
