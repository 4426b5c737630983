"""A working paper about the length of a line: abstract, formulas with numbers, references, a bibliography."""

from bookbuilder.starters.sample_book import sample_starter

STARTER = sample_starter(
    "paper", "a working paper about the length of a line: abstract, formulas, references, bibliography"
)
