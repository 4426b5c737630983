"""Draws glyphs so that their text can be read back."""
