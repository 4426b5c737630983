"""Follows translations: blocks of chapters, their recorded state, alignment, and files for translation tools."""

GLOSSARY = "glossary.toml"
"""The file with the book's terms; most books have none."""
