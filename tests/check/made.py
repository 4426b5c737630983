"""Makes small books in memory, changes what was made, and has it judged."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bookbuilder.diagnostics import Diagnostic, Findings
from bookbuilder.formats.book import Book
from bookbuilder.formats.format import Artifact
from bookbuilder.pipeline import artifacts
from bookbuilder.pipeline.build_request import BuildRequest
from bookbuilder.pipeline.context import Context
from bookbuilder.validators.source_positions import PositionFinder, SourcePositions
from bookbuilder.validators.validate import _diagnostics, judge_one
from bookbuilder.validators.validator import Validator, ValidatorInput
from bookbuilder.workers.runner import PoolRunner
from bookbuilder.world import World
from tests.cases import book as cases


@dataclass(frozen=True)
class Made:
    """Editions and their artifacts."""

    world: World
    books: tuple[tuple[Book, tuple[Artifact, ...]], ...]

    def one(self, suffix: str) -> ValidatorInput:
        """Return the artifact whose name ends so."""
        ((book, artifact),) = [
            (book, artifact)
            for book, found in self.books
            for artifact in found
            if artifact.name.endswith(suffix)
        ]
        return ValidatorInput(self.world, book, artifact)


def make(root: Path, files: Mapping[str, str | bytes], *, editions: str = "") -> Made:
    """Return what a small book comes to; it has nothing to complain about."""
    world, findings = World(cases.write(root, files, editions=editions)), Findings()
    with PoolRunner(world, 1) as runner:
        made = artifacts.make(Context(world, findings, runner), BuildRequest()).editions
    assert [d for d in findings.sorted() if d.severity == "error"] == []
    return Made(world, made)


def judge(validator: Validator, judged: ValidatorInput, data: bytes | None = None) -> tuple[Diagnostic, ...]:
    """Return what a validator tells about an artifact, or about other bytes in its place."""
    if data is not None:
        judged = ValidatorInput(judged.world, judged.book, Artifact(judged.artifact.name, {"": data}))
    places = PositionFinder(SourcePositions(judged.book.document), judged.artifact)
    findings = Findings()
    findings.extend(_diagnostics(judge_one(validator, judged), validator, places, judged.artifact))
    return findings.sorted()


def repacked(epub: bytes, change: Callable[[str, str], str]) -> bytes:
    """Return an e-book whose pages went through a function of their name and text."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(epub)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            data = old.read(info)
            if info.filename.endswith(".xhtml"):
                data = change(info.filename, data.decode()).encode()
            new.writestr(info, data)
    return out.getvalue()
