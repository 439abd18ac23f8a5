const LETTERS = { ß: 'ss', ø: 'o', æ: 'ae', œ: 'oe', ł: 'l', đ: 'd', ı: 'i' }

/** Words without accents, in small letters: `Bodø` and `bodo`, `Ё` and `е` are the same. */
export const folded = (words) => words.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/[ßøæœłđı]/g, (letter) => LETTERS[letter])
