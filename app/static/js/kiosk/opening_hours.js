/** @typedef {[number, number][][]} Week for Monday to Sunday the open stretches, in minutes since midnight */

/**
 * Whether it is open.
 * @param {Week} week
 * @param {Date} now by the local clock
 */
export const isOpen = (week, now) => {
  const minute = now.getHours() * 60 + now.getMinutes()
  return week[(now.getDay() + 6) % 7].some(([from, to]) => from <= minute && minute < to)
}
