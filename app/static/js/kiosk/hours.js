/**
 * Whether the doors are open.
 * @param {[number, number][][]} week for Monday to Sunday the open stretches, in minutes since midnight
 * @param {Date} now by the local clock
 */
export const isOpen = (week, now) => {
  const minute = now.getHours() * 60 + now.getMinutes()
  return week[(now.getDay() + 6) % 7].some(([from, to]) => from <= minute && minute < to)
}
