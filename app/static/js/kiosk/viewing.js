import { zoomOf } from '#lib/dom'

/** The height of capitals and figures, as a share of the size of a font. */
const CAPITAL = 0.714
/** How high capitals are to be, in minutes of arc: those of titles and times, and those of the story. */
const MINUTES = { titles: 20, story: 12 }
/** Their sizes on the page: of times in CSS pixels, of the story as a share of the page's own font. */
const SIZES = { times: 27, story: 1.05 }
/**
 * Everything on the page is enlarged up to this, and never so that less than the smallest screen is left; what the
 * story lacks then, its text sizes give.
 */
const MOST = 1.25
const SMALLEST = { wide: [960, 600], tall: [768, 1024] }
const TEXT_SIZES = [1, 1.2, 1.45]
const MM_PER_INCH = 25.4
/** The pixels of an inch, as CSS defines them: for a screen whose size is not known. */
const PIXELS_PER_INCH = 96

/**
 * How far a screen is from the eye in centimetres, its diagonal in inches (0 where not known), its size in CSS pixels,
 * the page's own font in those of the page, and how many of the screen one of the page is.
 * @typedef {{distance: number, inches: number, width: number, height: number, font: number, zoom: number}} Screen
 */

/**
 * How many times the page is to be enlarged for a distance, and in which text size the story begins. `isEnough`:
 * whether all of it is then as high as it is to be.
 * @param {Screen} screen
 */
export const enlargement = ({ distance, inches, width, height, font, zoom }) => {
  const perInch = inches ? Math.hypot(width, height) / inches : PIXELS_PER_INCH
  /** @param {number} minutes */
  const needed = (minutes) =>
    distance * 10 * Math.tan(minutes / 60 * Math.PI / 180) / MM_PER_INCH * perInch / CAPITAL / zoom
  const [titles, story] = [needed(MINUTES.titles) / SIZES.times, needed(MINUTES.story) / (SIZES.story * font)]
  const [leastWidth, leastHeight] = SMALLEST[width > height ? 'wide' : 'tall']
  const most = Math.min(MOST, width / zoom / leastWidth, height / zoom / leastHeight)
  const page = Math.max(1, Math.min(most, Math.max(titles, story)))
  const size = TEXT_SIZES.findIndex((each) => each * page >= story)
  return {
    page,
    textSize: String((size < 0 ? TEXT_SIZES.length - 1 : size) + 1),
    isEnough: page >= titles && size >= 0
  }
}

/**
 * Enlarge a page of the kiosk as its screen and distance need, which are on its root; null where no distance is set,
 * and in the frames of a playlist, which are enlarged with it.
 * @param {Document} page
 */
export const enlarge = ({ documentElement: root }) => {
  const { viewingDistance, screenInches } = root.dataset
  if (!viewingDistance || globalThis.frameElement?.closest('[data-playlist]')) return null
  root.style.removeProperty('--viewing')
  const found = enlargement({
    distance: Number(viewingDistance),
    inches: Number(screenInches),
    width: innerWidth,
    height: innerHeight,
    font: parseFloat(getComputedStyle(root).fontSize),
    zoom: zoomOf(root)
  })
  root.style.setProperty('--viewing', String(found.page))
  return found
}
