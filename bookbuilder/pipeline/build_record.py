"""Remembers a build by its inputs and outputs, so that the next one is skipped if they are unchanged.

A build is a function of what it reads from the World. So a record holds each question with a hash of the answer, and
the same questions are asked again: a changed file, one more file in a listed folder, a file that was missing and is
there now all give other answers. No time stamp is looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import msgspec

from bookbuilder.diagnostics import BookbuilderError, Diagnostic
from bookbuilder.input_log import InputLog
from bookbuilder.paragraph_counts import NO_PARAGRAPHS, Paragraphs
from bookbuilder.pipeline.build_request import BuildRequest
from bookbuilder.typed_decoding import from_json
from bookbuilder.workers.environment_hash import environment_hash, fingerprint
from bookbuilder.world import ASSET_QUESTIONS, World, sealed

_UNUSABLE = (BookbuilderError, OSError, ValueError, RecursionError, msgspec.MsgspecError)
"""Errors from a corrupt record or an unusable cache; treated as a cache miss."""


LAST_CHECK = ("last",)
"""The `check` of the request under which the last whole check is remembered once more, whatever its validators were."""


FAILED = ("failed",)
"""The `check` of the request under which the last build is remembered that had errors."""


class _Record(msgspec.Struct):
    """A stored build: environment hash, inputs with hashes, diagnostics, paths and seals of its artifacts, numbers of PDF
    parts and of their paragraphs; for a check, the judgement."""

    environment: str
    inputs: list[tuple[str, str, str]]
    diagnostics: tuple[Diagnostic, ...]
    made: list[tuple[str, str]]
    parts: int
    paragraphs: Paragraphs = NO_PARAGRAPHS
    judged: bytes = b""


@dataclass(frozen=True, slots=True)
class PreviousBuild:
    """The result of a build whose inputs are unchanged: diagnostics, files, numbers of PDF parts and of their paragraphs,
    environment hash; for a check, the judgement."""

    diagnostics: tuple[Diagnostic, ...]
    files: tuple[Path, ...]
    parts: int
    paragraphs: Paragraphs
    environment: str
    judged: bytes = b""


@dataclass(frozen=True, slots=True)
class BuildRecord:
    """A build to remember: request, environment hash at its start, diagnostics, output folder, numbers of PDF parts and of
    their paragraphs; for a check, the judgement."""

    request: BuildRequest
    environment: str
    diagnostics: Sequence[Diagnostic]
    output: str
    parts: int = 0
    paragraphs: Paragraphs = NO_PARAGRAPHS
    judged: bytes = b""

    def as_failed(self) -> BuildRecord:
        """Return the record of a build that had errors and published nothing."""
        return replace(self, request=replace(self.request, check=FAILED), parts=0, paragraphs=NO_PARAGRAPHS)


def remember_build(
    world: World, build: BuildRecord, artifacts: Iterable[tuple[str, Mapping[str, bytes]]] = ()
) -> None:
    """Remember a build without errors, or a check; `artifacts` are those in its output folder.

    The inputs come from the log of `world`. If a file changed while the build read it twice, nothing is remembered.
    """
    log = world.input_log
    if not isinstance(log, InputLog) or log.inconsistent:
        return
    inputs = [(*question, answer) for question, answer in log.digests.items()]
    seals = [(f"{build.output}/{name}", sealed(files)) for name, files in artifacts]
    record = _Record(
        build.environment,
        inputs,
        tuple(build.diagnostics),
        seals,
        build.parts,
        build.paragraphs,
        build.judged,
    )
    with suppress(UnicodeEncodeError):  # an undecodable file name
        data = msgspec.json.encode(record)
        world.retain(build.request.name, data)
        request = build.request
        if request.check not in ((), FAILED) and request.whole:
            world.retain(BuildRequest(strict=request.strict, check=LAST_CHECK).name, data)


@dataclass(frozen=True, slots=True)
class SharedLookups:
    """Shared by books that are looked up together: the fingerprint of the program (empty: not known yet), and answers
    about its own files, to which each lookup adds."""

    fingerprint: str = ""
    assets: dict[tuple[str, str], str] = field(default_factory=dict)


def previous_build(
    world: World, request: BuildRequest, shared: SharedLookups | None = None
) -> PreviousBuild | None:
    """Return the previous build's result if all its inputs are unchanged, else None. Callers that look up many
    books pass their `shared`, so that common questions are asked once."""
    around = shared or SharedLookups()
    with suppress(*_UNUSABLE):
        record = _record(world, request)
        # The likeliest difference comes first, so that a real build is not delayed.
        if (
            _inputs_unchanged(world, record.inputs, around.assets)
            and all(world.published(path) == seal for path, seal in record.made)
            and environment_hash(world, around.fingerprint or fingerprint(world)) == record.environment
        ):
            files = tuple(world.root / path for path, _ in record.made)
            return PreviousBuild(
                record.diagnostics, files, record.parts, record.paragraphs, record.environment, record.judged
            )
    return None


def previous_environment(world: World, request: BuildRequest) -> str | None:
    """Return the environment hash of the remembered build; None if there is none."""
    with suppress(*_UNUSABLE):
        return _record(world, request).environment
    return None


def _record(world: World, request: BuildRequest) -> _Record:
    """Return the record; raises one of `_UNUSABLE` if there is none."""
    return from_json(world.recall(request.name) or b"", _Record)


def _inputs_unchanged(
    world: World, inputs: Iterable[tuple[str, str, str]], assets: dict[tuple[str, str], str]
) -> bool:
    """Whether the World gives the same answers as before; those about the program's own files are added to `assets`."""
    log = InputLog()
    logged_world = replace(world, input_log=log)
    for question, path, answer in inputs:
        asked = question, path
        if asked not in assets:
            with suppress(BookbuilderError):
                logged_world.ask(question, path)
            if question in ASSET_QUESTIONS and asked in log.digests:
                assets[asked] = log.digests[asked]
        if assets.get(asked, log.digests.get(asked)) != answer:
            return False
    return True
