/** @import { DeskWherePayload } from '#payloads' */
/** @import { FaultPlace } from '#desk/fault_place' */
/** @import { Say } from '#desk/messages' */

const SEVERITIES = { error: 'editing_error', warning: 'editing_warning', note: 'desk_remark' }

/** The labels of fields whose keys are not theirs, by the part of an id before and after its numbers. */
const LABELS = {
  'exhibit title': 'desk_heading',
  'exhibit opening': 'desk_open_here',
  'feature name': 'desk_place',
  'feature uncertainty': 'desk_position_uncertainty_km',
  'feature radius': 'desk_radius_km',
  'fix zone': 'desk_place_zone',
  'place lat': 'desk_lat',
  'place lon': 'desk_lon',
  'source note': 'desk_note',
  'chapter heading': 'desk_heading',
  'chapter layers': 'desk_layers_shown',
  'use view': 'desk_use_view',
  'area corner': 'desk_corners'
}
/** Of rows of lists; others are called like their keys. */
const ROWS = { name: 'desk_place', to: 'desk_to', says: 'desk_related', attribution: 'desk_credit' }
const LISTS = ['clocks', 'ceilings', 'threads', 'layers', 'basemaps']

/**
 * How severe a problem is.
 * @param {string} severity
 * @param {Say} message
 */
export const severityName = (severity, message) => message(Reflect.get(SEVERITIES, severity) ?? severity)

/**
 * Where a problem is: line or rows and file, feature and field as the files call them.
 * @param {DeskWherePayload} where
 * @param {Say} message
 */
export const placed = ({ file, line, column, rows, feature, field }, message) => {
  const at = rows ? 'rows' : line === null ? '' : column === null ? 'line' : 'column'
  const named = at ? message(`desk_at_${at}`, { file, line, column, rows }) : file
  return [named, feature, field].filter(Boolean).join(', ')
}

/**
 * What the form calls the field that a problem leads to: the form, what it is about, and the label.
 * @param {FaultPlace} place
 * @param {Say} message
 * @param {(key: string) => string} labelOf a label with its unit and its zone
 */
export const fieldName = ({ form, subject, language, fix, controls }, message, labelOf) => {
  const field = [fix ? message('desk_fix', { number: fix }) : '', labelled(controls, labelOf)].filter(Boolean)
  return [message(`desk_${form}`), subject, language, ...field].filter(Boolean).join(' – ')
}

/**
 * @param {string[]} controls
 * @param {(key: string) => string} labelOf
 */
const labelled = (controls, labelOf) => {
  for (const key of controls.map(labelKey)) {
    const label = key && labelOf(key)
    if (label && label !== key) return label
  }
  return ''
}

/**
 * The key of the label of a form control.
 * @param {string} id
 */
const labelKey = (id) => {
  const [group, ...rest] = id.split(/-(?:\d+-)?/)
  const name = rest[0] ?? ''
  const known = Reflect.get(LABELS, `${group} ${name}`)
  if (known) return known
  if (group === 'claim' || group === 'account' || group === 'claims') return 'desk_claims'
  if (LISTS.includes(group)) return Reflect.get(ROWS, name) ?? `desk_${name}`
  if (group === 'convert') return 'desk_convert'
  if (group === 'list') return `desk_${name}`
  if (group === 'source') return `desk_source_${rest.join('_').toLowerCase()}`
  return name ? `desk_${name}` : `desk_${group}`
}
