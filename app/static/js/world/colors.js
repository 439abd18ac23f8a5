const LIGHT = {
  sea: '#cfdbdd',
  land: '#f0e8d6',
  graticule: '#bccbce',
  coast: '#93a9ae',
  shore: '#a9bcc0',
  lake: '#cfdbdd',
  river: '#b0c5ca',
  border: '#a8987c',
  doubtful: '#a8987c',
  curtain: '#8a6a58',
  nato: '#d5dbe2',
  pact: '#ead0bf',
  treaty: '#e4e0cf',
  dependency: '#e8dcc3',
  pactMark: '#dfbfab',
  hatch: '#c9b69a',
  labelState: '#6d6052',
  labelSea: '#557581',
  labelCity: '#3d464d',
  halo: '#f4eee2',
  dot: '#4b545c'
}
const DARK = {
  ...LIGHT,
  sea: '#1c2a31',
  land: '#34363a',
  graticule: '#27363d',
  coast: '#5b7a85',
  shore: '#47626c',
  lake: '#1c2a31',
  river: '#3b5762',
  border: '#6d6a60',
  doubtful: '#7d776a',
  curtain: '#b08a74',
  nato: '#343e4a',
  pact: '#4a3a35',
  treaty: '#3a3b33',
  dependency: '#3d3a35',
  pactMark: '#5b4740',
  hatch: '#5c574e',
  labelState: '#b3a998',
  labelSea: '#8fb0bd',
  labelCity: '#d3cdbf',
  halo: '#1d2124',
  dot: '#c3bcae'
}
const FONTS = { serif: 'Georgia, serif', sans: 'system-ui, sans-serif' }

/** The map's dress: CSS custom properties of the page (`--sea`, `--label-state`, …), read again when the dress changes. */
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
  const own = (defaults) => Object.fromEntries(Object.entries(defaults).map(([name, value]) => [name, style.getPropertyValue(property(name)).trim() || value]))
  return { ...own(style.colorScheme === 'dark' ? DARK : LIGHT), fonts: own(FONTS) }
}

const property = (name) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
