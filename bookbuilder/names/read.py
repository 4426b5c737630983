"""Reads names from plain data with a strict grammar; nothing is executed."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bookbuilder.diagnostics import Report, Rule, Span, nearest
from bookbuilder.locales import is_language
from bookbuilder.names.model import ALL, Form, Name

SYNTAX = Rule(
    "names.syntax",
    "names.toml cannot be read: {problem}",
    "names.toml is TOML: a table for each register, such as [places], and in it a line or a table for each name.",
)
PLACE = Rule(
    "name.register",
    "{key!r} does not stand in a register",
    "A name belongs to a register: persons, places, organisations, or one with a word of your own (a to z, digits and"
    ' hyphens). It stands below its header, as in [places] and kyiv = "Kyiv", or has a table [persons.zelensky].',
)
UNKNOWN_KEY = Rule(
    "name.key",
    "the name {name} has an unknown key {key!r}",
    "A name has a form for all languages (name) or for each of them by its tag (de, en-GB), and may have full, short,"
    " sort, office, dates, not, source and note.",
)
BROKEN = Rule(
    "name.value",
    "{key} must be {wanted}",
    'The value of a key is a text on one line: de = "Selenskyj, Wolodymyr". Those of full, short, sort, office and dates'
    ' are one text for all languages or a table: { de = "…", en = "…" }; that of `not` is a list of texts, or a table of'
    " lists.",
)
COMMAS = Rule(
    "name.comma",
    "it cannot be told how {text!r} stands in a sentence",
    "What stands behind the comma is put in front of the rest: Selenskyj, Wolodymyr is Wolodymyr Selenskyj. With more than"
    " one comma say it yourself in `full`. Places and organisations keep their commas.",
)
EMPTY = Rule(
    "name.empty",
    "the name {name} has no form in any language",
    "A name is said for all languages (name) or for each by its tag (de, en).",
)
TWICE = Rule(
    "name.twice",
    "there is already a name {name}, in the register {register}",
    "A name is asked for by its key alone, {name=kyiv}, so a key stands once in names.toml.",
)

Places = Callable[[str], Mapping[tuple[str | int, ...], tuple[int, int]]]
"""Gives line and column of every key of a TOML text that could be read, by the keys that lead to it."""

REGISTERS = ("persons", "places", "organisations")
"""The registers of the program; a book may have others."""

AS_THEY_ARE = ("places", "organisations")
"""Registers whose names have commas of their own: Washington, D.C."""

TEXTS = ("full", "short", "sort", "office", "dates")
KEYS = ("name", *TEXTS, "not", "source", "note")
_REGISTER = re.compile(r"[a-z][a-z0-9-]*")
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class _Reader:
    """A file that is read: where its keys stand, and where its problems go."""

    path: str
    known: Mapping[tuple[str | int, ...], tuple[int, int]]
    report: Report

    def span(self, *keys: str) -> Span:
        """Return the place of a key, or of the table around it."""
        while keys and keys not in self.known:
            keys = keys[:-1]
        return Span(self.path, *self.known.get(keys, (0, 0)))


def read(text: str, path: str, report: Report, places: Places) -> dict[str, Name]:
    """Return the names of a `names.toml` by key; broken ones are reported (`names.*`, `name.*`) and left out."""
    try:
        data = tomllib.loads(text)
    except RecursionError:
        report(SYNTAX, Span(path), problem="lists or tables are nested too deeply")
        return {}
    except ValueError as error:  # TOMLDecodeError, and int() for a number of thousands of digits
        match = re.search(r"at line (\d+), column (\d+)", str(error))
        place = Span(path, int(match[1]), int(match[2])) if match else Span(path)
        report(SYNTAX, place, problem=str(error).split(" (at ")[0])
        return {}
    reader = _Reader(path, places(text), report)
    found: dict[str, Name] = {}
    for register, table in data.items():
        if not isinstance(table, dict) or not _REGISTER.fullmatch(register):
            hint = "put a line such as [places] above it" if isinstance(table, str) else "name it with a to z"
            report(PLACE, reader.span(register), key=register, hint=hint)
            continue
        if register not in REGISTERS and any(
            _said(key) for key, value in table.items() if isinstance(value, str)
        ):
            # [zelensky] and de = "…": a name without its register
            hint = f"write [persons.{register}], or another register before the point"
            report(PLACE, reader.span(register), key=register, hint=hint)
            continue
        for key, value in table.items():
            if key in found:
                report(TWICE, reader.span(register, key), name=key, register=found[key].register)
            elif (name := _name(register, key, value, reader)) is not None:
                found[key] = name
    return found


def _name(register: str, key: str, value: object, reader: _Reader) -> Name | None:
    """Return a name, or None after having reported what is wrong with it."""
    data = value if isinstance(value, dict) else {"name": value}
    good = True
    for one in data:
        if not _said(one):
            hint = nearest(one, KEYS) or f"a language such as de, or {', '.join(KEYS)}"
            reader.report(UNKNOWN_KEY, reader.span(register, key, one), name=key, key=one, hint=hint)
            good = False
    tags = [one for one in data if one == "name" or one not in KEYS]
    if not good:
        return None
    if not tags:
        reader.report(EMPTY, reader.span(register, key), name=key, hint='add de = "…" or name = "…"')
        return None
    texts = {one: _texts(data[one], (register, key, one), reader) for one in TEXTS if one in data}
    spellings = _spellings(data.get("not", []), register, key, reader)
    entries = {}
    for tag in tags:
        keys = (register, key, tag) if data is value else (register, key)
        entries[ALL if tag == "name" else tag.lower()] = _text(data[tag], keys, reader)
    if spellings is None or None in texts.values() or not all(entries.values()):
        return None
    said = {one: found for one, found in texts.items() if found}
    forms = _forms(entries, said, register, key, reader)
    if forms is None:
        return None
    sort, office, dates = (said.get(one, {}) for one in ("sort", "office", "dates"))
    return Name(key, register, reader.span(register, key), forms, sort, office, dates, spellings)


def _forms(
    entries: Mapping[str, str],
    said: Mapping[str, Mapping[str, str]],
    register: str,
    key: str,
    reader: _Reader,
) -> dict[str, Form] | None:
    """Return the forms by language, also of one that has only a short or full form of its own; None if they are wrong."""
    found = {}
    places: dict[str, tuple[str, ...]] = {tag: (register, key, tag or "name") for tag in entries}
    for part in ("full", "short"):
        for tag in said.get(part, {}):
            places.setdefault(tag, (register, key, part, tag))
    for tag, keys in places.items():
        entry = _of(entries, tag)
        if not entry:
            wanted = f"in a language in which {key} has a form"
            reader.report(
                BROKEN, reader.span(*keys), key=".".join(keys[2:]), wanted=wanted, hint=f"add {tag} = …"
            )
            return None
        full, short = (_of(said.get(part, {}), tag) for part in ("full", "short"))
        form = _form(entry, register, full, short)
        if form is None:
            hint = 'add full = "…", as it stands in a sentence'
            reader.report(COMMAS, reader.span(*keys), text=entry, hint=hint)
            return None
        found[tag] = form
    return found


def _said(key: str) -> bool:
    """Whether a key says something about a name."""
    return key in KEYS or is_language(key)


def _of(texts: Mapping[str, str], tag: str) -> str:
    """Return the text for a tag, that of its language, or that for all languages."""
    return texts.get(tag) or texts.get(tag.partition("-")[0]) or texts.get(ALL, "")


def _form(entry: str, register: str, full: str = "", short: str = "") -> Form | None:
    """Return a form from what stands in a register; None where its commas do not tell how it stands in a sentence.

    >>> _form("Selenskyj, Wolodymyr", "persons")
    Form(entry='Selenskyj, Wolodymyr', full='Wolodymyr Selenskyj', short='Selenskyj')
    >>> _form("Washington, D.C.", "places").full
    'Washington, D.C.'
    """
    head, *rest = [part.strip() for part in entry.split(",")]
    if register in AS_THEY_ARE or not rest:
        return Form(entry, full or entry, short or full or entry)
    if not full and (len(rest) > 1 or not head or not rest[0]):
        return None
    return Form(entry, full or f"{rest[0]} {head}", short or head)


def _text(value: object, keys: tuple[str, ...], reader: _Reader) -> str:
    """Return a text without spaces around it; empty after having reported that it is none."""
    text = value.strip() if isinstance(value, str) else ""
    if not text or len(text) > _LONGEST or not text.isprintable():
        wanted = f"a text on one line, of at most {_LONGEST} letters"
        reader.report(BROKEN, reader.span(*keys), key=keys[-1], wanted=wanted)
        return ""
    return text


def _texts(value: object, keys: tuple[str, ...], reader: _Reader) -> dict[str, str] | None:
    """Return texts by language from one for all or a table; None after having reported what is wrong."""
    if not isinstance(value, dict):
        text = _text(value, keys, reader)
        return {ALL: text} if text else None
    found = {}
    for tag, one in value.items():
        text = _text(one, (*keys, tag), reader) if _tag(tag, keys, reader) else ""
        if not text:
            return None
        found[tag.lower()] = text
    return found


def _spellings(value: object, register: str, key: str, reader: _Reader) -> dict[str, tuple[Form, ...]] | None:
    """Return the spellings that are not used by language; None after having reported what is wrong."""
    keys = (register, key, "not")
    lists: Mapping[str, Any] = value if isinstance(value, dict) else {ALL: value}
    found = {}
    for tag, texts in lists.items():
        place = (*keys, tag) if tag else keys
        if tag and not _tag(tag, keys, reader):
            return None
        if not isinstance(texts, list):
            reader.report(BROKEN, reader.span(*place), key=place[-1], wanted='a list of texts: ["Zelenskyj"]')
            return None
        words = [_text(text, place, reader) for text in texts]
        if not all(words):
            return None
        found[tag.lower()] = tuple(_form(word, register) or Form(word, word, word) for word in words)
    return found


def _tag(tag: str, keys: tuple[str, ...], reader: _Reader) -> bool:
    """Whether a key is the tag of a language; reports it if not."""
    if is_language(tag):
        return True
    reader.report(UNKNOWN_KEY, reader.span(*keys, tag), name=keys[1], key=tag, hint="a language such as de")
    return False
