"""Fonts of a book, for scripts that the program's own fonts do not cover."""
