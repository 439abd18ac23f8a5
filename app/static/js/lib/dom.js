/**
 * The first element that matches, or null; `type` is the class that it must be of.
 * @template {Element} T
 * @param {ParentNode} root
 * @param {string} selector
 * @param {new () => T} type
 * @returns {T | null}
 */
export const queryOptional = (root, selector, type) => {
  const node = root.querySelector(selector)
  return node instanceof type ? node : null
}

/**
 * The first element that matches.
 * @template {Element} T
 * @param {ParentNode} root
 * @param {string} selector
 * @param {new () => T} type
 * @returns {T}
 * @throws {Error} where there is none
 */
export const query = (root, selector, type) => {
  const node = queryOptional(root, selector, type)
  if (!node) throw new Error(`There is no ${type.name} ${selector}.`)
  return node
}

/**
 * Every element of that class that matches.
 * @template {Element} T
 * @param {ParentNode} root
 * @param {string} selector
 * @param {new () => T} type
 */
export const queryAll = (root, selector, type) =>
  [...root.querySelectorAll(selector)].flatMap((node) => node instanceof type ? [node] : [])

/**
 * The JSON document in a script element.
 * @template T
 * @param {Element} node
 * @returns {T}
 */
export const jsonOf = (node) => JSON.parse(node.textContent ?? '')

/**
 * The nearest element that matches, from what an event happened to; null for none.
 * @param {Event} event
 * @param {string} selector
 * @returns {HTMLElement | null}
 */
export const closest = ({ target }, selector) => target instanceof Element ? target.closest(selector) : null

/**
 * A 2D context of a canvas.
 * @param {HTMLCanvasElement} canvas
 * @throws {Error} where the browser has none left
 */
export const contextOf = (canvas) => {
  const context = canvas.getContext('2d')
  if (!context) throw new Error('There is no 2D context.')
  return context
}

/**
 * Set a node's text, where it is another.
 * @param {Node} node
 * @param {string} text
 */
export const setText = (node, text) => { if (node.textContent !== text) node.textContent = text }

/**
 * How many of the window's pixels one of an element's own is: the window's are those of events and of
 * `getBoundingClientRect()`, an element's own those of its layout. They differ where the style sheet enlarges a page.
 * @param {Element} element
 */
export const zoomOf = (element) => element.currentCSSZoom ?? 1

/**
 * Give an element the focus, unless the page is in a frame, and the focus on the page around it.
 * @param {HTMLElement | null | undefined} element
 */
export const takeFocus = (element) => {
  if (parent === window || document.hasFocus()) element?.focus({ preventScroll: true })
}
