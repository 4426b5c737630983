"""Reads a TOML file of words by language: those of the first language at the top, others in a table named by its tag."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bookbuilder.diagnostics import BookbuilderError, Report, Rule, Span
from bookbuilder.phrases import Phrase
from bookbuilder.project.project import Project
from bookbuilder.toml_tables.toml_table import read_table
from bookbuilder.world import Reader
from bookbuilder.world.series_folder import PREFIX


@dataclass(frozen=True, slots=True)
class WordsEntry:
    """An entry: its language tag (lower case), key, value and span."""

    tag: str
    key: str
    value: Any
    span: Span


def read_entries(
    world: Reader, project: Project, file: str, report: Report, syntax: Rule, absent: Rule, hint: str = ""
) -> Iterator[WordsEntry]:
    """Yield the entries of a file, those of the series first, which the book's replace; none if it does not exist.

    Reports `syntax` for invalid TOML (with `hint` where tomllib has none), and `absent` for a language that the
    book lacks.
    """
    for path in world.versions(file):
        yield from _entries(world, project, path, report, syntax, absent, hint)


def _entries(
    world: Reader, project: Project, file: str, report: Report, syntax: Rule, absent: Rule, hint: str
) -> Iterator[WordsEntry]:
    """Yield the entries of one file. That of a series may have languages that the book lacks."""
    try:
        table = read_table(world.text(file), file, report, syntax, hint)
    except BookbuilderError as error:
        for found in error.diagnostics:
            sentence = found.message.replace("{", "{{").replace("}", "}}")
            report(Rule(found.code, sentence, "", found.severity), found.span, hint=found.hint)
        return
    if table is None:
        return
    source = project.locales[project.source].tag.split("-")[0].lower()
    tags = {name: locale.tag for name, locale in project.locales.items()}
    languages = {tag.split("-")[0].lower() for tag in tags.values()}
    for key, value in table.data.items():
        if not isinstance(value, dict):
            yield WordsEntry(source, key, value, table.span(key))
            continue
        tag = tags.get(key, key).replace("_", "-").lower()
        if tag.split("-")[0] not in languages:
            if file.startswith(PREFIX):
                continue
            report(
                absent, table.span(key), tag=key, hint=Phrase("its languages: {tags}", tags=", ".join(tags))
            )
            continue
        for word, inner in value.items():
            yield WordsEntry(tag, word, inner, table.span(key, word))
