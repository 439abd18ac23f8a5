/** Listen until the returned function is called. */
export const listen = (target, type, handler, options) => {
  target.addEventListener(type, handler, options)
  return () => target.removeEventListener(type, handler, options)
}

/** One way out from several. */
export const together = (...waysOut) => () => waysOut.forEach((wayOut) => wayOut?.())
