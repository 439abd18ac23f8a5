/** @type {Record<string, string>} */
const LETTERS = { ß: 'ss', ø: 'o', æ: 'ae', œ: 'oe', ł: 'l', đ: 'd', ı: 'i' }

/**
 * Text for searching, without accents and in small letters: `Bodø` and `bodo`, `Ё` and `е` are the same.
 * @param {string} text
 */
export const normalize = (text) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  .replace(/[ßøæœłđı]/g, (letter) => LETTERS[letter])
