const MONTHS = ['Jan.', 'Feb.', 'Mar.', 'Apr.', 'May', 'June', 'July', 'Aug.', 'Sept.', 'Oct.', 'Nov.', 'Dec.']
const WHOLE_MONTHS = [
  'January', 'February', 'March', 'April', 'May', 'June',
  'July', 'August', 'September', 'October', 'November', 'December'
]

/**
 * A moment of an exhibit as a reference, in the styles of Chicago (bibliography, 17th edition) and of the MLA (9th
 * edition). Both styles are English, whatever language the page is in.
 * @param {{title: string, subtitle: string, version: string, moment: string, address: string, accessed: Date}} cited
 */
export const citationsOf = ({ title, subtitle, version, moment, address, accessed }) => {
  const whole = subtitle ? `${title}: ${subtitle}` : title
  const [year, month, day] = [accessed.getFullYear(), accessed.getMonth(), accessed.getDate()]
  return {
    chicago: `“${whole}.” Overflight, content version ${version}. ${moment}. ` +
      `Accessed ${WHOLE_MONTHS[month]} ${day}, ${year}. ${address}.`,
    mla: `“${whole}.” Overflight, version ${version}, ${moment}, ${address}. Accessed ${day} ${MONTHS[month]} ${year}.`
  }
}
