/** Delta-coded whole numbers back into values: the running sum, divided by `unit`. */
export const summed = (deltas, unit = 1) => {
  const values = new Float64Array(deltas.length)
  let sum = 0
  for (let index = 0; index < deltas.length; index++) {
    sum += deltas[index]
    values[index] = sum / unit
  }
  return values
}

/** Units of a degree in which positions cross. */
export const DEGREE = 100_000
