/** @typedef {() => void} Cleanup what undoes a mount or ends a subscription */

/**
 * The event of a name: the platform's, else one of our own.
 * @template {string} K
 * @typedef {K extends keyof WindowEventMap ? WindowEventMap[K] : CustomEvent} EventOf
 */

/**
 * Listen until the returned function is called.
 * @template {string} K
 * @param {EventTarget} target
 * @param {K} type
 * @param {(event: EventOf<K>) => void} handler
 * @param {AddEventListenerOptions} [options]
 * @returns {Cleanup}
 */
export const listen = (target, type, handler, options) => {
  const listener = /** @type {EventListener} */ (handler)
  target.addEventListener(type, listener, options)
  return () => target.removeEventListener(type, listener, options)
}

/**
 * One cleanup from several.
 * @param {...(Cleanup | undefined)} cleanups
 * @returns {Cleanup}
 */
export const combine = (...cleanups) => () => cleanups.forEach((cleanup) => cleanup?.())
