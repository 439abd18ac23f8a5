"""Layers: GeoJSON features to the domain's flights, sites, events, areas and reaches, and back."""
