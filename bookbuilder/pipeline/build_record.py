"""Remembers a build: all that it asked the World, what it told and what it made; if that still holds, nothing is to be done.

A build is a function of the answers that the World gives it. So a record holds each question with a hash of its answer,
and is compared by asking the same again: a file that has changed, one more file in a folder that was listed, one that was
looked for and is there now, all give another answer. No time stamp is looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from bookbuilder.diagnostics import BookbuilderError, Diagnostic
from bookbuilder.input_log import InputLog
from bookbuilder.pipeline.build_request import BuildRequest
from bookbuilder.pipeline.environment_hash import environment_hash, fingerprint
from bookbuilder.world import World, sealed

_UNUSABLE = (BookbuilderError, OSError, ValueError, RecursionError, msgspec.MsgspecError)
"""What a record can lead to that nobody here wrote, or a cache that cannot be used; a build will say so."""


class _Record(msgspec.Struct):
    """A build: the surroundings in which it began, questions with hashes of the answers, what it told, paths and seals of
    what it made, the number of parts of its PDFs; of a check, what else came of it."""

    environment: str
    inputs: list[tuple[str, str, str]]
    diagnostics: tuple[Diagnostic, ...]
    made: list[tuple[str, str]]
    parts: int
    judged: bytes = b""


@dataclass(frozen=True, slots=True)
class PreviousBuild:
    """A build that would come to the same again: what it told, its files, how many parts its PDFs have, the surroundings;
    of a check, what else came of it."""

    diagnostics: tuple[Diagnostic, ...]
    files: tuple[Path, ...]
    parts: int
    environment: str
    judged: bytes = b""


@dataclass(frozen=True, slots=True)
class BuildRecord:
    """A build to be remembered: the request, the `environment_hash` in which it began, what it told, its output folder, how many
    parts its PDFs have; of a check, what else came of it."""

    request: BuildRequest
    environment: str
    diagnostics: Sequence[Diagnostic]
    output: str
    parts: int = 0
    judged: bytes = b""


def remember_build(
    world: World, build: BuildRecord, artifacts: Iterable[tuple[str, Mapping[str, bytes]]] = ()
) -> None:
    """Remember a build that had no errors, or a check; `artifacts` are the artifacts in its folder.

    `world` has noted its answers. If a file changed while the build read it twice, nothing is remembered.
    """
    log = world.input_log
    if not isinstance(log, InputLog) or log.inconsistent:
        return
    inputs = [(*question, answer) for question, answer in log.digests.items()]
    seals = [(f"{build.output}/{name}", sealed(files)) for name, files in artifacts]
    record = _Record(build.environment, inputs, tuple(build.diagnostics), seals, build.parts, build.judged)
    with suppress(UnicodeEncodeError):  # a name of a file that is no text
        world.retain(build.request.name, msgspec.json.encode(record))


def previous_build(world: World, request: BuildRequest) -> PreviousBuild | None:
    """Return what a build would come to if it came to nothing new; None if it must be made.

    A record that cannot be read is none.
    """
    with suppress(*_UNUSABLE):
        record = _record(world, request)
        # What most likely differs comes first, so that a build which has something to do is not held up.
        if (
            _inputs_unchanged(world, record.inputs)
            and all(world.published(path) == seal for path, seal in record.made)
            and environment_hash(world, fingerprint(world)) == record.environment
        ):
            files = tuple(world.root / path for path, _ in record.made)
            return PreviousBuild(record.diagnostics, files, record.parts, record.environment, record.judged)
    return None


def previous_environment(world: World, request: BuildRequest) -> str | None:
    """Return the surroundings of the build that is remembered; None if there is none."""
    with suppress(*_UNUSABLE):
        return _record(world, request).environment
    return None


def _record(world: World, request: BuildRequest) -> _Record:
    """Return the record; raises one of `_UNUSABLE` if there is none."""
    return msgspec.json.decode(world.recall(request.name) or b"", type=_Record)


def _inputs_unchanged(world: World, inputs: Iterable[tuple[str, str, str]]) -> bool:
    """Whether the World answers as it did."""
    log = InputLog()
    logged_world = replace(world, input_log=log)
    for question, path, answer in inputs:
        with suppress(BookbuilderError):
            logged_world.ask(question, path)
        if log.digests.get((question, path)) != answer:
            return False
    return True
