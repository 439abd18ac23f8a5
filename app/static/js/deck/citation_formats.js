/** @import { AuthorPayload } from '#payloads' */

/**
 * A moment of an exhibit for reference managers: as BibLaTeX, RIS and CSL-JSON.
 * @param {{slug: string, title: string, authors: AuthorPayload[], version: string, updated: string, moment: string,
 *   address: string, accessed: Date}} cited
 */
export const referencesOf = ({ slug, title, authors, version, updated, moment, address, accessed }) => {
  const day = [accessed.getFullYear(), accessed.getMonth() + 1, accessed.getDate()]
  const [year, ...rest] = day.map(String)
  const [month, date] = rest.map((part) => part.padStart(2, '0'))
  const id = `${slug}-${version}`
  const names = authors.map(({ family, given }) => given ? `${family}, ${given}` : family)
  const braced = authors.map(({ family, given }) => given ? `${latex(family)}, ${latex(given)}` : `{${latex(family)}}`)
  return {
    bibtex: `@online{${id},\n` + Object.entries({
      author: braced.join(' and '),
      title: latex(title),
      note: latex(moment),
      organization: 'Overflight',
      version,
      date: updated,
      url: address,
      urldate: `${year}-${month}-${date}`
    }).filter(([, value]) => value).map(([name, value]) => `  ${name} = {${value}},\n`).join('') + '}',
    ris: [
      ['TY', 'ELEC'], ...names.map((name) => ['AU', name]), ['TI', title], ['T2', 'Overflight'], ['ET', version],
      ...updated ? [['DA', `${updated.replaceAll('-', '/')}/`]] : [],
      ['N1', moment], ['UR', address], ['Y2', `${year}/${month}/${date}/`], ['ER', '']
    ].map(([tag, value]) => `${tag}  - ${value}`).join('\n'),
    csl: JSON.stringify([{
      id,
      type: 'webpage',
      author: authors.map(({ family, given }) => given ? { family, given } : { literal: family }),
      title,
      'container-title': 'Overflight',
      version,
      ...updated ? { issued: { 'date-parts': [updated.split('-').map(Number)] } } : {},
      note: moment,
      URL: address,
      accessed: { 'date-parts': [day] }
    }], null, 1)
  }
}

/** @type {Record<string, string>} */
const COMMANDS = { '\\': '{\\textbackslash}', '~': '{\\textasciitilde}', '^': '{\\textasciicircum}' }

/** @param {string} text */
const latex = (text) => text.replace(/[&%$#_{}\\~^]/g, (sign) => COMMANDS[sign] ?? `\\${sign}`)
