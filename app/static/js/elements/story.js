import { listen, together } from '#stage'

/** The story: one chapter at a time, moving view, clock, layers and selection. */
export const mount = (stage, { chapters }) => {
  const articles = chapters.map(({ id }) => document.querySelector(`[data-chapter="${CSS.escape(id)}"]`))
  const [back, next] = ['back', 'next'].map((way) => document.querySelector(`[data-turn="${way}"]`))
  if (!chapters.length) return undefined
  const indexOf = (id) => chapters.findIndex((chapter) => chapter.id === id)
  const here = () => Math.max(0, indexOf(stage.chapter.now))

  const show = () => {
    const index = here()
    articles.forEach((article, other) => { article.hidden = other !== index })
    back.disabled = index === 0
    next.disabled = index === chapters.length - 1
    document.getElementById('story').scrollTop = 0
    const chapter = chapters[index]
    if (indexOf(stage.chapter.now) < 0) return
    if (chapter.layers) stage.layers.visible = chapter.layers
    if (chapter.date !== null) stage.clock.now = chapter.date
    stage.selection.now = null
    if (chapter.view) stage.frame(chapter.view, { animate: stage.isOpen })
    if (chapter.focus) stage.spotlight.now = chapter.focus
  }

  const turn = (step) => {
    const index = here() + step
    if (index < 0 || index >= chapters.length) return
    stage.chapter.now = chapters[index].id
    articles[index].querySelector('h2').focus({ preventScroll: true })
  }

  show()
  return together(
    listen(stage.chapter, 'change', show),
    listen(back, 'click', () => turn(-1)),
    listen(next, 'click', () => turn(1))
  )
}
