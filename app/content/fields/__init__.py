"""Values and tables of a curator's files, in any format: parsers, limits, and what one reading shares."""
