"""The rules of the house, read from the syntax tree."""
