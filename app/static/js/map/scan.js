/** @import { Point } from '#map/projection' */
import { perspective } from '#map/perspective'

/**
 * A picture that lies on the map between four corners and moves with it.
 *
 * @param {string} address
 * @param {[number, number][]} corners longitude and latitude, clockwise from the picture's upper left
 * @param {L.ImageOverlayOptions} options
 */
export const scan = (address, corners, options) =>
  new Scan(address, corners.map(([lon, lat]) => L.latLng(lat, lon)), options)

class Scan extends L.ImageOverlay {
  /**
   * @param {string} address
   * @param {L.LatLng[]} corners
   * @param {L.ImageOverlayOptions} options
   */
  constructor (address, corners, options) {
    super(address, L.latLngBounds(corners), { className: 'scan', ...options })
    this.corners = corners
    this.on('load', this._reset, this)
  }

  _reset () { this._place((corner) => this._map.latLngToLayerPoint(corner)) }

  /** @param {L.ZoomAnimEvent} event */
  _animateZoom ({ zoom, center }) {
    this._place((corner) => this._map._latLngToNewLayerPoint(corner, zoom, center))
  }

  /** @param {(corner: L.LatLng) => Point} pointOf */
  _place (pointOf) {
    if (!this._image?.naturalWidth || !this._map) return
    const { naturalWidth, naturalHeight, style } = this._image
    style.transform = `matrix3d(${perspective(naturalWidth, naturalHeight, this.corners.map(pointOf))})`
  }
}
