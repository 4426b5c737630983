"""The chain on one screen: a folder of chapters becomes a project, manuscripts, documents, artifacts, files.

    World ─ load ─▶ Project ─ plan ─▶ Editions
                       └─ read(locale) ─▶ Manuscript ─ assemble ─▶ Document ─ localize ─▶ Document
                             ├─ check ─▶ diagnostics
                             └─ render(format) ─▶ Artifacts ─ publish ─▶ output/

Every step takes values and gives values; what is wrong is reported and collected. Only `publish` writes.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bookbuilder.build.fix import mend
from bookbuilder.build.plan import apart, plan
from bookbuilder.build.read import Reading, read
from bookbuilder.diagnostics import BookbuilderError, Diagnostic, Findings, Progress, Severity
from bookbuilder.formats.format import Artifact, Book, formats
from bookbuilder.html import glyphs
from bookbuilder.html.fonts import fonts
from bookbuilder.html.scripts import fitted
from bookbuilder.html.theme import theme
from bookbuilder.locales import Locale
from bookbuilder.project import Edition, Project
from bookbuilder.project import load as load_project
from bookbuilder.world import World


@dataclass(frozen=True, slots=True)
class Result:
    """What a build or a check came to.

    `diagnostics` are sorted by place, `files` are the paths that were written (none when the book has errors, or
    when it was only checked). With `strict` a warning counts as an error.
    """

    diagnostics: tuple[Diagnostic, ...]
    files: tuple[Path, ...] = ()
    strict: bool = False

    @property
    def failed(self) -> bool:
        """Whether the book has errors (or, if strict, warnings)."""
        bad = {Severity.ERROR, Severity.WARNING} if self.strict else {Severity.ERROR}
        return any(d.severity in bad for d in self.diagnostics)


def load(root: Path | World) -> tuple[Project | None, tuple[Diagnostic, ...]]:
    """Return the project in a folder, or None, and what is wrong with its book.toml."""
    findings = Findings()
    return _project(_world(root), findings, formats()), findings.sorted()


def build(
    root: Path | World,
    *,
    locales: Sequence[str] = (),
    editions: Sequence[str] = (),
    strict: bool = False,
    progress: Progress | None = None,
) -> Result:
    """Make every edition of a book (or those named) and publish them in its output folder.

    `root` is the folder that holds book.toml. Nothing is written when the book has errors, and with `strict` when
    it has warnings. Raises `BookbuilderError` for a locale or edition that the book does not have and for an output
    folder outside the book, `OSError` when the system does not let the files be written.
    """
    findings, world, say = Findings(), _world(root), progress or _silent
    project, artifacts = _make(world, findings, say, locales, editions)
    result = Result(findings.sorted(), strict=strict)
    if result.failed or project is None:
        return result
    say("publishing")
    files = world.publish(project.output, ((a.name, a.files) for a in artifacts))
    return Result(result.diagnostics, files, strict)


def check(
    root: Path | World,
    *,
    locales: Sequence[str] = (),
    editions: Sequence[str] = (),
    strict: bool = False,
    progress: Progress | None = None,
) -> Result:
    """Do everything that `build` does except writing, and return what is wrong."""
    findings = Findings()
    _make(_world(root), findings, progress or _silent, locales, editions)
    return Result(findings.sorted(), strict=strict)


def fix(root: Path | World, found: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Change the source files as the fixes of some findings say, and return the findings that were mended.

    All files are replaced, or none. A fix whose place has changed since it was found is left out.
    """
    return mend(_world(root), found)


def _make(
    world: World,
    findings: Findings,
    say: Progress,
    locales: Sequence[str],
    editions: Sequence[str],
) -> tuple[Project | None, tuple[Artifact, ...]]:
    """Return the project and the artifacts of its editions; a book with errors has none."""
    kinds = formats()
    project = _project(world, findings, kinds)
    if project is None:
        return None, ()
    wanted = plan(project, locales, editions)
    artifacts: list[Artifact] = []
    try:
        readings = _readings(world, project, {edition.locale.name for edition in wanted}, findings, say)
        families = fonts(world, findings)
        if findings.failed:
            return project, ()
        used = {}
        for name in dict.fromkeys(edition.locale.name for edition in wanted):
            document = readings[name].document
            used[name] = glyphs.used(document)
            glyphs.tell(glyphs.uncovered(document, families), document, families, world, findings)
        for edition in wanted:
            reading = readings[edition.locale.name]
            script = reading.locale.script
            looks = theme(world, edition.theme, families, script, used[edition.locale.name], findings)
            book = Book(
                world, project, edition, reading.locale, reading.document,
                looks, fitted(families, script), _siblings(readings, edition),
            )  # fmt: skip
            say(f"{edition.locale.name}: {edition.name}")
            artifacts += kinds[edition.format].render(book, findings, say)
        apart(artifacts, findings)
    except BookbuilderError as error:
        findings.extend(error.diagnostics)
    return project, () if findings.failed else tuple(artifacts)


def _project(world: World, findings: Findings, kinds: Collection[str]) -> Project | None:
    try:
        return load_project(world, findings, kinds)
    except BookbuilderError as error:
        findings.extend(error.diagnostics)
        return None


def _readings(
    world: World, project: Project, wanted: Collection[str], findings: Findings, say: Progress
) -> dict[str, Reading]:
    """Return every locale of the book, read and assembled; a translation is compared with its source.

    What is wrong in a locale that is not wanted is not told: a half-done translation holds up no other language.
    """
    readings: dict[str, Reading] = {}
    names = sorted(project.locales, key=lambda name: name != project.source)
    for name in names:
        say(f"{name}: reading")
        told = findings if name in wanted else Findings()
        readings[name] = read(world, project, project.locales[name], readings.get(project.source), told)
    return readings


def _siblings(readings: Mapping[str, Reading], edition: Edition) -> dict[str, tuple[Locale, frozenset[str]]]:
    return {
        name: (reading.locale, frozenset(c.id for c in reading.document.chapters))
        for name, reading in readings.items()
        if name != edition.locale.name
    }


def _world(root: Path | World) -> World:
    return root if isinstance(root, World) else World(root.resolve())


def _silent(text: str) -> None:
    """Tell nobody."""
