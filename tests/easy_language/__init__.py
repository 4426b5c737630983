"""Texts in easy language: a locale of its own, its lines, and what its files say."""
