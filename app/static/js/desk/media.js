/** The files of media/ that can be put into the words, and what belongs to a film, as `app/media.py` has it. */
const FILM = /\.(mp4|webm)$/i
const VERSION = /\.(described|signed)\./i
const PICTURE = /\.(svg|png|jpe?g|webp)$/i
const CAPTIONS = '.vtt'

/** @param {string} name */
const stemOf = (name) => name.slice(0, name.lastIndexOf('.'))

/**
 * What can be put into the words: pictures, sounds and films, without what belongs to a film.
 * @param {string[]} names
 */
export const insertable = (names) => {
  const films = new Set(names.filter((name) => FILM.test(name)).map(stemOf))
  return names.filter((name) => !name.endsWith(CAPTIONS) && !VERSION.test(name) &&
    !(PICTURE.test(name) && films.has(stemOf(name))))
}

/**
 * The languages of a film's captions; null for what is no film.
 * @param {string} film
 * @param {string[]} names of the files of media/
 */
export const captionsOf = (film, names) => {
  if (!FILM.test(film)) return null
  const begin = `${stemOf(film)}.`
  return names.filter((name) => name.startsWith(begin) && name.endsWith(CAPTIONS) && name.length > begin.length + 3)
    .map((name) => name.slice(begin.length, -CAPTIONS.length))
}
