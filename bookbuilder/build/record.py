"""Remembers a build: all that it asked the World, what it told and what it made; if that still holds, nothing is to be done.

A build is a function of the answers that the World gives it. So a record holds each question with a hash of its answer,
and is compared by asking the same again: a file that has changed, one more file in a folder that was listed, one that was
looked for and is there now, all give another answer. No time stamp is looked at.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import astuple, dataclass, replace
from pathlib import Path
from typing import Any

from bookbuilder.answers import Answers
from bookbuilder.build.surroundings import fingerprint, surroundings
from bookbuilder.diagnostics import BookbuilderError, Diagnostic, Fix, Severity, Span
from bookbuilder.world import World, sealed

_ODD = (BookbuilderError, OSError, ValueError, TypeError, LookupError, AttributeError, RecursionError)
"""What a record can lead to that nobody here wrote, or a cache that cannot be used; a build will say so."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a build was asked for; how many processes do it makes no difference to what comes out."""

    locales: Sequence[str] = ()
    editions: Sequence[str] = ()
    strict: bool = False
    single_pass: bool = False

    @property
    def name(self) -> str:
        """The name of the record, one for whatever can be asked."""
        said = (tuple(self.locales), tuple(self.editions), self.strict, self.single_pass)
        return hashlib.sha256(f"record {said!r}".encode("utf-8", "surrogateescape")).hexdigest()


@dataclass(frozen=True, slots=True)
class Known:
    """A build that would come to the same again: what it told, its files, how many parts its PDFs have, the surroundings."""

    diagnostics: tuple[Diagnostic, ...]
    files: tuple[Path, ...]
    parts: int
    surroundings: str


def keep(
    world: World,
    asked: Asked,
    begun: str,
    told: Sequence[Diagnostic],
    output: str,
    made: Iterable[tuple[str, Mapping[str, bytes]]],
    parts: int,
) -> None:
    """Remember a build that had no errors. `world` has noted its answers; `begun` are the `surroundings` in which the
    build began, `made` the artifacts in the folder `output`.

    If a file changed while the build read it twice, nothing is remembered.
    """
    answers = world.answers
    if not isinstance(answers, Answers) or answers.torn:
        return
    data = {
        "around": begun,
        "answers": [[*question, answer] for question, answer in answers.found.items()],
        "told": [astuple(one) for one in told],
        "made": [[f"{output}/{name}", sealed(files)] for name, files in made],
        "parts": parts,
    }
    world.retain(asked.name, json.dumps(data).encode())


def recall(world: World, asked: Asked) -> Known | None:
    """Return what a build would come to if it came to nothing new; None if it must be made.

    A record that cannot be read is none.
    """
    with suppress(*_ODD):
        said = json.loads(world.recall(asked.name) or b"")
        told = tuple(_diagnostic(*one) for one in said["told"])
        files = tuple(world.root / path for path, _ in said["made"])
        known = Known(told, files, int(said["parts"]), str(said["around"]))
        # What most likely differs comes first, so that a build which has something to do is not held up.
        if (
            _same(world, said["answers"])
            and all(world.published(path) == seal for path, seal in said["made"])
            and surroundings(world, fingerprint(world)) == known.surroundings
        ):
            return known
    return None


def around(world: World, asked: Asked) -> str | None:
    """Return the surroundings of the build that is remembered; None if there is none."""
    with suppress(*_ODD):
        return str(json.loads(world.recall(asked.name) or b"")["around"])
    return None


def _same(world: World, answers: Iterable[Sequence[str]]) -> bool:
    """Whether the World answers as it did."""
    now = Answers()
    asking = replace(world, answers=now)
    for question, path, answer in answers:
        with suppress(BookbuilderError):
            asking.ask(question, path)
        if now.found.get((question, path)) != answer:
            return False
    return True


def _diagnostic(
    code: str, severity: str, span: Sequence[Any], message: str, hint: str, fix: Sequence[Any] | None
) -> Diagnostic:
    if not all(isinstance(one, str) for one in (code, message, hint)):
        raise TypeError("a diagnostic is made of words")
    mends = None if fix is None else Fix(Span(*fix[0]), fix[1], fix[2])
    return Diagnostic(code, Severity(severity), Span(*span), message, hint, mends)
