"""Gives formulas without a spoken text of their own that of formulas.toml, and finds those that have neither."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from msgspec.structs import replace

from bookbuilder.document import nodes
from bookbuilder.document.walk import transform
from bookbuilder.formulas.spoken_file import spoken_key


def lacks_spoken_text(formula: nodes.Formula) -> bool:
    """Whether nobody has said how a formula is read aloud, which is no letter, word or number."""
    words = formula.words.replace(" ", "")
    return not formula.spoken and not (words.isalnum() and unicodedata.normalize("NFKC", words) == words)


def with_spoken_texts(chapter: nodes.Chapter, texts: Mapping[str, str]) -> nodes.Chapter:
    """Return a chapter whose formulas say what these texts say, by their TeX."""
    if not texts:
        return chapter

    def change(node: nodes.Node) -> nodes.Node:
        if isinstance(node, nodes.Formula) and not node.spoken:
            return replace(node, spoken=texts.get(spoken_key(node.tex), ""))
        return node

    result: nodes.Chapter = transform(chapter, change)
    return result
