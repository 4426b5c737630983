"""Makes units of the texts in data files, which tables and charts print (`::: table {src=data/aid.csv translate=yes}`).

The translations stand in a list of words beside the file, in two columns. It is their state: a text that is in it is
translated.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bookbuilder.diagnostics import Findings, Span
from bookbuilder.markdown.data_files import DataCell, StoredFile, read_rows
from bookbuilder.markdown.data_files.data_paths import data_tables
from bookbuilder.markdown.directives.chart.chart_data_texts import chart_data_texts
from bookbuilder.markdown.directives.table.data_texts import texts_of_table
from bookbuilder.markdown.directives.table.word_list import translated_words
from bookbuilder.markdown.find_stored_files import stored_file, with_words
from bookbuilder.project import Project
from bookbuilder.translate.block_digest import digest
from bookbuilder.translate.block_status import BlockStatus
from bookbuilder.translate.chapter_blocks import Block
from bookbuilder.translate.chapter_paths import ChapterPaths, chapter_files
from bookbuilder.translate.compare_blocks import Unit
from bookbuilder.translate.exchange.exchange_units import ExchangeChapter, ExchangeUnit
from bookbuilder.translate.exchange.fact_printer import FactPrinter
from bookbuilder.translate.exchange.inline_codes import number_codes
from bookbuilder.translate.exchange.parse_segment import parse_segment
from bookbuilder.translate.load_chapter import LoadedChapter
from bookbuilder.world import Workspace

KIND = "text"
"""The kind of the block of such a unit: Markdown of one line."""
NOTE = "in the file {path}, from which a table or a chart is made"


@dataclass(slots=True)
class _DataFile:
    """A data file: how it is stored, and its texts by what they say."""

    stored: StoredFile
    texts: dict[str, DataCell] = field(default_factory=dict)


def data_chapters(
    world: Workspace, project: Project, locale: str, print_fact: FactPrinter
) -> Iterator[ExchangeChapter]:
    """Yield the data files whose texts a locale translates as chapters, in the order in which the book names them. Those of
    a series belong to several books, and are left out."""
    for path, file in _data_files(world, project, locale).items():
        words = translated_words(file.stored, Span(path), Findings())
        units = tuple(_unit(path, cell, words.get(text), print_fact) for text, cell in file.texts.items())
        if units:
            target = file.stored.words.path if file.stored.words else file.stored.wanted
            paths = ChapterPaths(locale, path.replace("/", "."), path, target, "")
            loaded = LoadedChapter(paths, tuple(unit.unit.block for unit in units), (), ())
            yield ExchangeChapter(
                loaded, units, "", _list(world, project, locale, target), new=False, env={}, base_env={}
            )


def _data_files(world: Workspace, project: Project, locale: str) -> Mapping[str, _DataFile]:
    files: dict[str, _DataFile] = {}
    for chapter in chapter_files(world, project.source):
        for directive, options in data_tables(world.text(chapter)):
            stored = stored_file(options["src"], chapter, world)
            if options.get("translate") != "yes" or stored.problem or stored.path.startswith("../"):
                continue
            rows = read_rows(stored, options.get("sheet", ""), Span(chapter), Findings())
            if rows is None:
                continue  # a build says what is wrong
            if stored.path not in files:
                tag = project.locales[locale].tag
                files[stored.path] = _DataFile(with_words(stored, (locale, tag), world))
            texts = chart_data_texts if directive in ("chart", "map") else texts_of_table
            for cell in texts(rows, options):
                files[stored.path].texts.setdefault(cell.text, cell)
    return files


def _unit(path: str, cell: DataCell, word: DataCell | None, print_fact: FactPrinter) -> ExchangeUnit:
    text, span = cell.text, cell.span
    block = Block(KIND, text, digest(text), span.line, span.column, anchor=text)
    source = number_codes(parse_segment(text, {}, print_fact, KIND))
    target, targets = source, tuple[Block, ...]()
    if word is not None:
        target = number_codes(parse_segment(word.text, {}, print_fact, KIND), source)
        targets = (Block(KIND, word.text, digest(word.text), word.span.line, word.span.column),)
    unit = Unit(BlockStatus.DONE if targets else BlockStatus.MISSING, (block,), targets)
    notes = (NOTE.format(path=path),)
    return ExchangeUnit(
        block.digest, unit, source, target, copied=not targets, terms=notes, names=print_fact.names
    )


def _list(world: Workspace, project: Project, locale: str, path: str) -> str:
    """Return the list of words as it is; a new one has the languages above its columns."""
    if world.exists(path):
        return world.text(path) if is_text(path) else ""
    separator = "," if path.lower().endswith(".csv") else "\t"
    return separator.join((project.locales[project.source].tag, project.locales[locale].tag)) + "\n"


def is_text(path: str) -> bool:
    """Whether a list of words can be written: a spreadsheet cannot."""
    return not path.lower().endswith(".xlsx")
