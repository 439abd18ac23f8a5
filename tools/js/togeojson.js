/**
 * What togeojson makes of files: `node tools/js/togeojson.js < files.json > features.json`. The input has the text of
 * each GPX or KML file by its name; the output has its features, or the error as text.
 */
import { readFileSync } from 'node:fs'

import { gpx, kml } from '@tmcw/togeojson'
import { DOMParser, onErrorStopParsing } from '@xmldom/xmldom'

/** @param {string} text */
const features = (text) => {
  const document = new DOMParser({ onError: onErrorStopParsing }).parseFromString(text, 'text/xml')
  return (document.documentElement?.localName === 'gpx' ? gpx : kml)(document).features
}

/** @param {string} text */
const featuresOrError = (text) => {
  try {
    return features(text)
  } catch (error) {
    return String(error)
  }
}

const files = Object.entries(JSON.parse(readFileSync(0, 'utf8')))
process.stdout.write(JSON.stringify(Object.fromEntries(files.map(([name, text]) => [name, featuresOrError(text)]))))
