// What we use of Leaflet's inside beyond its documented interface.
import * as L from 'leaflet'

declare module 'leaflet' {
  interface Map {
    _loaded?: boolean
    _animatingZoom?: boolean
    _latLngToNewLayerPoint (position: LatLng, zoom: number, center: LatLng): Point
  }
  interface Renderer {
    _bounds: Bounds
    _container: HTMLElement
    _update (): void
    _updateTransform (center: LatLng, zoom: number): void
  }
  interface ZoomOptions {
    reset?: boolean
  }
  interface ImageOverlay {
    _image: HTMLImageElement
    _reset (): void
  }
}
