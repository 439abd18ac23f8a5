// Written by tools/payload_types.py from app/elements/payloads.py; do not edit.

/** Text as it crosses: an entry's number in the page's message table, a table by language, or itself. */
export type Words = string | number | Record<string, string>

/** A column of numbers as Python packed it: differences, `null` for an unknown value, `[item, n]` for repeats. */
export type Column = (number | null | [number | null, number])[]

/** A track as columns of whole numbers, as `Track.packed` writes it. */
export interface PackedTrack {
  lon: Column
  lat: Column
  altitude: Column
  time: Column
  uncertainty: Column
  fixes: Column
  timed: Column
  basis: Column
  breaks: Column
}

/**
 * What the map shows: `bounds`, or a `center` (latitude first) with a `zoom`. `projection` is the centre of the
 * stereographic projection, or null for Mercator's; without it the map keeps that which it has.
 */
export interface ViewPayload {
  bounds?: [[number, number], [number, number]]
  center?: [number, number]
  zoom?: number
  projection?: [number, number] | null
}

/**
 * The moment shown first, and what the exhibit spans; `span` names the date or period of which the first moment is
 * only the beginning.
 */
export interface ClockPayload {
  now: number
  start: number
  end: number
  span: Words | null
}

/** A layer or basemap that can be shown or hidden. */
export interface LayerPayload {
  id: string
  visible: boolean
}

/** What a mode of travel means: `domain.Travel`, without what only Python needs. */
export interface TravelPayload {
  airborne: boolean
  shape: 'airframe' | 'hull' | 'dot'
}

/** A curator's own look for a feature, simplestyle 1.1.0 in camel case; what it does not say is left out. */
export interface StylePayload {
  stroke?: string
  strokeWidth?: number
  strokeOpacity?: number
  fill?: string
  fillOpacity?: number
  markerColor?: string
  markerSize?: string
  markerSymbol?: string
}

/**
 * A fix with a name; `number` counts from 1, `time` is an ISO instant, `offset` is how many minutes the place's
 * clocks were east of UTC, null where its zone is not given, `contested` whether accounts of it differ.
 */
export interface NamedFixPayload {
  number: number
  place: Words
  time: string | null
  offset: number | null
  contested: boolean
}

/** A flight with its track. `isTimed`: it can be played; `hasProfile`: its altitudes can be drawn over time. */
export interface FlightPayload {
  id: string
  name: Words
  layer: string
  status: 'flown' | 'planned'
  mode: 'air' | 'road' | 'sea' | 'foot'
  style: StylePayload
  isTimed: boolean
  hasProfile: boolean
  basis: Column
  hasAltitude: Column
  timeUncertainty: Column
  meanKmh: Column
  meanSince: Column
  ground: Column
  fixes: NamedFixPayload[]
  track: PackedTrack
}

/** A conflicting account of a fix (`fix` counts from 0); null where it says nothing. */
export interface AccountPayload {
  flight: string
  fix: number
  says: Words
  time: number | null
  position: [number, number] | null
  altitude: number | null
}

/** How the page was asked for. */
export interface PresentationPayload {
  kiosk: boolean
  offline: boolean
  embed: boolean
}

/** What all elements of a page share. */
export interface StagePayload {
  view: ViewPayload | null
  clock: ClockPayload
  layers: LayerPayload[]
  flights: FlightPayload[]
  modes: Record<'air' | 'road' | 'sea' | 'foot', TravelPayload>
  accounts: Record<string, AccountPayload>
  presentation: PresentationPayload
  messages: Record<string, Words>
}

/**
 * What is said of an exhibit's own borders: after what they are drawn, who drew them, and of which time they are
 * if they never change.
 */
export interface OwnBordersPayload {
  name: Words
  date: Words | null
  attribution: Words
}

/**
 * Where the world's document is, and where its details are if they do not come with it, the zoom level from which
 * its regions are drawn, and the exhibit's own borders in the order of the document's.
 */
export interface WorldMapPayload {
  data: string
  details: string
  regionsFrom: number
  own: OwnBordersPayload[]
}

/** The zoom levels that there are tiles of, and where. */
export interface TilesPayload {
  zooms: [number, number]
  bounds: [number, number, number, number]
}

/** A map of the curator's own: tiles, or a scan between its corners (clockwise from the upper left). */
export interface BasemapPayload {
  id: string
  address: string
  attribution: Record<string, string>
  zooms: [number, number]
  tiles?: TilesPayload
  corners?: [number, number][]
}

/** The basemaps for which the page has an address, in drawing order. */
export interface BasemapsPayload {
  basemaps: BasemapPayload[]
}

/**
 * An area, the lines of a site plan, or a circle of reach; a ring or line is two columns, longitudes and
 * latitudes.
 */
export interface AreaPayload {
  id: string
  name: Words
  layer: string
  surface: 'water' | 'land' | 'wood' | 'road' | 'bridge' | 'building' | 'runway' | 'border' | 'line' | 'reach' | null
  style: StylePayload
  polygons: [Column, Column][][]
  lines: [Column, Column][]
}

/** Areas and circles in drawing order. */
export interface AreasPayload {
  areas: AreaPayload[]
}

/** What the marks of many places have in common. */
export interface LookPayload {
  event: boolean
  basis: 'documented' | 'inferred' | 'interpolated'
  style: StylePayload
}

/** What the card says of a place that the list leaves out. */
export interface MorePayload {
  when?: string
  description?: Words | string
}

/**
 * Sites and events as columns of equal length; `layer` and `look` are indices into `layers` and `looks`, `more` is
 * by index.
 */
export interface PlacesPayload {
  layers: string[]
  looks: LookPayload[]
  id: string[]
  name: (Words | string)[]
  layer: Column
  look: Column
  lon: Column
  lat: Column
  more: Record<number, MorePayload>
}

/** Where each card points (latitude first), and the layer of what it is about, by key. */
export interface FeatureCardPayload {
  anchors: Record<string, [number, number]>
  layers: Record<string, string>
}

/** Further names by which a row of the list is found, by key. */
export interface SearchPayload {
  aliases: Record<string, string>
}

/** What a chapter of the story does; null where it changes nothing. */
export interface ChapterPayload {
  id: string
  view: ViewPayload | null
  date: number | null
  focus: string | null
  layers: string[] | null
}

/** What the small map shows, by chapter; the other chapters have none. */
export interface InsetsPayload {
  views: Record<string, ViewPayload>
}

/** The chapters in order. */
export interface StoryPayload {
  chapters: ChapterPayload[]
}

/**
 * A stretch of time that is played at a time: the layers that show it, the chapter that is about it, and its
 * speeds, each with the moment from which it holds.
 */
export interface ActPayload {
  start: number
  end: number
  layers: string[]
  chapter: string | null
  paces: [number, number][]
}

/**
 * The fixes and events in order of time, as columns of one length: `at` in milliseconds since 1970, and how many
 * it `lasts`; `flight` is the index of a fix's flight, null for an event; `number` that of the fix, or of the
 * event in `events`, from 1; `basis` (0 documented, 1 inferred, 2 interpolated); `sources`, how many it cites.
 * `names` are by index; most fixes have none.
 */
export interface MomentsPayload {
  at: Column
  lasts: Column
  flight: Column
  number: Column
  basis: Column
  sources: Column
  events: string[]
  names: Record<number, Words>
}

export interface ZonePayload {
  offsets: [number, number][]
  from: number | null
  until: number | null
}

export interface CeilingPayload {
  name: Words
  altitude: number
  top: number | null
  from: number | null
  until: number | null
  basis: 'documented' | 'inferred' | 'interpolated'
  sources: string[]
}

/** An author; an institution has no given names. */
export interface AuthorPayload {
  family: string
  given: string
}

/** What a citation of the page says; `updated` is empty where the exhibit does not say when it was last changed. */
export interface CitationPayload {
  slug: string
  title: Words
  subtitle: Words
  version: string
  updated: string
  authors: AuthorPayload[]
}

/** What the deck knows beside the flights; zones in the order of the exhibit's clocks. */
export interface TimeDeckPayload {
  acts: ActPayload[]
  moments: MomentsPayload
  zones: ZonePayload[]
  ceilings: CeilingPayload[]
  citation: CitationPayload
  speeds: number[]
}

/** Whom a correction is sent to, and what it is about. */
export interface CorrectionPayload {
  contact: string
  title: Words
  version: string
}

/** A flight on the atlas's timeline, by when it began. */
export interface AtlasFlightPayload {
  at: number
  year: number
  layer: string
  name: Words
}

/** An exhibit on the atlas's timeline. */
export interface AtlasExhibitPayload {
  slug: string
  title: Words
  flights: AtlasFlightPayload[]
}

export interface ThreadPayload {
  from: string
  to: string
  says: Words
}

/** The years that there are borders for, the exhibits, and what leads from one to another. */
export interface TimelinePayload {
  first: number
  last: number
  exhibits: AtlasExhibitPayload[]
  threads: ThreadPayload[]
}

/** Seconds without a touch, of the question that follows, and of a scene of the attract loop. */
export interface TimingPayload {
  idleSeconds: number
  warningSeconds: number
  sceneSeconds: number
}

/** A documented fix of a scene. */
export interface SceneMomentPayload {
  at: number
  place: Words
}

export interface ScenePayload {
  title: Words
  line: Words
  view: ViewPayload | null
  layers: string[]
  from: number | null
  to: number | null
  moments: SceneMomentPayload[]
}

/** An exhibit of a kiosk. */
export interface KioskPayload {
  idleSeconds: number
  warningSeconds: number
  sceneSeconds: number
  scenes: ScenePayload[]
}

/** A fault in an exhibit's folder: where, what, and what to write instead. */
export interface ProblemPayload {
  severity: 'error' | 'warning'
  exhibit: string
  place: string
  problem: string
  fix: string
}

/**
 * What an editor's page is sent: whether the server has another version than the page, or none at all, when the
 * version was saved that visitors see while the files are broken, the first problems, and how many there are.
 */
export interface ChangesPayload {
  isOutdated: boolean
  isMissing: boolean
  shownSince: string | null
  problems: ProblemPayload[]
  count: number
}

/** The stream of changes, and the words of an editor's page in every language. */
export interface EditingPayload {
  changes: string
  messages: Record<string, Record<string, string>>
}

/** The page around several exhibits of a kiosk. */
export interface PlaylistPayload {
  idleSeconds: number
  warningSeconds: number
  sceneSeconds: number
  messages: Record<string, Words>
}

/** The page that stays on a kiosk's screen: addresses, how often to ask, and opening hours by weekday in minutes. */
export interface ShellPayload {
  show: string
  version: string
  visits: string | null
  staff: string | null
  pollSeconds: number
  hours: [number, number][][]
}

/** An entry of a message table: text or HTML, and its language where that is another. */
export interface EntryPayload {
  text?: string
  html?: string
  lang?: string
}

/**
 * The page's language and all there are; `entries` is what scripts say, `others` the address of the other
 * languages' tables.
 */
export interface LanguagePayload {
  current: string
  all: string[]
  rightToLeft: string[]
  entries: Record<number, string | EntryPayload>
  others: string | null
}

/** What a layer's file has of a fix; the time as written, or in the zone that was asked for. */
export interface DeskFixPayload {
  lon: number
  lat: number
  altitude_m: number | null
  time: string | null
  basis: string | null
  position_basis: string | null
  time_basis: string | null
  altitude_basis: string | null
  position_uncertainty_km: number | null
  time_uncertainty_min: number | null
  altitude_uncertainty_m: number | null
  place: string | Record<string, string> | null
  note: string | Record<string, string> | null
  zone: string | null
  citations: string
}

/** One account of a disputed point, with the values that it gives instead. */
export interface DeskAccountPayload {
  says: string | Record<string, string>
  citations: string
  preferred: boolean
  time: string | null
  position: [number, number] | null
  altitude_m: number | null
}

/** A disputed point of a feature, and all accounts of it. */
export interface DeskClaimPayload {
  topic: string | Record<string, string>
  fix: number | null
  assessment: string | Record<string, string> | null
  accounts: DeskAccountPayload[]
}

/**
 * A base map: of a scan its upper left, upper right, lower right and lower left corners, or none; the file that
 * says where it is, if that is no part of exhibit.toml.
 */
export interface DeskBasemapPayload {
  id: string
  name: string | Record<string, string>
  corners: [number, number][]
  placed_by: string
}

/** A file of media/ that can be put into the words; of a film the languages of its captions. */
export interface DeskMediaPayload {
  name: string
  captions: string[] | null
}

/**
 * What a layer's file has of a feature; `position` of a point, `fixes` of a line, `rings` of corners of an area.
 * `parts` counts the fixes in each part of a line, or the rings in each of an area; empty where there are no
 * parts.
 */
export interface DeskFeaturePayload {
  id: string
  geometry: string
  position: [number, number] | null
  fixes: DeskFixPayload[]
  rings: [number, number][][]
  parts: number[]
  name: string | Record<string, string> | null
  kind: string | null
  aircraft: string | Record<string, string> | null
  when: string | null
  basis: string | null
  position_uncertainty_km: number | null
  radius_km: number | null
  description: string | Record<string, string> | null
  citations: string
  claims: DeskClaimPayload[]
}

/**
 * A layer on the desk; `problem` says why its features cannot be edited there, `convertible` whether they can when
 * it is written as GeoJSON.
 */
export interface DeskLayerPayload {
  id: string
  name: string | Record<string, string>
  file: string
  features: DeskFeaturePayload[]
  problem: string
  convertible: boolean
}

/** The heading and the words of a chapter in one language. */
export interface DeskSectionPayload {
  title: string
  words: string
}

/**
 * A chapter as exhibit.toml and the stories have it; `view` and `inset` in the words of exhibit.toml, `layers`
 * those on show, null where they stay as they are.
 */
export interface DeskChapterPayload {
  id: string
  view: string
  inset: string
  date: string
  focus: string
  layers: string[] | null
  stories: Record<string, DeskSectionPayload>
}

/**
 * The place of a problem: the file, the line and column of a text, or the rows of a table in words (``3–9, 12``),
 * the feature and the field.
 */
export interface DeskWherePayload {
  file: string
  line: number | null
  column: number | null
  rows: string
  feature: string
  field: string
}

/**
 * A problem: how severe it is, where, the text of its line if no form has it, what is wrong and what to write
 * instead; of words without a translation the language, else empty.
 */
export interface DeskFaultPayload {
  severity: string
  where: DeskWherePayload
  line: string
  problem: string
  fix: string
  translation: string
}

/** A state of the history; `files` differ from those that there are now. */
export interface DeskStatePayload {
  number: number
  saved: string
  change: string
  files: string[]
}

/** What exhibit.toml says of the exhibit as a whole. */
export interface DeskExhibitPayload {
  title: string | Record<string, string> | null
  subtitle: string | Record<string, string> | null
  summary: string | Record<string, string> | null
  period: string | null
}

/** A chapter or a feature that cites a source: its id and its name. */
export interface DeskMentionPayload {
  id: string
  name: string
  chapter: boolean
}

/** A source on the desk: what it says, by key of CSL; where it is cited; whether it can be edited there. */
export interface DeskSourcePayload {
  id: string
  fields: Record<string, string>
  cited: DeskMentionPayload[]
  editable: boolean
}

/** Words with their translation; `changed` where it is of other words, and is to be checked. */
export interface DeskTranslationPayload {
  words: string
  place: string
  translation: string
  changed: boolean
}

/**
 * The words of an exhibit in one further language: what is missing first, then what has changed, then the rest;
 * and the ids of chapters without words in it.
 */
export interface DeskTranslationsPayload {
  entries: DeskTranslationPayload[]
  chapters: string[]
  problem: string
}

/**
 * All that the desk's forms show of an exhibit. `version` differs whenever the files do; `lists` are the clocks,
 * ceilings, threads, layers and base maps, each row with all of its keys; `scans` are the files that can become
 * base maps.
 */
export interface DeskPayload {
  version: string
  languages: string[]
  exhibit: DeskExhibitPayload
  lists: Record<string, (Record<string, string | number | boolean | number[] | Record<string, string> | null>)[]>
  chapters: DeskChapterPayload[]
  layers: DeskLayerPayload[]
  basemaps: DeskBasemapPayload[]
  sources: DeskSourcePayload[]
  media: DeskMediaPayload[]
  scans: string[]
  faults: DeskFaultPayload[]
  undo: boolean
  redo: boolean
  states: DeskStatePayload[]
  current: number
}

/**
 * Where a place may be: its name and `provider` as the place's source will have them, the day when that was asked;
 * `at` has longitude and latitude.
 */
export interface DeskCandidatePayload {
  name: string
  at: [number, number]
  provider: string
  asked: string
}

/** A place with an address and no position: the number of its feature in the file, and where it may be. */
export interface DeskUnlocatedPayload {
  file: string
  index: number
  name: string
  address: string
  candidates: DeskCandidatePayload[]
}

/**
 * The places that have an address and no position; the layers that must be GeoJSON first; the services that can be
 * asked, by id and name; and why there is nothing to show.
 */
export interface DeskPlacesPayload {
  places: DeskUnlocatedPayload[]
  locked: string[]
  services: [string, string][]
  problem: string
}

/**
 * How many bytes a file to download has, and those of its largest parts: ``flights``, ``places``, ``areas``,
 * ``languages``, or a file of ``media/``.
 */
export interface DeskSizePayload {
  bytes: number
  parts: [string, number][]
}

/** A reading between which a curator decides: a setting of the layer, its value, and what it means then. */
export interface DeskReadingPayload {
  setting: string
  value: string | boolean
  meaning: string
}

/**
 * A problem of a file that is being added; of a table, with its rows and the heading of its column. `setting` is
 * that of the layer which would change it, empty for none.
 */
export interface DeskImportFaultPayload {
  severity: string
  where: DeskWherePayload
  problem: string
  fix: string
  rows: number[]
  column: string
  setting: string
  readings: DeskReadingPayload[]
}

/**
 * A table that is being added: its headings with the meaning that each is taken for, and its first rows with their
 * numbers; `doubts` has by row and heading the two readings of a cell.
 */
export interface DeskTablePayload {
  headings: [string, string][]
  rows: string[][]
  numbers: number[]
  count: number
  sheets: string[]
  doubts: Record<string, string>
}

/**
 * A file that is being added. `kind` is layer, sources, picture, scan, companion or story; `settings` are those of
 * the layer, and `asked` is the one without which it cannot be read; `words` says by language what a picture
 * shows. `exists` where the exhibit has a file of that name, which `replaces` allows to be replaced.
 */
export interface DeskImportFilePayload {
  name: string
  file: string
  kind: string
  summary: string
  settings: Record<string, string | boolean | Record<string, string>>
  asked: string
  table: DeskTablePayload | null
  faults: DeskImportFaultPayload[]
  words: Record<string, string>
  credit: string
  exists: boolean
  replaces: boolean
}

/** What is missing: the key of a message of the interface, empty where nothing is, and its values. */
export interface DeskWantedPayload {
  key: string
  values: Record<string, string>
}

/**
 * What is being added to an exhibit, or makes a new one; nothing of it is written yet. `preview` is the address of
 * the page that it would have, empty where there is none; `wanted` says what is missing before it can be kept.
 */
export interface DeskImportPayload {
  slug: string
  title: string
  languages: string[]
  period: string
  new: boolean
  files: DeskImportFilePayload[]
  faults: DeskImportFaultPayload[]
  preview: string
  wanted: DeskWantedPayload
}

/** The meanings that a column of a table can have, and those of them that can be in several languages. */
export interface DeskColumnsPayload {
  meanings: string[]
  translated: string[]
}

/**
 * What the desk's scripts need of a page: the slug of its exhibit, the messages by key, and for the import screen
 * what a column can be.
 */
export interface DeskSetupPayload {
  slug: string
  messages: Record<string, string>
  columns?: DeskColumnsPayload
}
