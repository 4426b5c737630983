"""Hashes what a person signs for (each chapter with its pictures, the theme) and counts what the questions are about."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

import msgspec
from msgspec import Struct

from bookbuilder.accessibility_review.questions import QUESTIONS, count_things
from bookbuilder.build_step import Runner
from bookbuilder.document.document import Document
from bookbuilder.document.galley import Galley
from bookbuilder.typed_decoding import from_json
from bookbuilder.world import BookFiles

LENGTH = 16
"""Hexadecimal digits of a hash; people compare them in diffs."""


@dataclass(frozen=True, slots=True)
class SignedChapter:
    """A chapter, and the hashes of its pictures."""

    galley: Galley
    pictures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SignedContent:
    """A book in one locale, as it is signed: the hash of each piece by name, and the number of things that each question
    is about, by its key (1: the whole book)."""

    locale: str
    pieces: Mapping[str, str]
    counts: Mapping[str, int]


def signed_content(
    document: Document, world: BookFiles, theme: str, looks: str, runner: Runner
) -> SignedContent:
    """Return what there is to sign of a book. `theme` is the name of the theme, `looks` its hash.

    Positions in source files do not count.
    """
    chapters = [
        SignedChapter(galley, tuple(_picture(world, path) for path in _paths(galley)))
        for galley in document.galleys
    ]

    def made(signed: SignedChapter) -> bytes:
        chapter = signed.galley.chapter
        content = msgspec.json.encode(_said(chapter)) + repr(list(signed.pictures)).encode()
        digest = hashlib.sha256(content).hexdigest()[:LENGTH]
        return msgspec.json.encode((digest, count_things(chapter)))

    pieces: dict[str, str] = {}
    counts = {question.key: 0 if question.about else 1 for question in QUESTIONS}
    for galley, data in zip(document.galleys, runner.cached(chapters, made), strict=True):
        digest, numbers = from_json(data, tuple[str, dict[str, int]])
        pieces[galley.head.id] = digest
        for key, number in numbers.items():
            counts[key] += number
    return SignedContent(document.locale, {**pieces, f"theme {theme}": looks[:LENGTH]}, counts)


def _paths(galley: Galley) -> list[str]:
    return list(dict.fromkeys(image.source for image in galley.summary.images if image.source))


def _picture(world: BookFiles, path: str) -> str:
    return hashlib.sha256(world.read(path)).hexdigest() if world.exists(path) else ""


def _said(value: Any) -> Any:
    """Return a value without source positions, ready for JSON."""
    match value:
        case Struct():
            names = [name for name in value.__struct_fields__ if name != "span"]
            return [type(value).__name__, *(_said(getattr(value, name)) for name in names)]
        case tuple():
            return [_said(one) for one in value]
        case Mapping():
            return [[_said(key), _said(one)] for key, one in sorted(value.items())]
        case Enum():
            return value.value
        case str() | int() | float() | None:
            return value
        case dt.date():
            return value.isoformat()
        case _:
            return repr(value)
