"""The elements of a page, Python halves. Elements never import each other; the page combines them."""
