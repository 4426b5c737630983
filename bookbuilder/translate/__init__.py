"""Keeps the translations of a book in step with their source: blocks, states, alignment. Nothing here is about a medium."""

GLOSSARY = "glossary.toml"
"""The terms of a book; few have them (`glossary`)."""
