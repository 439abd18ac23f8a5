/** The box of a text of `size` on the side `[dx, dy]` of a point. */
export const boxAt = (x, y, { width, height }, [dx, dy], gap) => {
  const middleX = x + Math.sign(dx) * (Math.abs(dx) * gap + width / 2)
  const middleY = y + Math.sign(dy) * (Math.abs(dy) * gap + height / 2)
  return { left: middleX - width / 2, right: middleX + width / 2, top: middleY - height / 2, bottom: middleY + height / 2 }
}

export const overlaps = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom

export const isWithin = (box, { left, right, top, bottom }) => box.left >= left && box.right <= right && box.top >= top && box.bottom <= bottom
