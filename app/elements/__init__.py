"""What an exhibit shows: the Python halves of the elements. They never import each other; the page joins them."""
