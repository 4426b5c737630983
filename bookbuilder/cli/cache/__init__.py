"""Look after the caches of a book and of a house."""
