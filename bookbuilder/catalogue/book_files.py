"""Reads the files of a book into tasks, and publishes their results: the work of the client for one book."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Sequence
from pathlib import Path

import msgspec
from msgspec.structs import replace

from bookbuilder.catalogue.book_outcome import BookOutcome, made_files
from bookbuilder.catalogue.build_task import BuildTask, BuiltBook
from bookbuilder.diagnostics import BookbuilderError, Diagnostic, Findings, Severity
from bookbuilder.formats.format import Artifact
from bookbuilder.input_log import InputLog
from bookbuilder.paragraph_counts import total
from bookbuilder.pipeline import build_record
from bookbuilder.pipeline.build_request import BuildRequest
from bookbuilder.pipeline.publish_build import publish_build
from bookbuilder.typed_decoding import from_msgpack
from bookbuilder.world import World
from bookbuilder.world.series_folder import file_stamps

OF_THE_RUN = ("cache.", "cluster.")
"""Beginnings of codes that say something of this run and nothing of a book."""


class WantedTasks(msgspec.Struct, frozen=True):
    """The tasks of a book that are to be read: its folder and that of its finished files, what is wanted of it, and the
    locales of each task."""

    root: str
    output: str
    request: BuildRequest
    tasks: tuple[tuple[str, ...], ...]


class BuiltTasks(msgspec.Struct, frozen=True):
    """What came of all tasks of a book: its folder and that of its finished files, what was wanted of it, what its build
    depends on besides its files (`environment_hash`), each task's `BuiltBook` as bytes, and which workers worked for how
    many seconds."""

    root: str
    output: str
    request: BuildRequest
    environment: str
    parts: tuple[bytes, ...]
    workers: tuple[str, ...] = ()
    seconds: float = 0.0


def read_tasks(wanted: WantedTasks) -> tuple[bytes, ...]:
    """Return each `BuildTask` of a book, as bytes, with the files of the book and of its series, without finished ones. A
    file that may not be read is left out: if a chapter names it, that is reported there."""
    root, files = Path(wanted.root), dict[str, bytes]()
    world = World(root)
    for path in (*world.files("."), *file_stamps(root)):
        if not path.startswith(f"{wanted.output}/"):
            try:
                files[path] = world.read(path)
            except BookbuilderError:
                continue
    # MessagePack takes no lone surrogates, which stand for bytes that are no UTF-8.
    name = root.name.encode("utf-8", "replace").decode()
    return tuple(
        msgspec.msgpack.encode(BuildTask(files, dataclasses.replace(wanted.request, locales=locales), name))
        for locales in wanted.tasks
    )


def publish(built: BuiltTasks) -> BookOutcome:
    """Publish a book if nothing is wrong with it, remember it as `bookbuilder build` does, also if it failed, and return
    the outcome. Raises `OSError`."""
    parts = [from_msgpack(part, BuiltBook) for part in built.parts]
    log = InputLog()
    for part in parts:
        for question, path, answer in part.inputs:
            log.inconsistent |= log.digests.setdefault((question, path), answer) != answer
    world = World(Path(built.root), input_log=log)
    made = [artifact for part in parts for artifact in part.artifacts]
    findings = Findings()
    findings.extend(dict.fromkeys(finding for part in parts for finding in part.diagnostics))
    found = findings.sorted()
    outcome = BookOutcome(
        built.root,
        "failed",
        found,
        inputs=hashlib.sha256(repr(sorted(log.digests.items())).encode()).hexdigest(),
        workers=built.workers,
        seconds=round(built.seconds, 3),
        made=sum(part.made for part in parts),
        reused=sum(part.reused for part in parts),
    )
    remembered = [finding for finding in found if not finding.code.startswith(OF_THE_RUN)]
    request, counted = built.request, total(part.paragraphs for part in parts)
    record = build_record.BuildRecord(
        request, built.environment, remembered, built.output, outcome.made + outcome.reused, counted
    )
    if failed(found, strict=request.strict) or not made:
        whole = request.whole and all(part.inputs for part in parts)
        if whole and failed(remembered, strict=request.strict):
            build_record.remember_build(world, record.as_failed())
        return outcome
    try:
        publish_build(world, [Artifact(name, data) for name, data in made], record)
    except BookbuilderError as error:
        return replace(outcome, findings=(*found, *error.diagnostics))
    return replace(outcome, state="made", files=made_files(built.output, made))


def failed(findings: Sequence[Diagnostic], *, strict: bool) -> bool:
    """Whether there are errors (or, if strict, warnings)."""
    bad = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return any(finding.severity in bad for finding in findings)
