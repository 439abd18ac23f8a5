import { combine, listen } from '#state/listen'

/**
 * On a touch screen whose page scrolls, one finger scrolls the page, over the map too, and two move the map. Where the
 * page does not scroll (in the kiosk, on a large screen, while exploring) one finger moves the map; in a frame on
 * another site it scrolls the page around it.
 * @param {import('#state/stage').Stage} stage
 */
export const mountTouch = ({ map, presentation }) => {
  const coarse = matchMedia('(pointer: coarse)')
  const update = () => {
    const { scrollHeight, clientHeight } = document.documentElement
    const isScrolled = scrollHeight > clientHeight && getComputedStyle(document.documentElement).overflowY !== 'hidden'
    if (coarse.matches && (isScrolled || presentation.embed)) map.dragging.disable()
    else map.dragging.enable()
  }
  map.on('resize', update)
  update()
  return combine(listen(coarse, 'change', update), () => { map.off('resize', update) })
}
