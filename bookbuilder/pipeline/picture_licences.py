"""Reports pictures that an edition may not show, by its medium, its countries and the day of the book."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from bookbuilder.diagnostics import Report, Rule, Severity, Span, nearest
from bookbuilder.document.picture_types import PICTURE_TYPES
from bookbuilder.phrases import Phrase, counted
from bookbuilder.picture_rights.book_rights import BookRights
from bookbuilder.picture_rights.pictures_file import FILE
from bookbuilder.picture_rights.rights import PictureRights
from bookbuilder.pipeline.locale_version import versions
from bookbuilder.pipeline.plan import Plan
from bookbuilder.pipeline.read_locales import Readings
from bookbuilder.project import Edition, Project
from bookbuilder.world import BookFiles

MEDIUM = Rule(
    "rights.medium",
    "{path} may be shown in {media}, but the edition {edition} is for {medium}",
    "A licence says in which media a picture may be shown: in print, in a PDF for the screen (pdf), in an e-book (epub), on"
    " the web. Buy the right, or let the edition have another picture.",
)
TERRITORY = Rule(
    "rights.territory",
    "{path} may be shown in {countries}, but the edition {edition} is sold {sold}",
    "A licence says in which countries a picture may be shown. `territory` in [pictures] of book.toml, or in that of an"
    " edition, says where the book is sold; without it that is everywhere.",
)
EARLY = Rule(
    "rights.early",
    "{path} may be shown from {starts}, but the book comes out on {day}",
    "A picture may be shown on the days of its licence. The day of a book is that of its version (`released`), or its day of"
    " publication (`date`).",
)
ENDED = Rule(
    "rights.ended",
    "{path} may be shown until {ends}, but the book comes out on {day}",
    "A licence of a picture ends on a day, and the book comes out later: on the day of its version (`released`) or its day"
    " of publication (`date`). Extend the licence, or take another picture.",
)
ENDING = Rule(
    "rights.ending",
    "{path} may be shown until {ends}, {left} after the book comes out",
    "A licence that ends soon after the book has come out is a mistake in most cases: printed copies are sold for years,"
    " and web pages stay. `warn` in [pictures] of book.toml says what is soon.",
    Severity.WARNING,
)
ALTERED = Rule(
    "rights.altered",
    "{path} is cut, which {licence} does not allow",
    "A licence without derivatives (ND) lets a picture be shown as it is, and not a part of it. Show the whole, or ask who"
    " made it.",
)
MISSING = Rule(
    "rights.missing",
    "nothing is known of the rights in {path}",
    "A book with a pictures.toml names whose its pictures are, in that file or in the metadata of the picture. For those of"
    ' the house an entry for the folder will do: licence = "own".',
    Severity.WARNING,
)


UNUSED = Rule(
    "rights.unused",
    "there is no picture {path}",
    "An entry of pictures.toml is the path of a picture, from the folder of the book or below that of a language, or of a"
    " folder with a slash at its end. One that fits no file protects none: the name of the file may have changed.",
    Severity.WARNING,
)


def report_picture_rights(plan: Plan, readings: Readings, report: Report) -> None:
    """Report the pictures that an edition shows without a right (`rights.*`), each where it is used first, and entries of
    pictures.toml for files that are not there."""
    for reading in readings.values():
        _report_unused(reading.rights, tuple(plan.project.locales), report)
        break
    for project, edition in plan.wanted:
        if project is not plan.project:
            continue  # a pseudo-locale is for nobody's eyes
        for version, locale in zip(versions(edition), edition.locales, strict=True):
            reading = readings[version]
            if not reading.rights.wanted:
                continue
            spans = {locale.cover.path: locale.cover.span} if locale.cover else {}
            for galley in reading.document.galleys:
                for image in galley.summary.images:
                    spans.setdefault(image.source, image.span)
                    licence = reading.rights.of(image.source).licence
                    if image.setting.crop and "-ND" in licence:
                        report(ALTERED, image.span, path=image.source, licence=licence, hint="take crop out")
            for path, span in spans.items():
                if path:
                    _check(path, span, reading.rights, project, edition, report)


def _check(
    path: str, span: Span, known: BookRights, project: Project, edition: Edition, report: Report
) -> None:
    rights, day = known.of(path), project.day
    hint = _source(rights)
    if not rights.known and known.file.names_rights:
        report(
            MISSING, span, path=path, hint=Phrase('add [pictures."{path}"] to {file}', path=path, file=FILE)
        )
    if rights.media and edition.medium not in rights.media:
        report(
            MEDIUM, span, path=path, media=_listed(rights.media), edition=edition.name, medium=edition.medium,
            hint=hint,
        )  # fmt: skip
    if rights.territory and not set(edition.territory or ("",)) <= set(rights.territory):
        others = [country for country in edition.territory if country not in rights.territory]
        sold = Phrase("in {countries} as well", countries=_listed(others)) if others else Phrase("everywhere")
        report(
            TERRITORY, span, path=path, countries=_listed(rights.territory), edition=edition.name, sold=sold,
            hint=hint if others else 'say where the book is sold: territory = ["DE"] in [pictures] of book.toml',
        )  # fmt: skip
    if rights.starts and rights.starts > day:
        report(EARLY, span, path=path, starts=rights.starts, day=day, hint=hint)
    if rights.ends and rights.ends < day:
        report(ENDED, span, path=path, ends=rights.ends, day=day, hint=hint)
    elif rights.ends and (left := (rights.ends - day).days) < project.pictures.warn:
        report(ENDING, span, path=path, ends=rights.ends, left=_days(left), hint=hint)


def _report_unused(known: BookRights, locales: Sequence[str], report: Report) -> None:
    if known.world is None:
        return
    folders = ("", *(f"chapters/{name}/" for name in locales))
    missing = [
        (path, rights)
        for path, rights in known.file.pictures.items()
        if rights.span.path == FILE and not any(_there(folder + path, known.world) for folder in folders)
    ]
    files = (
        [path.removeprefix(folder) for folder in folders[1:] for path in known.world.files(folder[:-1])]
        if missing
        else []
    )
    for path, rights in missing:
        pictures = [file for file in files if PurePosixPath(file).suffix.lower() in PICTURE_TYPES]
        report(UNUSED, rights.span, path=path, hint=nearest(path, pictures))


def _there(path: str, world: BookFiles) -> bool:
    return world.folder_exists(path[:-1]) if path.endswith("/") else world.exists(path)


def _listed(words: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _days(count: int) -> str:
    return counted(count, "1 day", "{count} days")


def _source(rights: PictureRights) -> str:
    if rights.span.path:
        return Phrase("its rights are in {place}", place=rights.span)
    return Phrase("its rights are in the metadata of the file")
