"""Compiles each pattern of the HTML parser once.

tinyhtml5 2.1.0 wants to keep the patterns by which it reads up to a character (`inputstream.py`, `chars_until`), but keeps
each under itself and not under the characters it is for. So it builds them anew for every word between two tags.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from tinyhtml5 import inputstream

from bookbuilder.formats.pdf.engine.patch import Change, Kind, Patch


def _chars_until(theirs: Callable[..., str]) -> Callable[..., str]:
    patterns = inputstream.characters_until_regex

    def chars_until(stream: object, characters: frozenset[str], opposite: bool = False) -> str:
        if (characters, opposite) not in patterns:
            inside = "".join(f"\\x{ord(character):02x}" for character in sorted(characters))
            patterns[characters, opposite] = re.compile(f"[{'' if opposite else '^'}{inside}]+")
        return theirs(stream, characters, opposite)

    return chars_until


PATCH = Patch(
    "The patterns of the HTML parser are compiled once, where tinyhtml5 builds them for every piece of text.",
    Kind.SPEED,
    (Change("tinyhtml5.inputstream:HTMLUnicodeInputStream.chars_until", "dfe353323dff1fdc", _chars_until),),
)
