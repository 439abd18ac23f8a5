/** The least and the greatest of any number of values; `Math.min(...values)` takes no more than the stack does. What is not a number is passed over. */
export const least = (values, found = Infinity) => {
  for (const value of values) if (value < found) found = value
  return found
}

export const greatest = (values, found = -Infinity) => {
  for (const value of values) if (value > found) found = value
  return found
}
