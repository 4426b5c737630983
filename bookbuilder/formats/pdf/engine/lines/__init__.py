"""Breaks paragraphs into lines."""
