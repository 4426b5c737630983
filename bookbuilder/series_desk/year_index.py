"""Makes the files of a cumulative index, a book of its own, from what is recorded of the issues of a year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bookbuilder.diagnostics import BookbuilderError, Rule, Span, diagnostic
from bookbuilder.importers.manuscript.new_chapter import NewChapter
from bookbuilder.importers.quoting import slug
from bookbuilder.project.issue_record import IssueRecord, RecordedIndex, RecordedIssues
from bookbuilder.series_desk.new_issue import EXISTS
from bookbuilder.series_desk.series_books import SeriesOfBooks
from bookbuilder.starters.starter import Files, identifier

NO_INDEX = Rule(
    "series.unindexed",
    "no recorded issue of {year} has an index",
    "A cumulative index takes its entries from what `bookbuilder series record` has written down of the issues.",
)


@dataclass(frozen=True, slots=True)
class YearIndex:
    """A new book with a cumulative index: the name of its folder, its files, and how many issues it has entries of."""

    folder: str
    files: Files
    issues: int


def year_index(series: SeriesOfBooks, year: str) -> YearIndex:
    """Return the index of a year, with a chapter in each locale that its issues have. Raises `BookbuilderError`
    (`series.unindexed`, `issue.exists`, `issue.record`)."""
    folder = f"{year}-index"
    if series.world.exists(folder):
        raise BookbuilderError(diagnostic(EXISTS, Span(folder), folder=folder))
    first = series.books[0].world if series.books else None
    issues = [
        record
        for _, record in RecordedIssues(first).of(year)
        if any(edition.indexes for edition in record.editions.values())
    ]
    if not issues:
        hint = "run `bookbuilder series record` first"
        raise BookbuilderError(diagnostic(NO_INDEX, Span("issues"), hint=hint, year=year))
    indexes = _indexes(issues)
    files: dict[str, bytes] = {"book.toml": _settings(series, folder, year, issues[-1], indexes).encode()}
    for locale, found in indexes.items():
        title = next(iter(found.values())).chapter
        chapter = NewChapter(
            slug(title),
            {"title": title, "kind": "index"},
            "\n\n".join(_directive(name, one, year) for name, one in found.items()),
        )
        files[f"chapters/{locale}/01-index.md"] = chapter.text().encode()
    return YearIndex(folder, files, len(issues))


def _indexes(issues: Sequence[IssueRecord]) -> Mapping[str, Mapping[str, RecordedIndex]]:
    """Return the indexes of the issues by locale and name, the source of the last issue first; titles are the latest."""
    result: dict[str, dict[str, RecordedIndex]] = {issues[-1].source: {}}
    for issue in reversed(issues):
        for locale, edition in issue.editions.items():
            for name, one in edition.indexes.items():
                result.setdefault(locale, {}).setdefault(name, one)
    return {locale: found for locale, found in result.items() if found}


def _directive(name: str, index: RecordedIndex, year: str) -> str:
    # A straight quotation mark would end the value.
    title = ' title="{}"'.format(index.title.replace('"', "”")) if index.title else ""
    return f"::: index {{of={name}{title} issues={year}}}\n:::"


def _settings(
    series: SeriesOfBooks,
    folder: str,
    year: str,
    last: IssueRecord,
    indexes: Mapping[str, Mapping[str, RecordedIndex]],
) -> str:
    """Return book.toml; everything else is in series.toml."""
    import tomlkit

    about = series.about.id or identifier(series.world.root.name)
    data: Any = tomlkit.document()
    data["book"] = {"id": f"{about}-{folder}", "source": next(iter(indexes)), "date": last.date}
    data["locales"] = {
        locale: {
            "tag": last.editions[locale].tag if locale in last.editions else locale,
            "title": f"{next(iter(found.values())).chapter} {year}",
        }
        for locale, found in indexes.items()
    }
    return tomlkit.dumps(data)
