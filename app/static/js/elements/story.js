import { listen, together } from '#stage'

/** Pixels of a finger's way across that turn the chapter, of a wheel's beyond the end of the words, and the rest in between. */
const SWIPE = 60
const PUSH = 240
const REST_MS = 700

/**
 * The story: one chapter at a time, moving view, clock, layers and selection. It is turned by buttons, keys, a swipe, or by
 * scrolling on beyond its end; a visitor may leave it to explore, and come back to where it was.
 */
export const mount = (stage, { chapters }) => {
  const articles = chapters.map(({ id }) => document.querySelector(`[data-chapter="${CSS.escape(id)}"]`))
  const [back, next] = ['back', 'next'].map((way) => document.querySelector(`[data-turn="${way}"]`))
  const [explore, resume] = ['explore', 'resume'].map((way) => document.querySelector(`[data-turn="${way}"]`))
  if (!chapters.length) return undefined
  const threads = document.querySelector('.threads')
  const leaf = document.getElementById('story')
  const indexOf = (id) => chapters.findIndex((chapter) => chapter.id === id)
  const here = () => Math.max(0, indexOf(stage.chapter.now))

  const tell = (chapter) => {
    if (chapter.layers) stage.layers.visible = chapter.layers
    if (chapter.date !== null) stage.clock.now = chapter.date
    stage.selection.now = null
    if (chapter.view) stage.frame(chapter.view, { animate: stage.isOpen })
    if (chapter.focus) stage.spotlight.now = chapter.focus
  }

  const show = () => {
    const index = here()
    articles.forEach((article, other) => { article.hidden = other !== index })
    back.disabled = index === 0
    next.disabled = index === chapters.length - 1
    if (threads) threads.hidden = index !== chapters.length - 1
    leaf.scrollTop = 0
    if (indexOf(stage.chapter.now) >= 0) tell(chapters[index])
  }

  const turn = (step) => {
    const index = here() + step
    if (index < 0 || index >= chapters.length) return false
    stage.chapter.now = chapters[index].id
    articles[index].querySelector('h2').focus({ preventScroll: true })
    return true
  }

  const roam = (isExploring) => {
    if ((stage.root.dataset.exploring !== undefined) === isExploring) return
    if (isExploring) stage.root.dataset.exploring = ''
    else delete stage.root.dataset.exploring
    resume.hidden = !isExploring
    stage.map.invalidateSize({ animate: false })
  }

  const comeBack = () => {
    const limits = stage.map.options.maxBounds
    stage.map.setMaxBounds(null) // or Leaflet would still be on its way back into them, from the size that the map had
    roam(false)
    tell(chapters[here()])
    stage.map.setMaxBounds(limits)
    articles[here()].querySelector('h2').focus({ preventScroll: true })
  }

  show()
  return together(
    listen(stage.chapter, 'change', show),
    listen(back, 'click', () => turn(-1)),
    listen(next, 'click', () => turn(1)),
    listen(explore, 'click', () => {
      roam(true)
      resume.focus({ preventScroll: true })
    }),
    listen(resume, 'click', comeBack),
    listen(stage, 'reset', () => roam(false)),
    ...turnedByHand(leaf, turn)
  )
}

const turnedByHand = (leaf, turn) => {
  let pushed = 0
  let turned = -Infinity
  let touch = null

  const isAtEnd = (step) => step > 0 ? leaf.scrollTop + leaf.clientHeight >= leaf.scrollHeight - 2 : leaf.scrollTop <= 0
  const pushOn = (event) => {
    const step = Math.sign(event.deltaY)
    const isResting = event.timeStamp - turned < REST_MS
    if (isResting) event.preventDefault()
    pushed = !step || isResting || !isAtEnd(step) || Math.sign(pushed) === -step ? 0 : pushed + event.deltaY
    if (Math.abs(pushed) < PUSH) return
    pushed = 0
    if (turn(step)) turned = event.timeStamp
  }
  const page = (event) => {
    const step = { PageDown: 1, PageUp: -1 }[event.key]
    if (!step || leaf.hidden || event.defaultPrevented || event.target.closest?.('input, select, textarea, dialog')) return
    event.preventDefault()
    if (!isAtEnd(step) || !turn(step)) leaf.scrollBy({ top: step * leaf.clientHeight * 0.9 })
  }
  const lift = ({ clientX, clientY, pointerId }) => {
    if (touch?.pointerId !== pointerId) return
    const [across, along] = [clientX - touch.clientX, clientY - touch.clientY]
    touch = null
    if (Math.abs(across) > SWIPE && Math.abs(across) > 2 * Math.abs(along)) turn(across < 0 ? 1 : -1)
  }

  return [
    listen(leaf, 'wheel', pushOn, { passive: false }),
    listen(document, 'keydown', page),
    listen(leaf, 'pointerdown', (event) => { touch = event.pointerType === 'touch' && event.isPrimary ? event : null }),
    listen(leaf, 'pointerup', lift),
    listen(leaf, 'pointercancel', () => { touch = null })
  ]
}
