"""A magazine of printed things: an essay, an interview, pictures that tell a story."""

from bookbuilder.starters.sample_book import sample_starter

STARTER = sample_starter(
    "magazine", "a magazine of printed things: articles, an interview, pull quotes, a spread of pictures"
)
