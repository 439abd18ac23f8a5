import { figure } from '#deck/scale'
import { listen, together } from '#stage'

const ROUND = [1, 2, 3, 5, 10]

/** Zoom, the whole map, and the scale: what is otherwise done by gesture or guessed. */
export const mount = (stage) => {
  const { map } = stage
  const deeds = {
    zoom_in: () => map.zoomIn(1),
    zoom_out: () => map.zoomOut(1),
    whole_map: () => stage.frame(stage.view, { animate: true })
  }
  const bar = document.querySelector('.scale span')
  const measure = () => {
    const { width, label } = scaleOf(metresPerPixel(map), 110)
    bar.style.width = `${width}px`
    bar.textContent = stage.word(label[0], { n: label[1] })
  }
  map.on('moveend zoomend resize', measure)
  measure()
  return together(
    listen(stage.language, 'change', measure),
    ...[...document.querySelectorAll('[data-map]')].filter(({ dataset }) => deeds[dataset.map]).map((button) => listen(button, 'click', deeds[button.dataset.map])),
    () => map.off('moveend zoomend resize', measure)
  )
}

const metresPerPixel = (map) => 40075016.686 * Math.cos(map.getCenter().lat * Math.PI / 180) / (256 * 2 ** map.getZoom())

/** The longest round distance that fits into `room` pixels, as a word of the interface with its figure, and how long it is drawn. */
export const scaleOf = (metres, room) => {
  const longest = metres * room
  const power = 10 ** Math.floor(Math.log10(longest))
  const round = Math.max(...ROUND.filter((step) => step * power <= longest)) * power
  return { width: Math.round(round / metres), label: round >= 1000 ? ['km_of', figure(round / 1000)] : ['metres_of', figure(round)] }
}
