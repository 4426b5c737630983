"""Conditional passages, `{only=print}` and `{not="web epub"}`: which of them a variant has, and what is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from markdown_it.token import Token

from bookbuilder.diagnostics import Report, Rule, Span, nearest
from bookbuilder.document.nodes import Block, Inline, LeftOut, Node, Note, NoteRef
from bookbuilder.document.walk import walk
from bookbuilder.markdown.attributes import SET_ASIDE
from bookbuilder.markdown.dialect import Dialect
from bookbuilder.markdown.front_matter import front_matter_value
from bookbuilder.phrases import Phrase
from bookbuilder.project.variant import Variant

ONLY, NOT = "only", "not"
CONDITIONS = (ONLY, NOT)
"""The keys of conditions."""
UNKNOWN = Rule(
    "condition.unknown",
    "{word!r} is no edition and no locale of this book",
    "`{only=print}` and `{not=web}` name editions of book.toml, formats (pdf, epub, web), `print` for a bound book, `screen`"
    ' for everything else, or locales. Several words are alternatives: `{only="print epub"}`.',
)
DATA = Rule(
    "condition.data",
    "a condition cannot stand in a data file",
    "Which passages an edition has must be known before data files are read. Put the condition on the table, or have two"
    " files.",
)
_MENTION = re.compile(
    r"(?<![\w:.-])(?:only|not)=(?:\"([^\"\n]*)\"|'([^'\n]*)'|([\w:.-]+))|^(?:only|not):(.*)", re.MULTILINE
)
_WORD = re.compile(r"[^\s\"',\[\]]+")


def mentioned(text: str) -> frozenset[str]:
    """Return the words that the conditions of a text name, and perhaps words that only look like some.

    >>> sorted(mentioned('[A]{only="print epub"} and [b]{not=web}'))
    ['epub', 'print', 'web']
    """
    if not any(sign in text for sign in ("only=", "not=", "only:", "not:")):
        return frozenset()
    return frozenset(
        word for match in _MENTION.finditer(text) for word in condition_words(match[match.lastindex or 0])
    )


def variant_of(variant: Variant | None, *texts: str) -> Variant | None:
    """Return what some texts need to know of a variant; None if they have no conditions."""
    words = frozenset[str]().union(*map(mentioned, texts)) if variant else ()
    return variant.restricted(words) if variant and words else None


def condition_words(value: str) -> list[str]:
    """Return the words that a condition names."""
    return _WORD.findall(value)


@dataclass(slots=True)
class Conditions:
    """The conditions of one chapter as it is converted. `nodes` are those that the variant has not, `notes` such notes."""

    nodes: list[Node] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def leave_out(self, nodes: tuple[Block, ...] | tuple[Inline, ...]) -> None:
        """Remember nodes that the variant has not."""
        self.nodes += nodes

    @property
    def count(self) -> int:
        """How much was left out so far."""
        return len(self.nodes) + len(self.notes)

    def left_out(self) -> LeftOut | None:
        """Return what other passages may refer to in what was left out; None if nothing was."""
        if not self.count:
            return None
        everything = list(_each(self.nodes, self.notes))
        return LeftOut(
            tuple((node.id, node.span) for node in everything if node.id),
            tuple(dict.fromkeys(node.label for node in everything if isinstance(node, NoteRef))),
            tuple(note.label for note in self.notes),
        )


def _each(nodes: list[Node], notes: list[Note]) -> Iterator[Node]:
    for node in (*nodes, *notes):
        yield from walk(node)


def take_condition(raw: MutableMapping[str, Any], dialect: Dialect, span: Span, report: Report) -> bool:
    """Return whether the passage with these attributes is in the variant, and take its condition out of them.

    Reports `condition.*`. Where no variant is asked for, all passages are.
    """
    if ONLY not in raw and NOT not in raw:
        return True
    given = {key: condition_words(str(raw.pop(key))) for key in CONDITIONS if key in raw}
    if dialect.variant is None:
        if (
            dialect.data is not None
        ):  # the text of the chapter has no condition, so this is of a file that it shows
            report(DATA, span)
        return True
    return _holds(given, dialect.variant, dict.fromkeys(given, span), report)


def has_condition(token: Token) -> bool:
    """Whether a token has a condition that is not yet taken out of its attributes."""
    return any(key in token.attrs or key in token.meta.get(SET_ASIDE, ()) for key in CONDITIONS)


def includes_token(token: Token, dialect: Dialect, span: Span, report: Report) -> bool:
    """Return whether the passage that a token begins is in the variant, as `take_condition` does."""
    # The parser sets keys aside that begin with `on`, as those of scripts do.
    apart = token.meta.get(SET_ASIDE)
    if not apart and not token.attrs:
        return True
    raw = {key: apart.pop(key) for key in CONDITIONS if apart and key in apart}
    raw |= {key: token.attrs.pop(key) for key in CONDITIONS if key in token.attrs}
    return take_condition(raw, dialect, span, report)


def includes_chapter(text: str, path: str, variant: Variant | None, report: Report) -> bool:
    """Return whether the variant has a chapter, by the condition in its front matter; reports `condition.unknown`."""
    found = {key: value for key in CONDITIONS if (value := front_matter_value(text, path, key))}
    if variant is None or not found:
        return True
    words = {key: condition_words(value.text) for key, value in found.items()}
    return _holds(words, variant, {key: value.span for key, value in found.items()}, report)


def _holds(
    given: Mapping[str, Sequence[str]], variant: Variant, spans: Mapping[str, Span], report: Report
) -> bool:
    for key, words in given.items():
        unknown = [word for word in words if word not in variant.known]
        for word in unknown if words else [""]:
            hint = nearest(word, variant.known) or Phrase(
                "{key} can be {known}", key=key, known=", ".join(variant.known)
            )
            report(UNKNOWN, spans[key], word=word, hint=hint)
        if unknown or not words:
            return True
    return variant.includes(given.get(ONLY, ()), given.get(NOT, ()))
