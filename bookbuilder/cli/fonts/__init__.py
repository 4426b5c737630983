"""Fonts of a book for scripts that the ones of the program do not have."""
