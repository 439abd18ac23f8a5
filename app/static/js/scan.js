import { projection } from '#projection'

/**
 * A picture that lies on the map between four corners and moves with it.
 *
 * @param {[number, number][]} corners longitude and latitude, clockwise from the picture's upper left
 */
export const scan = (address, corners, options) => new Scan(address, corners.map(([lon, lat]) => L.latLng(lat, lon)), options)

const Scan = L.ImageOverlay.extend({
  options: { className: 'scan' },

  initialize (address, corners, options) {
    this._corners = corners
    L.ImageOverlay.prototype.initialize.call(this, address, L.latLngBounds(corners), options)
    this.on('load', this._reset, this)
  },

  _reset () { this._lay((corner) => this._map.latLngToLayerPoint(corner)) },

  _animateZoom ({ zoom, center }) { this._lay((corner) => this._map._latLngToNewLayerPoint(corner, zoom, center)) },

  _lay (pointOf) {
    const { naturalWidth, naturalHeight, style } = this._image
    if (!naturalWidth || !this._map) return
    style.transform = `matrix3d(${projection(naturalWidth, naturalHeight, this._corners.map(pointOf))})`
  }
})
