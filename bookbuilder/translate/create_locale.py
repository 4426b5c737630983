"""Makes the files of a new locale from those of the source locale."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bookbuilder import locales, toml
from bookbuilder.diagnostics import BookbuilderError, Rule, Span, diagnostic, nearest
from bookbuilder.locales import Message, messages
from bookbuilder.phrases import Phrase
from bookbuilder.project import Project
from bookbuilder.project.book_file import INHERITS, inheritance_problem
from bookbuilder.project.edit_toml import quoted
from bookbuilder.toml_tables.positions import key_extents
from bookbuilder.translate import state
from bookbuilder.translate.chapter_blocks import stem
from bookbuilder.translate.chapter_paths import chapter_files
from bookbuilder.world import Workspace

EXISTS = Rule(
    "locale.there",
    "this book has the locale {name} already",
    "A new locale gets a table in book.toml and a folder in chapters, so neither may be there yet. To keep track of a"
    " translation that is there, use `bookbuilder translate adopt`.",
)
BAD_NAME = Rule(
    "locale.name",
    "{name!r} cannot be the name of a locale",
    "The name of a locale is the name of its folder in chapters and the word on the command line: letters and digits, with"
    " hyphens between, such as en or de-AT.",
)
NO_PLACE = Rule(
    "locale.place",
    "no table for {name} can be added to book.toml",
    "The table of a new locale is written behind those of the others, which have heads of their own: [locales.de].",
)
BOOK = "book.toml"
_NAME = re.compile(r"[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*", re.ASCII)
_WAITING = re.compile(r"""\s*#\s*(?:"(?:[^"\\]|\\.)*"|'[^']*'|[\w.-]+)\s*=""")
"""A key with its value, as a comment."""


@dataclass(frozen=True, slots=True)
class LocaleFiles:
    """The files of a new locale: book.toml with its table, chapters by file name, states by chapter name; and the number of
    the program's own words that its language lacks."""

    book: str
    chapters: dict[str, bytes]
    states: dict[str, tuple[state.StateEntry, ...]]
    missing_words: int


def create_locale(world: Workspace, project: Project, name: str, tag: str) -> LocaleFiles:
    """Return the files of a new locale `name` with a language tag.

    The chapters are copies of the source, to be overwritten block by block; nothing counts as translated yet. Words of the
    program that the language lacks are listed in the new table, to be filled in. Raises `BookbuilderError` (`locale.*`).
    """
    _refuse(world, project, name)
    missing = _missing(world, tag)
    home = f"chapters/{project.source}"
    return LocaleFiles(
        with_table(world.text(BOOK), name, _table(project, name, tag, missing)),
        {path.removeprefix(f"{home}/"): world.read(path) for path in world.files(home)},
        {stem(path): () for path in chapter_files(world, project.source)},
        len(missing),
    )


def create_regional_locale(world: Workspace, project: Project, name: str, tag: str, parent: str) -> str:
    """Return book.toml with a new regional locale, which inherits the chapters of `parent`. Raises `BookbuilderError`
    (`locale.*`)."""
    _refuse(world, project, name)
    locales.load(tag, world)
    problem = inheritance_problem(project.locales, tag, parent)
    if problem:
        hint = nearest(parent, project.locales)
        raise BookbuilderError(
            diagnostic(INHERITS, Span(BOOK), hint=hint, name=name, parent=parent, problem=problem)
        )
    said = project.locales[parent]
    lines = [
        f"[locales.{name}]",
        f"tag = {quoted(tag)}",
        f"inherits = {quoted(parent)}",
        f"title = {quoted(said.title)}",
    ]
    others = {"subtitle": said.subtitle, "description": said.description, "series": said.series}
    lines += [f"{key} = {quoted(text)}" for key, text in others.items() if text]
    if said.keywords:
        lines.append(f"keywords = [{', '.join(quoted(word) for word in said.keywords)}]")
    return with_table(world.text(BOOK), name, "\n".join(lines) + "\n")


def _refuse(world: Workspace, project: Project, name: str) -> None:
    """Raise `BookbuilderError` if a name is invalid or taken."""
    if not _NAME.fullmatch(name):
        raise BookbuilderError(diagnostic(BAD_NAME, Span(BOOK), name=name))
    folder = f"chapters/{name}"
    if name in project.locales or world.exists(folder):
        where = BOOK if name in project.locales else folder
        raise BookbuilderError(diagnostic(EXISTS, Span(where), name=name))


def _missing(world: Workspace, tag: str) -> Sequence[Message]:
    locale = locales.load(tag, world)
    result = {
        message.text: message
        for message in messages(world)
        if locale.language != "en" and locale.catalog.find(message) is None
    }
    return tuple(result.values())


def _table(project: Project, name: str, tag: str, missing: Sequence[Message]) -> str:
    source = project.locales[project.source]
    lines = [f"[locales.{name}]", f"tag = {quoted(tag)}"]
    values = {"title": source.title, "subtitle": source.subtitle, "description": source.description}
    lines += [f"{key} = {quoted(text)} # to be translated" for key, text in values.items() if text]
    lines.append("translators = []")
    if missing:
        lines += [
            "",
            f"[locales.{name}.words] # what the program says: take the # away from what you have translated",
        ]
        lines += [f"# {quoted(message.text)} = {quoted('')}" for message in missing]
    return "\n".join(lines) + "\n"


def with_table(text: str, name: str, table: str) -> str:
    """Return book.toml with the table of a locale after those of the others; all other lines are unchanged. Raises
    `BookbuilderError` (`locale.place`)."""
    found = key_extents(text)
    last = max((end for path, end in found.tables.items() if path[:1] == ("locales",)), default=len(text))
    below = min((key for key in found.keys.values() if key > last), default=None)
    start = len(text) if below is None else text.rindex("\n", 0, below) + 1
    # Comments and blank lines above the next table belong to that table, but not keys that wait to be filled in.
    lines = text[:start].rstrip("\n").split("\n")
    written = text.count("\n", 0, last) + 1
    while below is not None and len(lines) > written and not _WAITING.match(lines[-1]):
        lines.pop()
    above = "\n".join(lines)
    rest = text[len(above) :].lstrip("\n")
    new = f"{above}\n\n{table}" + (f"\n{rest}" if rest else "")
    for one in (new, f"{text.rstrip()}\n\n{table}"):
        if _holds(one, text, name):
            return one
    raise BookbuilderError(
        diagnostic(NO_PLACE, Span(BOOK), hint=Phrase("write it yourself:\n{table}", table=table), name=name)
    )


def _holds(new: str, old: str, name: str) -> bool:
    """Whether `new` is valid TOML that adds exactly one locale to `old`."""
    try:
        data = toml.loads(new)
        added = data["locales"].pop(name)
    except (ValueError, KeyError, TypeError, AttributeError):
        return False
    return isinstance(added, dict) and data == toml.loads(old)
