/**
 * The address of a mail or an issue form that is filled in.
 * @param {string} contact `mailto:…`, or the `https:` address of a form that reads `title` and `body`
 * @param {string} subject
 * @param {string[]} lines
 */
export const correctionAddress = (contact, subject, lines) => {
  const key = contact.startsWith('mailto:') ? 'subject' : 'title'
  const joint = contact.includes('?') ? '&' : '?'
  return `${contact}${joint}${key}=${encodeURIComponent(subject)}&body=${encodeURIComponent(lines.join('\r\n'))}`
}
