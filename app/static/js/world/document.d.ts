// The world's document, as app/world/extract.py writes it; see docs/explanation/world.md.
import type { Words } from '#payloads'

/** Longitude, latitude, the radius in degrees of the circle that is free for a name there, and the atom that it is on. */
export type Anchor = [number, number, number, number?]
/** Longitude, latitude, rank, and its names from each day on. */
export type City = [number, number, number, [string, Words & Record<string, string>][]]
/** Longitude, latitude, the zoom from which it is named, and its name. */
export type Sea = [number, number, number, Words]
/** An arc's number, or its complement where it is run backwards. */
export type Ring = number[]

export interface Territory {
  name: Record<string, string>
  short?: Record<string, string>
  /** S a state, D a dependency, T a trust territory, A autonomous, O occupied, X disputed or unrecognised, U no border known. */
  status: string
  sovereign?: Record<string, string>
  anchors?: Anchor[]
  /** In an exhibit's own borders: its colour in the palette, another than that of its neighbours. */
  tint?: string
}

/** Arcs that neighbours share, packed, and the polygons of each atom. */
export interface TopologyDocument {
  quantum: number
  /** The unit of the coarse level, where it is another. */
  coarseQuantum?: number
  frame: number[]
  coarse: string[]
  fine: string[]
  polygons: Ring[][][]
  atoms?: number[]
}

/** Lakes with the day from which they are there, and rivers. */
export interface WaterDocument {
  quantum: number
  lakes: string[][]
  rivers: string[]
}

/** An exhibit's own borders: by piece of land the territory, or null, from each day on. */
export interface OwnBordersDocument extends TopologyDocument {
  holdings: [string, number | null, number?][][]
  territories: Territory[]
  anchors: Anchor[][]
  /** Whether these are all the land there is; everything else is sea. */
  isLand?: boolean
}

export interface BordersDocument {
  /** The first day for which borders are known, and the first for which they are known no more. */
  known: [string, string]
  holdings: [string, number, number?][][]
  memberships: [string, string, string][][]
  /** How each alliance is drawn, and its name. */
  blocs: Record<string, ['nato' | 'pact' | 'csto' | 'treaty', Record<string, string>]>
  territories: Territory[]
  anchors: Anchor[][]
  cities: City[]
  lakes: string[][]
  own?: OwnBordersDocument[]
}

export interface WorldDocument extends TopologyDocument, WaterDocument, BordersDocument {
  lakes: string[][]
  seas: Sea[]
  regions: (TopologyDocument & WaterDocument)[]
  /** Pictures of the relief in base64, by `<zoom>/<column>/<row>`. */
  relief: Record<string, string>
}

/** What may follow the rest of the document, for closer views. */
export type WorldDetails = Pick<WorldDocument, 'fine' | 'lakes' | 'rivers' | 'regions' | 'relief'>
