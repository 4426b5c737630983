"""Limits on a formula: far beyond any that fits a page, and small enough for parsers that call themselves."""

from __future__ import annotations

LETTERS = 5_000
"""Characters of TeX."""
DEPTH = 30
"""Groups, brackets and environments inside one another."""
LETTERS_WITH_COMMANDS, EXPANSIONS = 500, 20
"""Characters of a formula that defines commands, and uses of these. The converter calls itself, in Rust, for each thing
inside another one, some 3 kB of stack: at most one for two characters, times the uses."""
ELEMENTS = 5_000
"""Elements of MathML."""
LEVELS = 100
"""Elements of MathML inside one another."""
EMS = 50.0
"""The widest space that an author may ask for, in em."""
