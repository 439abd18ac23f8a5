/** @import { AuthorPayload } from '#payloads' */

const MONTHS = ['Jan.', 'Feb.', 'Mar.', 'Apr.', 'May', 'June', 'July', 'Aug.', 'Sept.', 'Oct.', 'Nov.', 'Dec.']
const WHOLE_MONTHS = [
  'January', 'February', 'March', 'April', 'May', 'June',
  'July', 'August', 'September', 'October', 'November', 'December'
]

/**
 * A moment of an exhibit as a reference, in the styles of Chicago (bibliography, 17th edition) and of the MLA (9th
 * edition). Both styles are English, whatever language the page is in.
 * @param {{title: string, subtitle: string, authors: AuthorPayload[], version: string, moment: string,
 *   address: string, accessed: Date}} cited
 */
export const citationsOf = ({ title, subtitle, authors, version, moment, address, accessed }) => {
  const whole = subtitle ? `${title}: ${subtitle}` : title
  const [year, month, day] = [accessed.getFullYear(), accessed.getMonth(), accessed.getDate()]
  return {
    chicago: `${leading(listed(authors))}“${whole}.” Overflight, content version ${version}. ${moment}. ` +
      `Accessed ${WHOLE_MONTHS[month]} ${day}, ${year}. ${address}.`,
    mla: `${leading(authors.length > 2 ? `${inverted(authors[0])}, et al` : listed(authors))}“${whole}.” Overflight, ` +
      `version ${version}, ${moment}, ${address}. Accessed ${day} ${MONTHS[month]} ${year}.`
  }
}

/**
 * `Heyser, Anna, Jan Novák, and Museum of Flight`.
 * @param {AuthorPayload[]} authors
 */
const listed = ([first, ...others]) => {
  const names = [inverted(first), ...others.map(({ family, given }) => `${given} ${family}`.trim())]
  const last = names.length > 1 ? `, and ${names.pop()}` : ''
  return `${names.join(', ')}${last}`
}

/** @param {AuthorPayload | undefined} author */
const inverted = (author) => author ? [author.family, author.given].filter(Boolean).join(', ') : ''

/** @param {string} names */
const leading = (names) => names ? `${names}${names.endsWith('.') ? '' : '.'} ` : ''
