import { query, queryAll } from '#lib/dom'
import { formatNumber } from '#lib/format'
import { projectionOf } from '#map/projection'
import { mountTouch } from '#map/touch'
import { combine, listen } from '#state/stage'

const ROUND = [1, 2, 3, 5, 10]
const SCALE_WIDTH = 110

/**
 * Zoom, the whole map, and the scale: what is otherwise done by gesture or guessed; and what fingers do.
 * @param {import('#state/stage').Stage} stage
 */
export const mount = (stage) => {
  const { map } = stage
  /** @type {Record<string, () => void>} */
  const actions = {
    zoom_in: () => { map.zoomIn(1) },
    zoom_out: () => { map.zoomOut(1) },
    whole_map: () => stage.showView(stage.initialView, { animate: true })
  }
  const bar = query(document, '.scale span', HTMLElement)
  const measure = () => {
    const { width, key, count } = scaleOf(metresPerPixel(map), SCALE_WIDTH)
    bar.style.width = `${width}px`
    bar.textContent = stage.message(key, { n: count })
  }
  map.on('moveend zoomend resize', measure)
  measure()
  return combine(
    mountTouch(stage),
    listen(stage.language, 'change', measure),
    ...queryAll(document, '[data-map]', HTMLButtonElement).map((button) =>
      listen(button, 'click', actions[button.dataset.map ?? ''])),
    () => map.off('moveend zoomend resize', measure)
  )
}

/** @param {L.Map} map */
const metresPerPixel = (map) => {
  const { lng, lat } = map.getCenter()
  return 1000 / (projectionOf(map).pixelsPerKm(lng, lat) * 2 ** map.getZoom())
}

/**
 * The longest round distance that fits into so many pixels: the key of its message with the count, and how long it is
 * drawn.
 * @param {number} metres that one pixel is
 * @param {number} most
 */
export const scaleOf = (metres, most) => {
  const longest = metres * most
  const power = 10 ** Math.floor(Math.log10(longest))
  const round = Math.max(...ROUND.filter((step) => step * power <= longest)) * power
  const [key, count] = round >= 1000 ? ['km_of', round / 1000] : ['metres_of', round]
  return { width: Math.round(round / metres), key: String(key), count: formatNumber(Number(count)) }
}
