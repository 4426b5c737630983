"""Checks of a book's text and settings: one file a check, found by walking."""
