"""Lists the pictures of a book for its desk: whose each is, where it is used, what speaks against showing it on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from bookbuilder.diagnostics import Span
from bookbuilder.formats.format import formats
from bookbuilder.large_call_stack import with_large_call_stack
from bookbuilder.phrases import Phrase
from bookbuilder.picture_rights.book_rights import BookRights
from bookbuilder.picture_rights.rights import PictureRights
from bookbuilder.pipeline import artifacts
from bookbuilder.pipeline.build_request import BuildRequest
from bookbuilder.pipeline.context import Context
from bookbuilder.pipeline.locale_version import versions
from bookbuilder.pipeline.plan import Plan, make_plan
from bookbuilder.pipeline.read_locales import Readings, read_locales
from bookbuilder.project import Edition


@dataclass(frozen=True, slots=True)
class ListedPicture:
    """A picture: its path, the places where it is used, its rights, its credit (in the first language that shows it), and
    the editions that show it."""

    path: str
    places: tuple[Span, ...]
    rights: PictureRights
    credit: str
    editions: tuple[Edition, ...]

    def problems(self, day: dt.date, warn: int) -> tuple[str, ...]:
        """Return what speaks against showing the picture on a day, or within `warn` days from it; empty if nothing does."""
        return tuple(self._problems(day, warn))

    def _problems(self, day: dt.date, warn: int) -> Iterator[str]:
        rights = self.rights
        if not rights.known:
            yield Phrase("no rights are known")
        if rights.starts and rights.starts > day:
            yield Phrase("not before {starts}", starts=rights.starts)
        if rights.ends and rights.ends < day:
            yield Phrase("ended on {ends}", ends=rights.ends)
        elif rights.ends and (rights.ends - day).days < warn:
            yield Phrase("ends on {ends}", ends=rights.ends)
        for edition in self.editions:
            if rights.media and edition.medium not in rights.media:
                yield Phrase(
                    "not for the edition {name} ({medium})", name=edition.name, medium=edition.medium
                )
            elif rights.territory and not set(edition.territory or ("",)) <= set(rights.territory):
                yield Phrase("not where the edition {name} is sold", name=edition.name)
        if rights.release in ("none", "limited"):
            yield Phrase("model release: {release}", release=rights.release)
        for tag, alt in rights.alt.items():
            if alt.origin == "machine" and not alt.signed:
                yield Phrase(
                    "its alternative text in {tag} is by a machine, and nobody has signed it",
                    tag=tag or "all languages",
                )


@with_large_call_stack
def picture_inventory(context: Context, request: BuildRequest) -> tuple[ListedPicture, ...]:
    """Return the pictures of the editions that a request names, in the order of the book. Reports what is wrong with
    book.toml and pictures.toml; raises `BookbuilderError` for a locale or edition that the book does not have."""
    project = artifacts.load(context)
    if project is None:
        return ()
    # Rights are read of a book that says nothing of them as well: somebody asks.
    project = replace(project, pictures=replace(project.pictures, stated=True))
    plan = make_plan(project, request, kinds := formats())
    quiet = context.quiet
    readings = read_locales(quiet, plan, kinds)
    context.findings.extend(one for one in quiet.findings.sorted() if one.code.startswith("rights."))
    return tuple(_pictures(plan, readings))


def _pictures(plan: Plan, readings: Readings) -> Iterator[ListedPicture]:
    spans: dict[str, dict[Span, None]] = {}
    editions: dict[str, dict[str, Edition]] = {}
    known: dict[str, tuple[BookRights, str]] = {}
    for project, edition in plan.wanted:
        if project is not plan.project:
            continue
        for version, locale in zip(versions(edition), edition.locales, strict=True):
            reading = readings[version]
            used: list[tuple[str, Span]] = [(locale.cover.path, locale.cover.span)] if locale.cover else []
            used += [
                (image.source, image.span)
                for galley in reading.document.galleys
                for image in galley.summary.images
            ]
            for path, span in used:
                if path:
                    spans.setdefault(path, {})[span] = None
                    editions.setdefault(path, {})[edition.name] = edition
                    known.setdefault(path, (reading.rights, reading.rights.credit(path, reading.locale)))
    for path, (rights, credit) in known.items():
        yield ListedPicture(path, tuple(spans[path]), rights.of(path), credit, tuple(editions[path].values()))


def as_json(one: ListedPicture, day: dt.date, warn: int) -> Mapping[str, object]:
    """Return a picture as JSON data."""
    rights = one.rights
    data: dict[str, object] = {
        "path": one.path,
        "places": [str(span) for span in one.places],
        "author": rights.author,
        "agency": rights.agency,
        "licence": rights.licence,
        "credit": one.credit,
        "media": list(rights.media),
        "territory": list(rights.territory),
        "from": rights.starts.isoformat() if rights.starts else "",
        "until": rights.ends.isoformat() if rights.ends else "",
        "release": rights.release,
        "made": rights.made,
        "source": rights.source,
        "alt": {
            tag: {
                "text": alt.text,
                "origin": alt.origin,
                "signed": alt.signed,
                "on": alt.on.isoformat() if alt.on else "",
            }
            for tag, alt in rights.alt.items()
        },
        "editions": [edition.name for edition in one.editions],
        "problems": list(one.problems(day, warn)),
    }
    return {key: value for key, value in data.items() if value or key in ("path", "problems")}
