"""Reads and writes `signatures.toml`: who answered which questions about which text."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bookbuilder.accessibility_review.questions import QUESTIONS
from bookbuilder.accessibility_review.signed_content import SignedContent
from bookbuilder.diagnostics import Report, Rule, Severity, Span
from bookbuilder.phrases import Phrase
from bookbuilder.toml_tables.toml_table import read_table
from bookbuilder.world import BookFiles

FILE = "signatures.toml"
BROKEN = Rule(
    "signature.broken",
    "this signature cannot be read: {problem}",
    "signatures.toml is written by `bookbuilder check --sign`: who vouches for what no program can judge, and for which"
    " text. A signature that cannot be read is none.",
)
STALE = Rule(
    "signature.stale",
    "{by} signed another text of this book on {date}; changed since: {changed}",
    "A signature holds for the text, pictures and theme that were looked at. The e-book claims no conformance until somebody"
    " has looked again: `bookbuilder check --sign` asks, with the answers of last time at hand.",
    Severity.NOTICE,
)
REFUSED = Rule(
    "signature.refused",
    "the e-book claims no conformance: {answers}",
    "Who signed found that something is not as it should be. Mend it and sign again.",
    Severity.NOTICE,
)
YES, NONE = "yes", "none"
"""Answers other than a reason why not: all is well; the book has no such things."""


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature for one locale of a book: who, when, with which version of the program.

    `answers` maps the key of each question to `yes`, `none`, or to what is wrong; `pieces` are the hashes of what was signed
    (`SignedContent.pieces`).
    """

    by: str
    date: dt.date
    program: str
    answers: Mapping[str, str]
    pieces: Mapping[str, str]
    span: Span = field(default=Span(FILE), compare=False)

    @property
    def wrong(self) -> tuple[str, ...]:
        """The keys of the questions that were not answered with yes, or not at all."""
        return tuple(
            question.key for question in QUESTIONS if self.answers.get(question.key) not in (YES, NONE)
        )

    def changed(self, content: SignedContent) -> tuple[str, ...]:
        """Return the names of pieces that changed since the signature; removed ones come last.

        Themes that are no longer used do not count.
        """
        other = [name for name, found in content.pieces.items() if self.pieces.get(name) != found]
        gone = [name for name in self.pieces if name not in content.pieces and not name.startswith("theme ")]
        return (*other, *gone)


def signatures(world: BookFiles, report: Report) -> dict[str, Signature]:
    """Return the signatures of a book by locale. Reports `signature.broken`."""
    if not world.exists(FILE):
        return {}
    signed = read_table(world.text(FILE), FILE, report, BROKEN)
    if signed is None:
        return {}
    out: dict[str, Signature] = {}
    for name, table in signed.data.items():
        signature = _signature(table, signed.span(name))
        if signature is None:
            report(
                BROKEN,
                signed.span(name),
                problem=Phrase("[{name}] should have by, date, program, answers and content", name=name),
            )
        else:
            out[name] = signature
    return out


def valid_signature(signature: Signature | None, content: SignedContent, report: Report) -> Signature | None:
    """Return a signature if it is valid for a content. Reports `signature.stale` and `signature.refused`."""
    if signature is None:
        return None
    if changed := signature.changed(content):
        some = ", ".join(changed[:3])
        if len(changed) > 3:
            some = Phrase("{some} and {count} more", some=some, count=len(changed) - 3)
        report(STALE, signature.span, by=signature.by, date=signature.date, changed=some)
        return None
    if wrong := signature.wrong:
        value = "; ".join(f"{key}: {signature.answers.get(key) or 'not answered'}" for key in wrong)
        report(REFUSED, signature.span, answers=value)
        return None
    return signature


def signatures_toml(signed: Mapping[str, Signature]) -> str:
    """Return signatures.toml."""
    parts = [
        "# Kept by `bookbuilder check --sign`: who vouches for what no program can judge, and for which text.\n"
    ]
    for name, signature in signed.items():
        head = _key(name)
        parts.append(
            f"\n[{head}]\nby = {_text(signature.by)}\ndate = {signature.date}\nprogram = {_text(signature.program)}\n"
        )
        for table, values in (("answers", signature.answers), ("content", signature.pieces)):
            lines = "".join(f"{_key(key)} = {_text(value)}\n" for key, value in values.items())
            parts.append(f"\n[{head}.{table}]\n{lines}")
    return "".join(parts)


def _signature(table: Any, span: Span) -> Signature | None:
    match table:
        case {
            "by": str(by), "date": dt.date() as day, "program": str(program), "answers": dict(answers),
            "content": dict(pieces),
        } if by and not isinstance(day, dt.datetime) and _texts(answers) and _texts(pieces):  # fmt: skip
            return Signature(by, day, program, answers, pieces, span)
    return None


def _texts(table: Mapping[str, Any]) -> bool:
    return all(isinstance(value, str) for value in table.values())


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else _text(name)


def _text(value: str) -> str:
    """Return a TOML basic string, which is escaped like JSON except for U+007F."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
