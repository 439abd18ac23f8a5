/** @import { Stage } from '#state/stage' */
import { contextOf, query, queryAll, queryOptional } from '#lib/dom'
import { combine, listen } from '#state/stage'

/** Of the legend, what has no picture of its own is copied as it is. */
const LEGEND = '.legend ul'
/** What has notes of its links below it, and the links. */
const TEXTS = '.chapter > .prose, #places .prose > td'
const LINKS = 'a[href^="http"]'

/**
 * When the page is printed: pictures of the map and the profile as they are on the screen, the legend, notes with the
 * addresses of links, and a running head with page numbers. Canvases keep the size of the screen, so that they cannot
 * be printed themselves.
 * @param {Stage} stage
 */
export const mount = (stage) => {
  const paper = query(document, '[data-paper]', HTMLElement)
  const margins = new CSSStyleSheet()
  document.adoptedStyleSheets.push(margins)
  const fill = () => {
    const title = queryOptional(document, 'h1', HTMLElement)?.textContent ?? ''
    margins.replaceSync(`@page { @top-left { content: ${JSON.stringify(title)} } }`)
    const deck = queryOptional(document, '.profile', HTMLElement)
    paper.replaceChildren(
      pictureOf(stage.map.getContainer(), 'map-picture'),
      captionOf(),
      legendOf(),
      ...(deck ? [clocksOf(), pictureOf(deck, 'profile-picture')] : [])
    )
    addNotes()
  }
  const empty = () => {
    paper.replaceChildren()
    removeNotes()
  }
  return combine(
    listen(window, 'beforeprint', fill),
    listen(window, 'afterprint', empty),
    empty,
    () => { document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== margins) }
  )
}

/**
 * What the canvases and pictures of an element show together; nothing for one without a size.
 * @param {HTMLElement} element
 * @param {string} name
 */
const pictureOf = (element, name) => {
  const frame = element.getBoundingClientRect()
  if (!frame.width || !frame.height) return ''
  const ratio = Math.max(2, globalThis.devicePixelRatio || 1)
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(frame.width * ratio)
  canvas.height = Math.round(frame.height * ratio)
  const context = contextOf(canvas)
  for (const layer of element.querySelectorAll('canvas, img.leaflet-tile, img.leaflet-image-layer')) {
    const { left, top, width, height } = layer.getBoundingClientRect()
    if (!width || !height || !(layer instanceof HTMLCanvasElement || layer instanceof HTMLImageElement)) continue
    const at = [left - frame.left, top - frame.top, width, height].map((length) => length * ratio)
    context.globalAlpha = Number(getComputedStyle(layer).opacity)
    context.drawImage(layer, at[0], at[1], at[2], at[3])
  }
  const picture = new Image()
  picture.className = name
  picture.alt = element.getAttribute('aria-label') ?? ''
  picture.src = canvas.toDataURL()
  return picture
}

/** Of what day the borders are, and whose data they are. */
const captionOf = () => {
  const caption = document.createElement('figcaption')
  const parts = queryOptional(document, '.attribution', HTMLElement)?.childNodes ?? []
  caption.textContent = [...parts].map((part) => part.textContent?.trim()).filter(Boolean).join(' · ')
  return caption
}

/**
 * The words of a part of a clock; several names are apart.
 * @param {Element} part
 */
const wordsOf = (part) => part.children.length
  ? [...part.children].map((child) => child.textContent?.trim()).join(', ')
  : part.textContent?.trim()

/** Below each text the addresses that it links, by letters: numbers are those of the sources. */
const addNotes = () => {
  removeNotes()
  for (const text of queryAll(document, TEXTS, HTMLElement)) {
    const links = queryAll(text, LINKS, HTMLAnchorElement)
    if (!links.length) continue
    const list = document.createElement('ol')
    list.className = 'link-notes'
    for (const [index, link] of links.entries()) {
      link.dataset.note = letterOf(index)
      const item = document.createElement('li')
      item.textContent = `${letterOf(index)} ${link.href}`
      list.append(item)
    }
    text.append(list)
  }
}

const removeNotes = () => {
  for (const list of queryAll(document, '.link-notes', HTMLElement)) list.remove()
  for (const link of queryAll(document, '[data-note]', HTMLAnchorElement)) delete link.dataset.note
}

/** @param {number} index a, b, …, z, aa, bb, … */
const letterOf = (index) => String.fromCharCode(97 + index % 26).repeat(Math.floor(index / 26) + 1)

/** The clocks and the altitude as the deck has them. */
const clocksOf = () => {
  const line = document.createElement('p')
  const utc = queryOptional(document, '[data-deck=typed]', HTMLInputElement)
  const shown = ['.clock.utc > span', '.zones .clock:not([hidden])', '.leading:not([hidden])'].join()
  const texts = queryAll(document, shown, HTMLElement)
    .map((node) => [...node.children].map(wordsOf).filter(Boolean).join(' '))
  line.textContent = [utc?.value, ...texts].filter(Boolean).join(' · ')
  return line
}

/** The legend's items that are in sight, with pictures in place of canvases. */
const legendOf = () => {
  const list = document.createElement('ul')
  for (const original of document.querySelectorAll(LEGEND)) {
    for (const item of original.children) {
      if (item instanceof HTMLElement && !item.hidden) list.append(copyOf(item))
    }
  }
  return list
}

/** @param {HTMLElement} item */
const copyOf = (item) => {
  const copy = document.createElement('li')
  for (const node of item.childNodes) {
    if (node instanceof HTMLCanvasElement) {
      const picture = new Image()
      picture.className = node.className
      picture.alt = ''
      picture.src = node.toDataURL()
      copy.append(picture)
    } else {
      copy.append(node.cloneNode(true))
    }
  }
  return copy
}
