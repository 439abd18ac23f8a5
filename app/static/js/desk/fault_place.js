/** @import { DeskFaultPayload, DeskFeaturePayload, DeskLayerPayload } from '#payloads' */
/** @import { DeskPayload, DeskWherePayload } from '#payloads' */

/**
 * Where the desk shows a fault: the form, what the form has to be about (empty where it is about everything), of words
 * in several languages the language, of a flight the number of the fix (else 0), and the ids of form controls, of which
 * the first one that is there has it.
 * @typedef {{ form: string, subject: string, language: string, fix: number, controls: string[] }} FaultPlace
 */

/** A row of a list, such as `before-paris (chapters[0])`, `ceilings[2]` or `trial ([4])`. */
const ROW = /^(?:(.*) \()?(\w*)\[(\d+)\]\)?$/
const FIX = /^fix-(\d+)-/
const STORY = /^story\.(.+)\.md$/
const CATALOG = /^words\.(.+)\.po$/
/** The controls of a chapter. */
const CHAPTER = {
  view: 'use-view', inset: 'use-inset', date: 'use-view', focus: 'chapter-focus', layers: 'chapter-layers'
}
/** The controls of a feature whose ids are not the keys. */
const FEATURE = { position_uncertainty_km: 'uncertainty', radius_km: 'radius' }
/** The arrays of `coordinateProperties` whose columns are not called as they are. */
const COLUMNS = { times: 'time', places: 'place', notes: 'note', zones: 'zone' }
const AXES = ['lon', 'lat', 'altitude_m']

/**
 * Where a fault is shown; null where no form has it.
 * @param {Pick<DeskFaultPayload, 'translation'> & Pick<DeskWherePayload, 'file' | 'feature' | 'field'>} fault
 * @param {DeskPayload} state
 * @returns {FaultPlace | null}
 */
export const placeOfFault = ({ file, feature, field, translation }, state) => {
  const [, story] = STORY.exec(file) ?? []
  const [, catalog] = CATALOG.exec(file) ?? []
  const layer = state.layers.find((each) => each.file === file)
  const keys = field.split(/[.[\]]+/).filter(Boolean)
  if (translation || catalog) return place('translation', '', [], translation || catalog)
  if (story) return inStory(feature, story, state)
  if (layer) return inLayer(layer, feature, keys)
  if (file === 'sources.json') return inSources(feature, keys, state)
  return file === 'exhibit.toml' ? inExhibit(feature, keys, state) : null
}

/**
 * @param {string} form
 * @param {string} subject
 * @param {string[]} controls
 * @param {string} [language]
 */
const place = (form, subject, controls, language = '') => {
  const fix = Number(FIX.exec(controls[0] ?? '')?.[1] ?? 0)
  return { form, subject, language, fix, controls }
}

/**
 * @param {string} chapter
 * @param {string} language
 * @param {DeskPayload} state
 */
const inStory = (chapter, language, { chapters, languages }) => {
  const isThere = chapters.some(({ id }) => id === chapter) && languages.includes(language)
  return isThere ? place('chapters', chapter, ['chapter-words'], language) : place('chapters', '', [])
}

/**
 * @param {string} feature
 * @param {string[]} keys
 * @param {DeskPayload} state
 */
const inSources = (feature, [key], { sources }) => {
  const id = ROW.exec(feature)?.[1] ?? feature
  const isThere = sources.some((source) => source.id === id)
  return place('sources', isThere ? id : '', isThere ? [`source-${key}`] : [])
}

/**
 * @param {string} row
 * @param {string[]} keys
 * @param {DeskPayload} state
 */
const inExhibit = (row, [key, language], { chapters }) => {
  const [, , list, index] = ROW.exec(row) ?? []
  const chapter = chapters[Number(index)]?.id ?? ''
  if (list === 'chapters') return place('chapters', chapter, [Reflect.get(CHAPTER, key)].filter(Boolean))
  const id = list ? `${list}-${index}-${key}` : `exhibit-${key}`
  return place('exhibit', '', [`${id}-${language}`, id, `list-${list}`])
}

/**
 * @param {DeskLayerPayload} layer
 * @param {string} row
 * @param {string[]} keys
 */
const inLayer = ({ id, features }, row, keys) => {
  const [, , , index] = ROW.exec(row) ?? []
  const feature = index === undefined ? features.find((each) => each.id === row) : features[Number(index)]
  return feature ? place('features', feature.id, inFeature(feature, keys)) : place('features', '', [`convert-${id}`])
}

/**
 * @param {DeskFeaturePayload} feature
 * @param {string[]} keys
 * @returns {string[]}
 */
const inFeature = (feature, [part, key = '', ...rest]) => {
  if (part === 'geometry') return atCoordinates(feature, rest)
  if (key === 'coordinateProperties') return atFix(rest[0], inWhole(feature, rest.slice(1)))
  if (key === 'claims') return atClaim(rest)
  const id = `feature-${Reflect.get(FEATURE, key) ?? key}`
  return [`${id}-${rest[0]}`, id]
}

/**
 * The indices of a fix, or of a ring of corners, without that of its part: those of further parts follow. None where
 * they name a part as a whole.
 * @param {DeskFeaturePayload} feature
 * @param {string[]} indices
 */
const inWhole = ({ parts }, indices) => {
  if (!parts.length) return indices
  const [part, index, ...rest] = indices
  if (index === undefined) return []
  return [String(sum(parts.slice(0, Number(part))) + Number(index)), ...rest]
}

/** @param {number[]} numbers */
const sum = (numbers) => numbers.reduce((whole, each) => whole + each, 0)

/**
 * @param {string} array
 * @param {string[]} indices
 */
const atFix = (array, [index, language]) => {
  const fix = Number(index) + 1
  const id = `fix-${fix}-${Reflect.get(COLUMNS, array) ?? array}`
  return fix ? [`${id}-${language}`, id] : []
}

/** @param {string[]} keys */
const atClaim = ([claim, key = '', account = '', value = '', language = '']) => {
  const id = key === 'accounts' && value
    ? `account-${claim}-${account}-${value.replace('_m', '')}`
    : `claim-${claim}-${key}`
  return [`${id}-${language || account}`, id, 'claims']
}

/**
 * @param {DeskFeaturePayload} feature
 * @param {string[]} indices
 */
const atCoordinates = (feature, indices) => {
  const [first, second] = inWhole(feature, indices)
  if (feature.fixes.length) return first ? [`fix-${Number(first) + 1}-${AXES[Number(second ?? 1)]}`] : []
  if (feature.rings.length) return [...atCorner(feature.rings, Number(first), Number(second)), 'corners']
  return feature.position ? [first === '0' ? 'place-lon' : 'place-lat'] : []
}

/**
 * The last position of a ring is its first corner again.
 * @param {DeskFeaturePayload['rings']} rings
 * @param {number} ring
 * @param {number} corner
 */
const atCorner = (rings, ring, corner) => {
  const lengths = rings.map(({ length }) => length)
  return rings[ring] && corner >= 0 ? [`area-corner-${sum(lengths.slice(0, ring)) + corner % lengths[ring]}`] : []
}
