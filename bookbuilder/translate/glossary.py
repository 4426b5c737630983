"""Reads glossary.toml: terms of the source language, with the allowed and forbidden forms of each locale."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from bookbuilder.diagnostics import Findings, Report, Rule, Span
from bookbuilder.phrases import Phrase
from bookbuilder.project import Project
from bookbuilder.toml_tables.location import TableRules, TomlLocation
from bookbuilder.toml_tables.toml_table import read_table
from bookbuilder.toml_tables.value_parsers import Parse, any_text, nonempty_text, table
from bookbuilder.translate import GLOSSARY
from bookbuilder.translate.locked_passages import mask_locked
from bookbuilder.world import Workspace
from bookbuilder.world.series_folder import PREFIX

if TYPE_CHECKING:
    from bookbuilder.translate.chapter_blocks import Block

SYNTAX = Rule(
    "glossary.syntax",
    "glossary.toml cannot be read: {problem}",
    "glossary.toml is TOML: a table for each term, with `term` in the language of the source and what each locale calls it.",
)
VALUE = Rule(
    "glossary.value",
    "{key} should be {wanted}",
    "A term has `term`, what each locale calls it (a text or a list of texts), perhaps `not` with the forms that a locale"
    " does not use, and a `note`. One that readers find in the glossary has its `meaning`.",
)
LOCALE = Rule(
    "glossary.locale",
    "{key!r} is neither a locale of this book nor a key of a term",
    "The keys of a term are `term`, `not`, `note`, `meaning`, `entry`, and the names of the book's locales in book.toml.",
)

GLOSSARY_RULES = TableRules(LOCALE, VALUE, VALUE, VALUE, VALUE)

SOURCE = "source"
"""The key of a meaning in the language of the source, beside those of other locales."""
MAX_FORM = 200
"""The most characters in a form."""
_WORD = re.compile(r"\s+")
_MASKED = re.compile(
    r"`+[^`]*`+|(?<=[\])])\{[^{}]*\}|(?<=\])\([^()\s]*(?:\s+\"[^\"]*\")?\)|\[\^[^\]\s]{0,200}\]|<[^<>\s]+>"
    r"|^[ \t]*\{[^{}\n]*\}",
    re.MULTILINE,
)
_VALUE = re.compile(r"""[^=\s"']+[ \t]*=[ \t]*(["'])(?!\1\1)""")
"""A key with the beginning of its value, a text in one line."""
_UNSPACED = re.compile("[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


@dataclass(frozen=True, slots=True)
class Term:
    """A term: its `forms` in the source language, `allowed` and `forbidden` forms by locale, a note for translators. `*` at
    the end of a word stands for any ending. One with a `meaning` stands in the glossary for readers, under its `entry`; both
    are by locale (empty: the source). `places` says where a meaning begins, and whether it stands there letter by letter."""

    key: str
    forms: tuple[str, ...]
    allowed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    forbidden: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    note: str = ""
    span: Span = Span(GLOSSARY)
    meaning: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, tuple[Span, bool]] = field(default_factory=dict)
    entry: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Glossary:
    """The terms of a book, in file order."""

    terms: tuple[Term, ...] = ()

    def terms_in(self, block: Block) -> tuple[Term, ...]:
        """Return the terms that occur in a source block."""
        return tuple(term for term in self.terms if any(occurrences(block, term.forms)))

    def __bool__(self) -> bool:
        """Whether there are any terms."""
        return bool(self.terms)


def occurrences(block: Block, forms: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the ranges at which forms occur in a block's text, form by form. Code, addresses, braces and locked passages
    are skipped."""
    if not block.prose or not forms:
        return
    text = _masked(block.text)
    for form in forms:
        for match in _pattern(form).finditer(text):
            yield match.span()


@lru_cache(4096)
def _masked(text: str) -> str:
    return _MASKED.sub(lambda match: re.sub(r"[^\n]", "\x00", match[0]), mask_locked(text))


@lru_cache(4096)
def _pattern(form: str) -> re.Pattern[str]:
    """Return the pattern of a form: either case, with white space or emphasis marks between words."""
    words = [
        re.escape(word.removesuffix("*")) + (r"[\w’'-]*" if word.endswith("*") else "")
        for word in _WORD.split(form)
    ]
    start = "" if _UNSPACED.match(form[0]) else r"(?<!\w)"
    end = "" if form.endswith("*") or _UNSPACED.match(form[-1]) else r"(?!\w)"
    return re.compile(start + r"[\s*]+".join(words) + end, re.IGNORECASE)


def load(world: Workspace, project: Project, report: Report) -> Glossary:
    """Return the glossary of a book and its series, empty if they have none. Reports `glossary.*`."""
    tags = {name: locale.tag for name, locale in project.locales.items()}
    return read_versions({path: world.text(path) for path in world.versions(GLOSSARY)}, tags, report)


def read_versions(texts: Mapping[str, str], locales: Mapping[str, str], report: Report) -> Glossary:
    """Return the glossary of a series and of its book, path → text: a term of the book replaces one of the series."""
    terms: dict[str, Term] = {}
    for path, text in texts.items():
        terms |= {term.key: term for term in read(text, locales, report, path).terms}
    return Glossary(tuple(terms.values()))


def read(text: str, locales: Mapping[str, str], report: Report, path: str = GLOSSARY) -> Glossary:
    """Return the parsed glossary; `locales` maps the names of the book's locales to their tags. That of a series may have
    others."""
    file = read_table(text, path, report, SYNTAX)
    if file is None:
        return Glossary()
    names = sorted({*locales, *locales.values(), *(tag.split("-")[0] for tag in locales.values())})
    lines = text.split("\n")
    top, shared = file.top(report, GLOSSARY_RULES), path.startswith(PREFIX)
    terms = (_term(key, value, top.of(key), names, lines, shared=shared) for key, value in file.data.items())
    return Glossary(tuple(term for term in terms if term is not None))


def _term(
    key: str, value: Any, spot: TomlLocation, locales: Sequence[str], lines: Sequence[str], *, shared: bool
) -> Term | None:
    """Return a term, or None if it has no form in the source language. If it is `shared`, it may have forms in locales that
    the book does not have."""
    of_locales = dict.fromkeys(locales, forms)

    def refused(value: Any, spot: TomlLocation) -> dict[str, Any] | None:
        if not isinstance(value, dict):
            spot.report_type(value, "a table of locales", 'not = { en = ["…"] }')
            return None
        return table(_known(value, of_locales) if shared else value, spot, of_locales)

    if not isinstance(value, dict):
        spot.report_type(value, "a table", Phrase("[{key}], and below it term = …", key=key))
        return None

    def of_readers(value: Any, spot: TomlLocation) -> dict[str, str] | None:
        if isinstance(value, str):
            parsed = nonempty_text(value, spot)
            return None if parsed is None else {"": parsed}
        parsers = dict.fromkeys((*locales, SOURCE), nonempty_text)
        if not isinstance(value, dict):
            spot.report_type(value, "a text, or a table of locales", 'meaning = { de = "…" }')
            return None
        texts = table(_known(value, parsers) if shared else value, spot, parsers) or {}
        return {"" if name == SOURCE else name: text for name, text in texts.items()}

    keys: Mapping[str, Parse[object]] = {
        "term": forms,
        "not": refused,
        "note": any_text,
        "meaning": of_readers,
        "entry": of_readers,
        **of_locales,
    }
    if "term" not in value:
        forms(None, spot.of("term"))
    read = table(_known(value, keys) if shared else value, spot, keys) or {}
    if "term" not in read:
        return None
    meaning = read.get("meaning", {})
    return Term(
        key, read["term"], _known(read, of_locales), read.get("not", {}), read.get("note", ""), spot.span,
        meaning, _places(meaning, value.get("meaning", ""), spot.of("meaning"), lines), read.get("entry", {}),
    )  # fmt: skip


def _places(
    meaning: Mapping[str, str], value: str | Mapping[str, str], spot: TomlLocation, lines: Sequence[str]
) -> dict[str, tuple[Span, bool]]:
    """Return where each meaning begins, and whether it stands there letter by letter; else its key stands there."""
    places = {}
    for name, text in meaning.items():
        span = spot.span if isinstance(value, str) else spot.of(name or SOURCE).span
        line = lines[span.line - 1]
        written = _VALUE.match(line, span.column - 1)
        start = written.end() if written else 0
        exact = written is not None and line.startswith(text, start) and line[start + len(text)] == written[1]
        places[name] = (Span(span.path, span.line, start + 1) if exact else span, exact)
    return places


def _known(values: Mapping[str, Any], keys: Collection[str]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if key in keys}


def forms(value: Any, spot: TomlLocation) -> tuple[str, ...] | None:
    """The forms of a term: a text or a list of texts."""
    match [value] if isinstance(value, str) else value:
        case [_, *_] as texts if all(isinstance(text, str) and is_form(text) for text in texts):
            return tuple(" ".join(text.split()) for text in texts)
        case _:
            wanted = Phrase("a text or a list of texts, of at most {count} characters each", count=MAX_FORM)
            hint = "a * stands at the end of a word only: Sanktion*" if "*" in str(value) else ""
            spot.report_value(value, hint, wanted)
            return None


def is_form(form: str) -> bool:
    """Whether a text can be a form of a term: of at most `MAX_FORM` characters, with wildcards only where words end."""
    words = form.split()
    return (
        bool(words)
        and len(form) <= MAX_FORM
        and all("*" not in word[:-1] and len(word.strip("*")) > 0 for word in words)
    )


def of_locale(forms: Mapping[str, tuple[str, ...]], name: str, tag: str) -> tuple[str, ...]:
    """Return the forms of a locale, looked up by name, tag or language."""
    return next((forms[key] for key in (name, tag, tag.partition("-")[0]) if key in forms), ())


def read_quietly(texts: Mapping[str, str], locales: Mapping[str, str]) -> Glossary:
    """Return a glossary without reporting problems; a check reports them."""
    return read_versions(texts, locales, Findings())
