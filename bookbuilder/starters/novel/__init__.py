"""A small novel about a last line: an epigraph, dialogue, scene breaks, chapters with titles."""

from bookbuilder.starters.sample_book import sample_starter

STARTER = sample_starter("novel", "a small novel about a last line: chapters, dialogue, scene breaks")
