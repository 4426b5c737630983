"""Draws the maps of a book. It is a package of its own so that a book without a map does not load what draws them."""
