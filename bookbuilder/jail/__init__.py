"""Confines processes that work on a book, limits and ends them. Knows nothing of books."""
