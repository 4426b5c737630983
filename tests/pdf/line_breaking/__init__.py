"""Paragraphs that are broken over all their lines."""
