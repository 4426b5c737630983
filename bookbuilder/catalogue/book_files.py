"""Reads the files of a book into tasks, and publishes what comes of them: the work of the client for one book."""

from __future__ import annotations

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


class BuiltTasks(msgspec.Struct, frozen=True):
    """What came of all tasks of a book: its folder and that of its finished files, what was wanted of it, what its build
    depends on besides its files (`environment_hash`), each task's `BuiltBook` as bytes, and which workers worked for how
    many seconds."""

    root: str
    output: str
    locales: tuple[str, ...]
    editions: tuple[str, ...]
    strict: bool
    environment: str
    parts: tuple[bytes, ...]
    workers: tuple[str, ...] = ()
    seconds: float = 0.0

    @property
    def request(self) -> BuildRequest:
        """What was wanted."""
        return BuildRequest(self.locales, self.editions, self.strict)


def read_tasks(
    root: Path, output: str, tasks: Sequence[Sequence[str]], editions: Sequence[str], *, strict: bool
) -> tuple[bytes, ...]:
    """Return a `BuildTask`, as bytes, for each group of locales, with the files of a book and of its series but those of
    `output`. A file that may not be read is left out: if a chapter names it, that is reported there."""
    world, files = World(root), dict[str, bytes]()
    for path in (*world.files("."), *file_stamps(root)):
        if not path.startswith(f"{output}/"):
            try:
                files[path] = world.read(path)
            except BookbuilderError:
                continue
    name = root.name.encode("utf-8", "replace").decode()
    return tuple(
        msgspec.msgpack.encode(BuildTask(files, tuple(locales), tuple(editions), strict, name))
        for locales in tasks
    )


def publish(built: BuiltTasks) -> BookOutcome:
    """Publish a book if nothing is wrong with it, remember it as `bookbuilder build` does, also if it failed, and return
    what came of it. Raises `OSError`."""
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
    record = build_record.BuildRecord(
        built.request, built.environment, remembered, built.output,
        outcome.made + outcome.reused, total(part.paragraphs for part in parts),
    )  # fmt: skip
    if failed(found, strict=built.strict) or not made:
        whole = not built.locales and not built.editions and all(part.inputs for part in parts)
        if whole and failed(remembered, strict=built.strict):
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
