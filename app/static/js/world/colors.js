const DEFAULTS = {
  sea: '#cfdbdd', land: '#f0e8d6', graticule: '#b9c9cc', coast: '#93a9ae', shore: '#a9bcc0', lake: '#cfdbdd', river: '#b4c6c9',
  border: '#a8987c', doubtful: '#a8987c', curtain: '#8a6a58', nato: '#d5dbe2', pact: '#ead0bf', treaty: '#e4e0cf',
  pactMark: '#dcb9a3', hatch: '#b39f83', labelState: '#7d6f60', labelSea: '#7d979c', labelCity: '#3d464d', labelHalo: '#f4eee2'
}

/** The map's colours: CSS custom properties of the page (`--sea`, `--label-state`, …), read again when the dress changes. */
export class Colors {
  #now

  get now () { return (this.#now ??= read()) }

  /** Call `handler` when the page changes between light and dark; returns the way out. */
  onChange (handler) {
    const dark = matchMedia('(prefers-color-scheme: dark)')
    const changed = () => {
      this.#now = null
      handler()
    }
    dark.addEventListener('change', changed)
    const watched = new MutationObserver(changed)
    watched.observe(document.documentElement, { attributeFilter: ['data-theme', 'data-dress', 'class'] })
    return () => {
      dark.removeEventListener('change', changed)
      watched.disconnect()
    }
  }
}

const read = () => {
  const style = getComputedStyle(document.documentElement)
  return Object.fromEntries(Object.entries(DEFAULTS).map(([name, value]) => [name, style.getPropertyValue(property(name)).trim() || value]))
}

const property = (name) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
