"""The chain on one screen: a folder of chapters becomes a project, manuscripts, documents, artifacts, files.

    World ─ load ─▶ Project ─ plan ─▶ Editions
                       └─ read(locale): draft ─▶ place ─▶ finish ─▶ Document
                             ├─ check ─▶ diagnostics
                             └─ render(format) ─▶ Artifacts ─ publish ─▶ output/

Every step takes values and gives values; what is wrong is reported and collected. Only `publish` writes.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext, suppress
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bookbuilder.answers import Answers
from bookbuilder.checks.check import History
from bookbuilder.diagnostics import BookbuilderError, Counts, Diagnostic, Findings, Progress, Severity
from bookbuilder.discovery import rules
from bookbuilder.document.document import Document
from bookbuilder.document.standins import with_stand_ins
from bookbuilder.formats.format import Artifact, Book, Format, formats
from bookbuilder.formats.pdf.compile.job import COMPILE
from bookbuilder.html import glyphs
from bookbuilder.html.fonts import Fonts, fonts
from bookbuilder.html.scripts import fitted
from bookbuilder.html.styles import prepare
from bookbuilder.html.theme import theme
from bookbuilder.jail.supervise import undisturbed
from bookbuilder.locales import Locale
from bookbuilder.pipeline import record
from bookbuilder.pipeline.fix import mend
from bookbuilder.pipeline.make_editions import make_editions
from bookbuilder.pipeline.plan import apart, unmade
from bookbuilder.pipeline.plan import jobs as planned
from bookbuilder.pipeline.read import Reading, pretend, read
from bookbuilder.pipeline.runner import PoolRunner
from bookbuilder.pipeline.severity import apply_severities
from bookbuilder.pipeline.surroundings import surroundings
from bookbuilder.project import Edition, Project, ProjectLocale
from bookbuilder.project import load as load_project
from bookbuilder.project.model import Checks, Equivalents, Person, Untranslated
from bookbuilder.step import Runner
from bookbuilder.validators.validator import judged_codes
from bookbuilder.world import World

if TYPE_CHECKING:  # a build has no use for what judges it
    from bookbuilder.signature.content import Content
    from bookbuilder.signature.signed import Signature
    from bookbuilder.validators.judgement import Judgement
    from bookbuilder.validators.validate import Verdict


@dataclass(frozen=True, slots=True)
class Result:
    """What a build or a check came to.

    `diagnostics` are sorted by place, `files` are the paths that were written (none when the book has errors, or
    when it was only checked). With `strict` a warning counts as an error. `made` and `reused` count the parts of PDFs
    that were laid out, and those that were in the cache. `unchanged` says that the files were there already, from a build
    whose every input is still the same. `verdicts` are those of the validators, if they were asked;
    `report` is what a publisher files (`validators.report`); `contents` are what somebody may sign
    (`bookbuilder.signature`), one for each language that has an e-book.
    """

    diagnostics: tuple[Diagnostic, ...]
    files: tuple[Path, ...] = ()
    strict: bool = False
    made: int = 0
    reused: int = 0
    unchanged: bool = False
    verdicts: tuple[Verdict, ...] = ()
    report: dict[str, Any] | None = None
    contents: tuple[Content, ...] = ()

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
    jobs: int = 0,
    single_pass: bool = False,
    without_patches: Sequence[str] = (),
    progress: Progress | None = None,
    runner: PoolRunner | None = None,
    jail: bool = True,
) -> Result:
    """Make every edition of a book (or those named) and publish them in its output folder.

    `root` is the folder that holds book.toml. `jobs` is how many processes work at once (0: as many as there are
    processors); a `runner` that is given does the work instead, and stays open. To compare, `single_pass` lays each PDF
    out in one piece, and `without_patches` leaves changes to WeasyPrint out, by name or kind (`formats.pdf.engine`). With
    `jail` the processes can do nothing but work on the book. Nothing is written when the book has errors, and with `strict`
    when it has warnings. Raises `BookbuilderError` for a locale or edition that the book does not have and for an output
    folder outside the book, `OSError` when the system does not let the files be written.

    If nothing has changed since the last such build, what that one told is told again, and nothing is made; whoever brings
    a runner wants it made.
    """
    findings, world, tell = Findings(), _world(root), progress or _silent
    asked = record.BuildRequest(locales, editions, strict, single_pass, without_patches=without_patches)
    known = None if runner else record.recall(world, asked)
    if known:
        return Result(known.diagnostics, known.files, strict, reused=known.parts, unchanged=True)
    world = replace(world, answers=Answers(at_hand=True))
    with nullcontext(runner) if runner else PoolRunner(world, jobs, counts=_counts(tell), jail=jail) as work:
        begun = surroundings(world, work.fingerprint)
        made, reused = work.counted(COMPILE)
        project, made_books = _make(
            world, findings, tell, locales, editions, work, single_pass=single_pass,
            without_patches=tuple(without_patches),
        )  # fmt: skip
        new_made, new_reused = work.counted(COMPILE)
    artifacts = tuple(artifact for _, found in made_books for artifact in found)
    told = apply_severities(findings.sorted(), project.checks, judged_codes) if project else findings.sorted()
    result = Result(told, (), strict, new_made - made, new_reused - reused)
    if result.failed or project is None:
        return result
    tell("publishing")
    with ThreadPoolExecutor(1) as aside:  # both wait for the disk
        pruned = aside.submit(world.prune)
        with undisturbed():
            files = world.publish(project.output, ((a.name, a.files) for a in artifacts), output=True)
        parts = result.made + result.reused
        made_of = ((a.name, a.files) for a in artifacts)
        record.keep(world, asked, begun, result.diagnostics, project.output, made_of, parts)
    pruned.result()
    return replace(result, files=files)


def check(
    root: Path | World,
    *,
    locales: Sequence[str] = (),
    editions: Sequence[str] = (),
    strict: bool = False,
    jobs: int = 0,
    single_pass: bool = False,
    progress: Progress | None = None,
    history: History | None = None,
    validators: bool = False,
    jail: bool = True,
) -> Result:
    """Do everything that `build` does except writing, and return what is wrong.

    With `validators`, all that are installed judge what was made, in memory; those that are not say so in a notice. Their
    verdicts are kept in the cache, and if neither the book nor the validators have changed since the last such check, what
    that one told is told again. `history` looks up of which day a rate was by which an author reckoned; without it no day
    is named, for neither a build nor a check by itself looks a rate up.
    """
    findings, world, tell = Findings(), _world(root), progress or _silent
    from bookbuilder.validators.judgement import Judgement, decoded, judges

    by_rates = (f"rates by {history.__module__}.{history.__qualname__}",) if history else ()
    asked = record.BuildRequest(
        locales, editions, strict, single_pass, ("check", *by_rates, *(judges(world) if validators else ()))
    )
    if (known := record.recall(world, asked)) and (before := decoded(known.judged)):
        return _checked(known.diagnostics, before, strict=strict)
    world = replace(world, answers=Answers(at_hand=True))
    judgement = Judgement()
    with PoolRunner(world, jobs, counts=_counts(tell), jail=jail) as work:
        begun = surroundings(world, work.fingerprint)
        project, made = _make(
            world, findings, tell, locales, editions, work, history, single_pass=single_pass
        )
        if validators and made:
            from bookbuilder.validators.validate import validate

            judgement = Judgement(validate(world, made, work.jobs, tell))
            findings.extend(one for verdict in judgement.verdicts for one in verdict.found)
    if project is None:
        return Result(findings.sorted(), strict=strict)
    verdicts = judgement.verdicts
    everything = bool(verdicts) and not locales and not editions and all(verdict.ran for verdict in verdicts)
    codes = rules().keys() if everything and project.checks != Checks() else None
    told = apply_severities(findings.sorted(), project.checks, judged_codes, codes)
    if validators:
        judgement = _filed(world, project, made, verdicts, told)
    if all(
        verdict.ran or not verdict.version for verdict in verdicts
    ):  # one that crashed may not do so again
        record.keep(world, asked, begun, told, project.output, (), 0, judgement.encoded())
    return _checked(told, judgement, strict=strict)


def _checked(told: tuple[Diagnostic, ...], judgement: Judgement, *, strict: bool) -> Result:
    """Return what a check came to."""
    return Result(
        told,
        strict=strict,
        verdicts=judgement.verdicts,
        report=judgement.report,
        contents=judgement.contents,
    )


def _filed(
    world: World,
    project: Project,
    made: Sequence[tuple[Book, Sequence[Artifact]]],
    verdicts: Sequence[Verdict],
    told: Sequence[Diagnostic],
) -> Judgement:
    """Return verdicts as the book weighs what they found, with a report and what there is to sign."""
    from bookbuilder.validators.judgement import Judgement
    from bookbuilder.validators.report import conforming, report

    accessible = conforming(verdicts)
    kept = {(one.code, one.span, one.message): one for one in told}
    weighed = tuple(
        replace(
            verdict,
            found=tuple(
                kept[key] for one in verdict.found if (key := (one.code, one.span, one.message)) in kept
            ),
        )
        for verdict in verdicts
    )
    artifacts = [artifact for _, found in made for artifact in found]
    contents = _contents(made)
    said = report(project, artifacts, weighed, told, _signed(world, contents), accessible)
    return Judgement(weighed, said, contents)


def _counts(tell: object) -> Counts | None:
    return tell if isinstance(tell, Counts) else None


def _contents(made: Sequence[tuple[Book, Sequence[Artifact]]]) -> tuple[Content, ...]:
    """Return what there is to sign: one content for each language that has an e-book."""
    from bookbuilder.signature.content import content

    books = {
        book.edition.locale.name: book
        for book, _ in made
        if book.edition.format == "epub" and not book.locale.pseudo and not book.edition.beside
    }
    return tuple(
        content(book.document, book.world, book.theme.name, book.theme.digest, book.runner)
        for book in books.values()
    )


def _signed(world: World, contents: Sequence[Content]) -> dict[str, tuple[Signature, bool]]:
    """Return the signatures by locale, and whether each of them holds."""
    from bookbuilder.signature.signed import claimed, signatures

    found = signatures(world, Findings())
    return {
        one.locale: (found[one.locale], claimed(found[one.locale], one, Findings()) is not None)
        for one in contents
        if one.locale in found
    }


def fix(root: Path | World, found: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Change the source files as the fixes of some findings say, and return the findings that were mended.

    All files are replaced, or none. A fix whose place has changed since it was found is left out.
    """
    return mend(_world(root), found)


def _make(
    world: World,
    findings: Findings,
    tell: Progress,
    locales: Sequence[str],
    editions: Sequence[str],
    work: PoolRunner,
    history: History | None = None,
    *,
    single_pass: bool,
    without_patches: tuple[str, ...] = (),
) -> tuple[Project | None, tuple[tuple[Book, tuple[Artifact, ...]], ...]]:
    """Return the project and its editions with their artifacts; a book with errors has none."""
    kinds = formats()
    project = _project(world, findings, kinds)
    if project is None:
        return None, ()
    wanted = planned(project, locales, editions)
    artifacts: tuple[tuple[Book, tuple[Artifact, ...]], ...] = ()
    try:
        besides = unmade(wanted, kinds)
        told = [
            one if there is project else project.locales[project.source]
            for there, edition in wanted
            for one in edition.locales
        ]
        families = fonts(world, findings, work)  # first, while other processes are starting
        whole = not findings.failed
        loaded = partial(_load, world, kinds, [edition for _, edition in (*wanted, *besides)])
        readings = _readings(
            world,
            project,
            told,
            [one for _, edition in besides for one in edition.locales],
            findings,
            tell,
            history,
            work,
            loaded,
        )
        legible = not findings.failed
        if not legible:
            if whole:
                _glyphs(world, wanted, readings, families, findings)
            return project, ()
        disguised = {
            _version(edition.locale): (there, edition.locale)
            for there, edition in wanted
            if there is not project
        }
        source = next(reading for (name, *_), reading in readings.items() if name == project.source)
        made = readings | {
            version: pretend(world, there, source, locale) for version, (there, locale) in disguised.items()
        }
        documents: dict[tuple[Version, ...], Document] = {}
        used: dict[tuple[Version, ...], frozenset[str]] = {}
        tables: dict[tuple[Version, ...], dict[str, str]] = {}
        for edition in (edition for _, edition in (*wanted, *besides)):
            versions = _versions(edition)
            if versions in documents:
                continue
            first, *others = (made[version] for version in versions)
            document = first.document
            if others:
                from bookbuilder.pipeline.bilingual import bilingual_document  # few books want that

                document = bilingual_document(first, others[0], source, world, work)
            printed = chain.from_iterable(
                glyphs.texts(there, one) for there, one in (*wanted, *besides) if _versions(one) == versions
            )
            missing = glyphs.uncovered(document, families, printed)
            if project.glyphs == "error":
                glyphs.tell(missing, document, families, world, findings)
            elif missing:
                tables[versions] = glyphs.stand_ins(
                    missing, project.glyphs, document, families, world, findings
                )
                document = with_stand_ins(document, tables[versions])
            documents[versions], used[versions] = document, glyphs.used(document)
        books = []
        for there, edition in (*besides, *wanted):
            versions = _versions(edition)
            own = there
            if versions in tables:
                own, edition = glyphs.restated(there, edition, tables[versions])
            reading, *others = (made[version] for version in versions)
            siblings = _siblings(readings, edition) if there is project and not others else {}
            script = reading.locale.script
            looks = theme(
                world, edition.theme, families, script, used[versions], findings, bilingual=bool(others)
            )
            books.append(
                Book(
                    world,
                    own,
                    edition,
                    reading.locale,
                    documents[versions],
                    looks,
                    fitted(families, script),
                    siblings,
                    work,
                    single_pass,
                    without_patches,
                    others[0].locale if others else None,
                )
            )
        if findings.failed:  # what is laid out would not be written
            return project, ()
        laid_out = len(besides)
        finished = make_editions(books[laid_out:], kinds, work.jobs, findings, tell, books[:laid_out])
        artifacts = tuple(zip(books[laid_out:], finished, strict=True))
        apart(tuple(one for _, found in artifacts for one in found), findings)
    except BookbuilderError as error:
        findings.extend(error.diagnostics)
    return project, () if findings.failed else artifacts


def _glyphs(
    world: World,
    wanted: Collection[tuple[Project, Edition]],
    readings: Mapping[Version, Reading],
    families: Fonts,
    findings: Findings,
) -> None:
    """Report the characters that no font has of what could be read of a book with errors, together with these."""
    told: dict[Version, list[str]] = {}
    for there, edition in wanted:
        version = _version(edition.locale)
        if there.glyphs == "error" and version in readings:
            told.setdefault(version, []).extend(glyphs.texts(there, edition))
    for version, printed in told.items():
        document = readings[version].document
        glyphs.tell(glyphs.uncovered(document, families, printed), document, families, world, findings)


def _load(world: World, kinds: Mapping[str, Format], editions: Collection[Edition], locale: Locale) -> None:
    """Load what editions will need, while there is time."""
    for edition in editions:
        kinds[edition.format].load()
    for theme_name in dict.fromkeys(edition.theme for edition in editions):
        with suppress(BookbuilderError):  # it will be told
            prepare(world, theme_name, locale)


def _project(world: World, findings: Findings, kinds: Collection[str]) -> Project | None:
    try:
        return load_project(world, findings, kinds)
    except BookbuilderError as error:
        findings.extend(error.diagnostics)
        return None


Version = tuple[str, Untranslated, tuple[Person, ...], Equivalents]
"""A locale of a book by its name, what becomes of its blocks that are not up to date, the translators that its imprint
names, and how a sum and what it is worth stand together: editions may differ in that."""


def _version(locale: ProjectLocale) -> Version:
    return locale.name, locale.untranslated, locale.translators, locale.equivalents


def _versions(edition: Edition) -> tuple[Version, ...]:
    return tuple(map(_version, edition.locales))


def _readings(
    world: World,
    project: Project,
    wanted: Collection[ProjectLocale],
    besides: Collection[ProjectLocale],
    findings: Findings,
    say: Progress,
    history: History | None = None,
    work: Runner | None = None,
    meanwhile: Callable[[Locale], object] | None = None,
) -> dict[Version, Reading]:
    """Return every locale of the book, read and assembled; a translation is compared with its source. One of which editions
    want different versions is read in each, and `besides` are read as well. `meanwhile` is called when others work.

    What is wrong in a locale that is not wanted is not told: a half-done translation holds up no other language.
    """
    readings: dict[Version, Reading] = {}
    names = sorted(
        project.locales, key=lambda name: (name != project.source, bool(project.locales[name].inherits))
    )
    source: Reading | None = None
    # What is wrong with what is inherited is wrong with who inherits it.
    parents = [found for one in wanted if (found := _parent(one, project))]
    told = {_version(one): one for one in (*parents, *wanted)}
    for name in names:
        say(f"{name}: reading")
        own = {version: one for version, one in told.items() if version[0] == name}
        others = {_version(one): one for one in besides if one.name == name}
        for version, one in (
            others | own or {_version(project.locales[name]): project.locales[name]}
        ).items():
            heard = findings if version in told else Findings()
            parent = _parent(one, project)
            if parent and _version(parent) not in readings:
                readings[_version(parent)] = read(world, project, parent, source, Findings(), history, work)
            inherited = readings[_version(parent)] if parent else None
            readings[version] = read(world, project, one, source, heard, history, work, inherited, meanwhile)
            source = source or readings[version]
    return readings


def _parent(locale: ProjectLocale, project: Project) -> ProjectLocale | None:
    """Return the locale that another one inherits, in the version that it wants."""
    if not locale.inherits:
        return None
    found = project.locales[locale.inherits]
    if found.name == project.source:
        return found
    return replace(found, untranslated=locale.untranslated.over(found.untranslated))


def _siblings(
    readings: Mapping[Version, Reading], edition: Edition
) -> dict[str, tuple[Locale, frozenset[str]]]:
    return {
        name: (reading.locale, frozenset(c.id for c in reading.document.heads))
        for (name, *_), reading in readings.items()
        if name != edition.locale.name
    }


def _world(root: Path | World) -> World:
    return root if isinstance(root, World) else World(root.resolve())


def _silent(text: str) -> None:
    """Tell nobody."""
