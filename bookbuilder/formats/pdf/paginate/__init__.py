"""Puts compiled parts into pages, and finds which parts have to be compiled again for it."""
