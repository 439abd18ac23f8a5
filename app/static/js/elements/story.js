/** @import { ChapterPayload, StoryPayload } from '#payloads' */
import { closest, query, queryAll, queryOptional, takeFocus } from '#lib/dom'
import { combine, listen } from '#state/stage'

/**
 * Pixels of a finger's way across that turn the chapter, of a wheel's beyond the end of the text, and the rest in
 * between.
 */
const SWIPE = 60
const PUSH = 240
const REST_MS = 700
/** How much of a panel a page key scrolls. */
const PAGE = 0.9
/** @type {Record<string, number>} */
const PAGE_KEYS = { PageDown: 1, PageUp: -1 }

/**
 * The story: an introduction with the initial view and the list of chapters, then one chapter at a time, each moving
 * view, clock, layers and selection. A visitor turns to the next by buttons, keys, a swipe, or by scrolling on beyond
 * its end; they may leave it to explore the map, and return to where they were.
 * @param {import('#state/stage').Stage} stage
 * @param {StoryPayload} payload
 */
export const mount = (stage, { chapters }) => {
  if (!chapters.length) return undefined
  const panel = query(document, '#story', HTMLElement)
  const articles = queryAll(panel, '[data-chapter]', HTMLElement)
  const [back, next, explore, resume] = ['back', 'next', 'explore', 'resume']
    .map((name) => query(document, `[data-turn="${name}"]`, HTMLButtonElement))
  const threads = queryOptional(document, '.threads', HTMLElement)
  /** The index of the article that is shown: 0 is the introduction. */
  const here = () => 1 + chapters.findIndex(({ id }) => id === stage.chapter.value)

  const applyIntroduction = () => {
    stage.layers.visible = stage.layers.initial
    stage.clock.now = stage.clock.initial
    stage.selection.value = null
    stage.showView(stage.initialView, { animate: stage.isOpen })
  }

  /** @param {ChapterPayload} chapter */
  const apply = (chapter) => {
    if (chapter.layers) stage.layers.visible = chapter.layers
    if (chapter.date !== null) stage.clock.now = chapter.date
    stage.selection.value = null
    if (chapter.view) stage.showView(chapter.view, { animate: stage.isOpen })
    if (chapter.focus) stage.spotlight.value = chapter.focus
  }

  const show = () => {
    const index = here()
    articles.forEach((article, other) => { article.hidden = other !== index })
    back.disabled = index === 0
    next.disabled = index === chapters.length
    for (const label of queryAll(next, '[data-when]', HTMLElement)) {
      label.hidden = (label.dataset.when === 'introduction') !== (index === 0)
    }
    if (threads) threads.hidden = index !== chapters.length
    panel.scrollTop = 0
  }

  const enter = () => {
    const index = here()
    if (index) apply(chapters[index - 1])
    else applyIntroduction()
  }

  const showHeading = () => {
    takeFocus(query(articles[here()], 'h2', HTMLElement))
    if (scrollerOf(panel) !== panel) articles[here()].scrollIntoView()
  }

  /** @param {number} step */
  const turn = (step) => {
    const index = here() + step
    if (index < 0 || index > chapters.length) return false
    stage.chapter.value = index ? chapters[index - 1].id : null
    showHeading()
    return true
  }

  /** @param {boolean} isExploring */
  const setExploring = (isExploring) => {
    if (('exploring' in stage.root.dataset) === isExploring) return
    if (isExploring) stage.root.dataset.exploring = ''
    else delete stage.root.dataset.exploring
    resume.hidden = !isExploring
    stage.map.invalidateSize({ animate: false })
  }

  const returnToStory = () => {
    const limits = stage.map.options.maxBounds
    stage.map.setMaxBounds() // else Leaflet would still be moving back into them, from the size that the map had
    setExploring(false)
    enter()
    stage.map.setMaxBounds(limits)
    showHeading()
  }

  show()
  return combine(
    listen(stage.chapter, 'change', () => {
      show()
      enter()
    }),
    listen(back, 'click', () => turn(-1)),
    listen(next, 'click', () => turn(1)),
    listen(explore, 'click', () => {
      setExploring(true)
      takeFocus(resume)
    }),
    listen(resume, 'click', returnToStory),
    listen(stage, 'reset', () => setExploring(false)),
    mountGestures(panel, turn, stage.presentation.embed)
  )
}

/**
 * What scrolls the text: its panel, or in a narrow window the page.
 * @param {HTMLElement} panel
 */
const scrollerOf = (panel) =>
  getComputedStyle(panel).overflowY === 'visible' ? document.scrollingElement ?? document.documentElement : panel

/**
 * Turn chapters by wheel, page keys and swipes; in a frame on another site the wheel scrolls on, in the page around it.
 * @param {HTMLElement} panel
 * @param {(step: number) => boolean} turn
 * @param {boolean} isFramed
 */
const mountGestures = (panel, turn, isFramed) => {
  let pushed = 0
  let turned = -Infinity
  /** @type {PointerEvent | null} */
  let touch = null

  /** @param {number} step */
  const isAtEnd = (step) => {
    const { scrollTop, clientHeight, scrollHeight } = scrollerOf(panel)
    return step > 0 ? scrollTop + clientHeight >= scrollHeight - 2 : scrollTop <= 0
  }
  /** @param {WheelEvent} event */
  const push = (event) => {
    if (isFramed) return
    const step = Math.sign(event.deltaY)
    const isResting = event.timeStamp - turned < REST_MS
    if (isResting) event.preventDefault()
    pushed = !step || isResting || !isAtEnd(step) || Math.sign(pushed) === -step ? 0 : pushed + event.deltaY
    if (Math.abs(pushed) < PUSH) return
    pushed = 0
    if (turn(step)) turned = event.timeStamp
  }
  /** @param {KeyboardEvent} event */
  const page = (event) => {
    const step = PAGE_KEYS[event.key]
    if (!step || panel.hidden || event.defaultPrevented || closest(event, 'input, select, textarea, dialog')) return
    event.preventDefault()
    const scroller = scrollerOf(panel)
    if (!isAtEnd(step) || !turn(step)) scroller.scrollBy({ top: step * scroller.clientHeight * PAGE })
  }
  /** @param {PointerEvent} event */
  const lift = ({ clientX, clientY, pointerId }) => {
    if (touch?.pointerId !== pointerId) return
    const [across, along] = [clientX - touch.clientX, clientY - touch.clientY]
    touch = null
    if (Math.abs(across) > SWIPE && Math.abs(across) > 2 * Math.abs(along)) turn(across < 0 ? 1 : -1)
  }

  return combine(
    listen(panel, 'wheel', push, { passive: false }),
    listen(document, 'keydown', page),
    listen(panel, 'pointerdown', (event) => {
      touch = event.pointerType === 'touch' && event.isPrimary ? event : null
    }),
    listen(panel, 'pointerup', lift),
    listen(panel, 'pointercancel', () => { touch = null })
  )
}
