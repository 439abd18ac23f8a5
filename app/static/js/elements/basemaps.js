/** @import { BasemapPayload, BasemapsPayload, TilesPayload } from '#payloads' */
import { query } from '#lib/dom'
import { scan } from '#map/scan'
import { combine, listen } from '#state/stage'

const PANE = 'basemaps'
const MAX_ZOOM = 24

/**
 * The curator's own maps: scans and tiles between the world and what happens on it, each with its attribution while it
 * is visible.
 * @param {import('#state/stage').Stage} stage
 * @param {BasemapsPayload} payload
 */
export const mount = (stage, { basemaps }) => {
  const { map } = stage
  const notice = query(document, '[data-notice=basemaps]', HTMLElement)
  const all = basemaps.map((basemap, index) => ({ ...basemap, layer: layerOf(basemap, index) }))
  /**
   * Tiles are made for Mercator's projection.
   * @param {BasemapPayload} basemap
   */
  const isVisible = ({ id, tiles, zooms: [min, max] }) => stage.layers.isVisible(id) &&
    map.getZoom() >= min && map.getZoom() <= max && !(tiles && stage.projection.value.limit)
  const refresh = () => {
    const shown = all.filter(isVisible)
    for (const each of all) {
      if (shown.includes(each)) map.addLayer(each.layer)
      else map.removeLayer(each.layer)
    }
    notice.textContent = shown.map(({ attribution }) => stage.translate(attribution)).filter(Boolean).join(' · ')
  }
  refresh()
  map.on('zoomend', refresh)
  return combine(
    ...[stage.layers, stage.language, stage.projection].map((shared) => listen(shared, 'change', refresh)),
    () => map.off('zoomend', refresh),
    () => all.forEach(({ layer }) => map.removeLayer(layer))
  )
}

/**
 * @param {BasemapPayload} basemap
 * @param {number} index
 */
const layerOf = ({ address, corners = [], tiles }, index) =>
  tiles ? tilesOf(address, tiles, index) : scan(address, corners, { pane: PANE, zIndex: index })

/**
 * @param {string} address
 * @param {TilesPayload} tiles
 * @param {number} index
 */
const tilesOf = (address, { zooms: [min, max], bounds: [west, south, east, north] }, index) => L.tileLayer(address, {
  pane: PANE,
  zIndex: index,
  minNativeZoom: min,
  maxNativeZoom: max,
  maxZoom: MAX_ZOOM,
  bounds: [[south, west], [north, east]]
})
