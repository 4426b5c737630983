"""A manual on manuals: steps, code, keys, warnings, tables to look things up, a glossary and an index."""

from bookbuilder.starters.sample_book import sample_starter

STARTER = sample_starter(
    "manual", "a manual on manuals: steps, code, keys, warnings, a glossary and an index", theme="report"
)
