"""Joins books of one text in several languages, as imports make them, into one book with a source and translations."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

import tomlkit

from bookbuilder import toml
from bookbuilder.diagnostics import Report, Rule, Severity, Span
from bookbuilder.translate.chapter_paths import BOOK
from bookbuilder.translate.create_locale import with_table
from bookbuilder.translate.match_chapters import match_chapters

SAME = Rule(
    "import.twice",
    "both manuscripts are in the language {locale}",
    "A book has one folder of chapters for each language. What is given with --also is a translation of the first.",
)
FLAVOURS = Rule(
    "import.flavours",
    "the chapters of {locale} are Markdown of another kind ({other}) than those of the source ({flavour})",
    "All chapters of a book are read in one way, that of `[markdown] flavour` in book.toml.",
)
EXTRA = Rule(
    "import.extra",
    "no chapter of the source answers this one; it is in {path}",
    "A translation has the chapters of its source. One that was divided or added by the translator is kept in the folder"
    " left-out, to be copied by hand into the chapter to which it belongs.",
    Severity.WARNING,
)
MISSING = Rule(
    "import.untranslated",
    "no chapter of {locale} answers this one; it is printed in the language of the source",
    'Where a translation lacks a chapter, `missing` in book.toml says what is done; an import writes `missing = "source"`.',
    Severity.WARNING,
)
Files = Mapping[str, bytes]
"""Path in a book → contents."""


def join_locales(files: Files, others: Mapping[str, Files], report: Report) -> Files | None:
    """Return the files of a book with translations, or None after an error.

    `files` are those of the book of the source, `others` those of a book for each translation, by its locale. Chapters
    get the number of those they translate, and a name of their own language (`translates`). Reports `import.*`.
    """
    source = _settings(files)["book"]["source"]
    result = dict(files)
    for locale, translation in others.items():
        if locale == source or f"chapters/{locale}" in {_folder(path) for path in result}:
            report(
                SAME, Span(BOOK), locale=locale, hint="say with --locale and --also which language each is in"
            )
            return None
        flavour, other = (_flavour(one) for one in (files, translation))
        if flavour != other:
            report(FLAVOURS, Span(BOOK), locale=locale, other=other, flavour=flavour)
            return None
        _join(result, translation, source, locale, report)
    return dict(sorted(result.items()))


def _join(result: dict[str, bytes], translation: Files, source: str, locale: str, report: Report) -> None:
    ours, theirs = _chapters(result, source), _chapters(translation, locale)
    answers = match_chapters(
        [result[path].decode() for path in ours], [translation[path].decode() for path in theirs]
    )
    stems = {
        PurePosixPath(path).stem: PurePosixPath(ours[answers[at]]).stem
        for at, path in enumerate(theirs)
        if at in answers
    }
    missing = [path for at, path in enumerate(ours) if at not in answers.values()]
    for path in missing:
        report(MISSING, Span(path), locale=locale)
    for path, data in translation.items():
        stem = PurePosixPath(path).stem
        if path in theirs and stem in stems:
            name = f"{_number(stems[stem])}{stem.lstrip('0123456789')}"
            result[f"chapters/{locale}/{name}.md"] = _translating(
                data.decode(), name, stems[stem], stems
            ).encode()
        elif path in theirs:
            result[f"left-out/{locale}/{stem}.md"] = data
            report(EXTRA, Span(path), path=f"left-out/{locale}/{stem}.md")
        elif path.startswith(f"chapters/{locale}/"):
            result[path] = data
        elif path.startswith("left-out/"):
            result[f"left-out/{locale}/{path.removeprefix('left-out/')}"] = data
        elif path == BOOK:
            result[BOOK] = _with_locale(
                result[BOOK].decode(), data.decode(), locale, missing=bool(missing)
            ).encode()
        elif path not in result:
            result[path] = data
        else:
            result[path] = _merged(path, result[path], data, locale)


def _chapters(files: Files, locale: str) -> list[str]:
    """Return the chapter files of a locale, in book order."""
    return sorted(path for path in files if _folder(path) == f"chapters/{locale}" and path.endswith(".md"))


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _number(stem: str) -> str:
    found = re.match(r"\d*", stem)
    return found[0] if found else ""


def _translating(text: str, name: str, answered: str, stems: Mapping[str, str]) -> str:
    """Return a chapter that names the chapter it translates, with links to the ids of the source's chapters.

    `name` is the name of its file, `answered` the name of the source's file. `stems` maps the old names of the
    translation's chapters to the names of those they translate.
    """
    for old, new in stems.items():
        if old != new:
            text = re.sub(rf"\]\(#{re.escape(old)}\)", f"](#{new})", text)
            text = re.sub(rf"\]\({re.escape(old)}\.md(?=[)#])", f"]({new}.md", text)
    if answered == name:
        return text
    return text.replace("---\n", f"---\ntranslates: {answered}\n", 1)


def _with_locale(text: str, other: str, locale: str, *, missing: bool) -> str:
    """Return book.toml with the table and the ISBN of a translation."""
    theirs = toml.loads(other)
    values = theirs["locales"][locale] | ({"missing": "source"} if missing else {})
    table = tomlkit.dumps({"locales": {locale: values}})
    ours: Any = tomlkit.parse(with_table(text, locale, table))
    isbn = theirs.get("imprint", {}).get("isbn")
    if isbn:
        imprint = ours.setdefault("imprint", tomlkit.table())
        own = imprint.get("isbn")
        source = ours["book"]["source"]
        of_source = {source: own} if own and source not in own else own or {}
        inline = tomlkit.inline_table()
        inline.update({**of_source, locale: isbn})
        imprint["isbn"] = inline
    return tomlkit.dumps(ours)


def _merged(path: str, ours: bytes, theirs: bytes, locale: str) -> bytes:
    """Join a file that both books have beside the chapters: notes and citations are appended; of two roles of a style,
    the source's is kept."""
    if path.endswith(".json"):
        both = [*json.loads(ours), *json.loads(theirs)]
        return (json.dumps(both, ensure_ascii=False, indent=1) + "\n").encode()
    data = toml.loads(theirs.decode())
    if all(isinstance(value, list) for value in data.values()):
        tables = re.sub(r'(?m)^(id|answers) = "', rf'\1 = "{locale}-', theirs.decode().partition("\n\n")[2])
        return f"{ours.decode().rstrip()}\n\n{tables}".encode()
    merged: Any = tomlkit.parse(ours.decode())
    for name, table in data.items():
        own = merged.setdefault(name, tomlkit.table())
        for key, value in table.items():
            own.setdefault(key, value)
    return tomlkit.dumps(merged).encode()


def _settings(files: Files) -> dict[str, Any]:
    return toml.loads(files[BOOK].decode())


def _flavour(files: Files) -> str:
    return str(_settings(files).get("markdown", {}).get("flavour", "bookbuilder"))
