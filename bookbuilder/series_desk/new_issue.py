"""Makes the files of the next issue of a series: its book.toml, and chapters to write over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from bookbuilder import locales
from bookbuilder.diagnostics import BookbuilderError, Findings, Report, Rule, Span, diagnostic
from bookbuilder.importers.manuscript.new_chapter import NewChapter
from bookbuilder.importers.quoting import slug
from bookbuilder.locales import Locale, dates
from bookbuilder.markdown import front_matter
from bookbuilder.project import Project
from bookbuilder.project.series_file import OWN_KEYS
from bookbuilder.series_desk import isbn_list
from bookbuilder.series_desk.issue_dates import WEEKDAYS, IssueDates, issue_dates
from bookbuilder.series_desk.series_books import SeriesBook, SeriesOfBooks, same_ids
from bookbuilder.starters.starter import Files, identifier
from bookbuilder.world import World

EMPTY_TEXT = "…"
"""The text of a chapter that is still to be written."""
KEPT_KINDS = frozenset({"imprint", "glossary"})
"""Kinds of chapters that are the same in every issue, since the program fills them."""
INDEX = "index"
"""The kind of a chapter that cannot be built before something is marked for it."""
ISBN_FORMATS = ("pdf", "epub")
"""Formats whose editions are sold, and so have an ISBN."""

EXISTS = Rule(
    "issue.exists",
    "there is already a folder {folder}",
    "A new issue gets a folder of its own, named after its week. What stands there is never written over.",
)
WEEK = Rule(
    "issue.week",
    "{written!r} is neither a week nor a day",
    "An issue is named after a week of the calendar (ISO 8601), 2022-05 or 2022-W05, or after a day in it, 2022-02-03.",
)
FIRST = Rule(
    "issue.first",
    "the series has neither a book nor a folder template to begin a new issue from",
    "A new issue has the chapters of the template of its series, or those of the last issue. The first issue is made with"
    " `bookbuilder new`.",
)


@dataclass(frozen=True, slots=True)
class Issue:
    """A new issue: the name of its folder, its files, isbn.toml as it then is (empty: unchanged), its dates, the numbers
    that it got, by edition, and the chapters of the last issue that it does not have, since they would be empty."""

    folder: str
    files: Files
    isbn_text: str
    dates: IssueDates
    numbers: Mapping[str, str]
    left_out: tuple[str, ...] = ()


def new_issue(series: SeriesOfBooks, written: str, report: Report, *, numbered: bool = True) -> Issue:
    """Return the issue of a week, made from the template of the series or its last issue. With `numbered` its editions
    get ISBNs of isbn.toml, if there is one.

    Raises `BookbuilderError` (`issue.*`, `isbn.*`, `series.twice`). Nothing is written.
    """
    found = Findings()
    found.extend(same_ids(series.books))
    isbn_list.report_shared_numbers(series.books, found)
    if found.failed:
        raise BookbuilderError(*found.sorted())
    model = _issue_template(series)
    dated = (series.template, *reversed(series.books))
    wanted = _dates(written, next((book for book in dated if book and any(_days_of(book))), None))
    if series.world.exists(wanted.name):
        raise BookbuilderError(diagnostic(EXISTS, Span(wanted.name), folder=wanted.name))
    project = model.project
    locale = locales.load(project.locales[project.source].tag, series.world)
    chapters = _chapters(model, locale, wanted)
    editions = [
        name for name, one in project.editions.items() if one.format in ISBN_FORMATS and one.beside is None
    ]
    labels = {name: f"{wanted.name} {project.source} {name}" for name in editions}
    given = (
        isbn_list.free_numbers(series.world, series.books, list(labels.values()), report)
        if numbered
        else None
    )
    listed, by_number = given or (None, {})
    numbers = {
        name: number for name in editions for number, label in by_number.items() if label == labels[name]
    }
    title = _plain(dates.interval(wanted.days[0], wanted.days[-1], locale))
    settings = _Settings(series, model, wanted, title, numbers)
    files = {"book.toml": settings.text().encode()}
    files |= {f"chapters/{project.source}/{name}": text.encode() for name, text in _numbered(chapters)}
    isbn_text = listed.assigned(by_number) if listed and numbers else ""
    return Issue(wanted.name, files, isbn_text, wanted, numbers, tuple(_left_out(model)))


@dataclass(frozen=True, slots=True)
class _IssueTemplate:
    """The book that an issue begins from; `whole`: its chapters are a template, and copied with their texts."""

    world: World
    project: Project
    text: str
    whole: bool = False


def _issue_template(series: SeriesOfBooks) -> _IssueTemplate:
    """Return the template of a series, or its last issue: a book with a number, if any has one. An index of a year has
    none."""
    numbered = [book for book in series.books if book.project and book.project.volume]
    book = series.template or next(reversed(numbered or series.books), None)
    if book is None:
        hint = "bookbuilder new 2022-04 --kind empty --locale de"
        raise BookbuilderError(diagnostic(FIRST, Span("series.toml"), hint=hint))
    if book.project is None:
        raise BookbuilderError(*book.problems)
    return _IssueTemplate(
        book.world, book.project, book.world.text("book.toml"), whole=book is series.template
    )


def _dates(written: str, last: SeriesBook | None) -> IssueDates:
    """Return the dates of an issue: as many days as the last one had, and as long before its publication."""
    days, after = WEEKDAYS, 7
    found = sorted(_days_of(last)) if last else []
    if last and last.project and found:
        monday = found[0] - dt.timedelta(days=found[0].weekday())
        days = min(max((day - monday).days for day in found) + 1, 7)
        after = max((last.project.date - monday).days, 0)
    result = issue_dates(written, days, after)
    if result is None:
        hint = "write a year and a week, such as 2022-05"
        raise BookbuilderError(diagnostic(WEEK, Span(), hint=hint, written=written))
    return result


def _days_of(book: SeriesBook) -> Iterator[dt.date]:
    if book.project is None:
        return
    for path in _chapter_paths(book.world, book.project.source):
        head = front_matter.read(front_matter.split(book.world.text(path))[0], path, Findings()).values
        written = head.get("date")
        if isinstance(written, front_matter.Scalar):
            try:
                yield dt.date.fromisoformat(written.text)
            except ValueError:
                continue


def _chapter_paths(world: World, locale: str) -> list[str]:
    folder = f"chapters/{locale}"
    return [path for path in world.files(folder) if path.endswith(".md") and path.count("/") == 2]


def _chapters(model: _IssueTemplate, locale: Locale, wanted: IssueDates) -> list[NewChapter]:
    """Return the chapters of an issue: those of the model, with one for each day in the place of its days."""
    world, project = model.world, model.project
    result: list[NewChapter] = []
    with_days = False
    for path in _chapter_paths(world, project.source):
        head_text, body, _ = front_matter.split(world.text(path))
        head = {
            key: value.text if isinstance(value, front_matter.Scalar) else tuple(item.text for item in value)
            for key, value in front_matter.read(head_text, path, Findings()).values.items()
        }
        if head.get("kind") == INDEX and not model.whole:
            continue
        if head.get("kind") == "day":
            if not with_days:
                text = body.strip() if model.whole else ""
                result += _day_chapters(wanted.days, locale, text)
            with_days = True
            continue
        name = PurePosixPath(path).stem.lstrip("0123456789").lstrip("-") or "text"
        kept = model.whole or head.get("kind") in KEPT_KINDS
        result.append(
            NewChapter(name, head if kept else _emptied(head, name), body.strip() if kept else EMPTY_TEXT)
        )
    return result if with_days else _framed(_day_chapters(wanted.days, locale, ""), result, locale)


def _left_out(model: _IssueTemplate) -> Iterator[str]:
    """Yield the chapters of the last issue that a new one does not have, with paths from the folder of the series."""
    for path in [] if model.whole else _chapter_paths(model.world, model.project.source):
        kind = front_matter.front_matter_value(model.world.text(path), path, "kind")
        if kind and kind.text == INDEX:
            yield f"{model.world.root.name}/{path}"


def _framed(days: list[NewChapter], others: list[NewChapter], locale: Locale) -> list[NewChapter]:
    """Return the chapters of an issue whose model has no days: an analysis, the days, an outlook, and what the program
    fills."""
    titles = (locale.say("Analysis"), locale.say("Outlook"))
    first, last = (
        NewChapter(slug(title), {"title": title, "kind": kind}, EMPTY_TEXT)
        for title, kind in zip(titles, ("analysis", "outlook"), strict=True)
    )
    return [first, *days, last, *(one for one in others if one.head.get("kind") in KEPT_KINDS)]


def _plain(text: str) -> str:
    """Return a text with ordinary spaces, as an author types it; a build sets those of the language."""
    return " ".join(text.split())


def _day_chapters(days: Sequence[dt.date], locale: Locale, body: str) -> list[NewChapter]:
    names = locale.cldr.days["stand-alone"]["wide"]
    return [
        NewChapter(
            slug(str(names[day.weekday()])),
            {"title": _plain(dates.date(day, locale, "day")), "kind": "day", "date": day.isoformat()},
            body or EMPTY_TEXT,
        )
        for day in days
    ]


def _emptied(head: Mapping[str, str | tuple[str, ...]], name: str) -> dict[str, str | Sequence[str]]:
    """Return the front matter of a chapter without the parts of a single issue; the title is the short one, or the name."""
    title = str(head.get("short") or name.replace("-", " ").capitalize())
    kept = {key: head[key] for key in ("kind", "author") if key in head}
    return {"title": title, **kept}


def _numbered(chapters: Sequence[NewChapter]) -> Iterator[tuple[str, str]]:
    width = max(len(str(len(chapters))), 2)
    for number, chapter in enumerate(chapters, 1):
        yield f"{number:0{width}}-{chapter.name}.md", chapter.text()


@dataclass(frozen=True, slots=True)
class _Settings:
    """What book.toml of an issue is made from."""

    series: SeriesOfBooks
    model: _IssueTemplate
    dates: IssueDates
    title: str
    numbers: Mapping[str, str]

    def text(self) -> str:
        """Return book.toml: that of the model without the settings of a single issue and without its other locales."""
        import tomlkit

        project = self.model.project
        data: Any = tomlkit.parse(self.model.text)
        for key in OWN_KEYS["book"] & data["book"].keys():
            del data["book"][key]
        others = [name for name in data.get("locales", {}) if name != project.source]
        _remove_locales(data, others)
        series_id = self.series.about.id or identifier(self.series.world.root.name)
        data["book"].update({
            "id": f"{series_id}-{self.dates.name}",
            "date": self.dates.date,
            "volume": self._volume(),
        })  # fmt: skip
        table = data.setdefault("locales", tomlkit.table()).setdefault(project.source, tomlkit.table())
        for key in ("subtitle", "description", "keywords"):
            table.pop(key, None)
        table["title"] = self.title
        imprint = data.setdefault("imprint", tomlkit.table())
        imprint.pop("isbn", None)
        imprint["issue"] = self.dates.issue
        if self.numbers:
            numbers = tomlkit.inline_table()
            numbers.update(self.numbers)
            table = tomlkit.table()
            table.add(project.source, numbers)
            table.add(tomlkit.nl())
            imprint["isbn"] = table
        return tomlkit.dumps(data)

    def _volume(self) -> int:
        """Return the number after the highest of the series; without any, the number of its books and one."""
        books = self.series.books
        numbers = [book.project.volume for book in books if book.project and book.project.volume]
        return max(numbers, default=len(books)) + 1


def _remove_locales(value: Any, names: Iterable[str]) -> None:
    for name in names:
        value.get("locales", {}).pop(name, None)
        for inner in value.get("imprint", {}).values():
            if isinstance(inner, dict):
                inner.pop(name, None)
