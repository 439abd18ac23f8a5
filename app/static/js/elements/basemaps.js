import { scan } from '#scan'
import { listen, together } from '#stage'

const PANE = 'basemaps'

/**
 * The curator's own maps: scans and tiles between the world and what happens on it, each on show with its attribution.
 *
 * @param {import('#stage').Stage} stage
 * @param {{basemaps: {id: string, address: string, attribution: object, zooms: [number, number], corners: [number, number][]?, tiles: object?}[]}} payload
 */
export const mount = (stage, { basemaps }) => {
  const { map } = stage
  const notice = document.querySelector('[data-notice=basemaps]')
  const laid = basemaps.map((basemap, index) => ({ ...basemap, layer: layerOf(basemap, index) }))
  const isShown = ({ id, zooms: [least, most] }) => stage.layers.isVisible(id) && map.getZoom() >= least && map.getZoom() <= most
  const refresh = () => {
    const shown = laid.filter(isShown)
    for (const each of laid) shown.includes(each) ? map.addLayer(each.layer) : map.removeLayer(each.layer)
    notice.textContent = shown.map(({ attribution }) => stage.say(attribution)).filter(Boolean).join(' · ')
  }
  refresh()
  map.on('zoomend', refresh)
  return together(
    ...[stage.layers, stage.language].map((shared) => listen(shared, 'change', refresh)),
    () => map.off('zoomend', refresh),
    () => laid.forEach(({ layer }) => map.removeLayer(layer))
  )
}

const layerOf = ({ address, corners, tiles }, index) => tiles ? tilesOf(address, tiles, index) : scan(address, corners, { pane: PANE, zIndex: index })

const tilesOf = (address, { zooms: [least, most], bounds: [west, south, east, north] }, index) => L.tileLayer(address, {
  pane: PANE,
  zIndex: index,
  minNativeZoom: least,
  maxNativeZoom: most,
  maxZoom: 24,
  bounds: [[south, west], [north, east]]
})
