"""Reads and writes what is known of a translation: for each block the source it was made from, and a hash of itself.

One file a chapter, `l10n/<locale>/<chapter>.toml`. Blocks stand in the order of the source, each in a table with lines of
its own, and nothing else in the file changes, so that two people who work on different blocks can be merged by git.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bookbuilder import toml
from bookbuilder.diagnostics import Report, Rule, Span
from bookbuilder.translate.chapters import place
from bookbuilder.translate.digest import digest

BROKEN = Rule(
    "state.broken",
    "this state of a translation cannot be read: {problem}",
    "What is known of a translation stands in l10n/<locale>/<chapter>.toml, which is written by `bookbuilder translate`"
    " and merged by git. If the file is lost, `bookbuilder translate adopt` makes it again from the chapters.",
)
TORN = Rule(
    "state.torn",
    "the text of this block has the hash {found}, and the state says {said}",
    "In l10n/<locale>/<chapter>.toml each block holds the text that was translated and its hash. If they do not fit, a merge"
    " has mixed two versions, or somebody has changed the text by hand.",
)
VERSION = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """A block of the source as it was when it was translated, and hashes of the blocks that translate it.

    More than one target: the translator split it. `merged`: its targets are those of the entry above as well, for the
    translator made one block of both. `confidence` is that of the alignment that found the pair (1: a person said so). `key`
    says which text of book.toml it is.
    """

    source: str
    text: str
    targets: tuple[str, ...]
    confidence: float = 1.0
    merged: bool = False
    key: str = ""


def artifacts(locale: str, states: Mapping[str, Iterable[Entry]]) -> list[tuple[str, dict[str, bytes]]]:
    """Return the states of chapters, by their names, as `World.publish` takes them for the book's own folder."""
    return [(place(locale, stem), {"": written(entries).encode()}) for stem, entries in states.items()]


def read(text: str, path: str, report: Report) -> tuple[Entry, ...] | None:
    """Return the entries of a state file in its order; None, and a report, if it cannot be read."""
    try:
        data = toml.loads(text)
    except (ValueError, RecursionError) as error:
        found = re.search(r"line (\d+), column (\d+)", str(error))
        span = Span(path, int(found[1]), int(found[2])) if found else Span(path)
        problem = re.sub(
            r" \(at .*\)$", "", str(error) if isinstance(error, ValueError) else "it is nested too deeply"
        )
        merging = re.search(r"^(?:<{7}|={7}|>{7})", text, re.MULTILINE)
        hint = (
            "git has left marks of a merge here: keep the lines of both sides, or adopt again"
            if merging
            else ""
        )
        report(BROKEN, span, hint=hint, problem=problem[:1].lower() + problem[1:])
        return None
    tables = data.get("block", [])
    if data.get("version") != VERSION or not isinstance(tables, list):
        report(BROKEN, Span(path, 1, 1), problem=f"it should begin with version = {VERSION}")
        return None
    entries, lines = [], [n for n, line in enumerate(text.split("\n"), 1) if line.strip() == "[[block]]"]
    for at, table in enumerate(tables):
        span = Span(path, lines[at] if len(lines) == len(tables) else 0)
        entry = _entry(table)
        if entry is None:
            report(BROKEN, span, problem="a block holds source, target and text")
            return None
        if (found_hash := digest(entry.text)) != entry.source:
            hint = "`bookbuilder translate sync` writes the block anew, once you have compared it"
            report(TORN, span, hint=hint, found=found_hash, said=entry.source)
            return None
        entries.append(entry)
    return tuple(entries)


def _entry(table: object) -> Entry | None:
    match table:
        case {"source": str(source), "target": str(target), "text": str(text), **others}:
            said = others.get("confidence", 1.0)
            confidence = float(said) if isinstance(said, (int, float)) and not isinstance(said, bool) else 0.0
            merged = others.get("merged") is True
            key = others.get("key", "")
            targets = tuple(target.split())
            return Entry(
                source,
                text,
                targets,
                min(max(confidence, 0.0), 1.0),
                merged,
                key if isinstance(key, str) else "",
            )
        case _:
            return None


def written(entries: Iterable[Entry]) -> str:
    """Return the file for entries, which are in the order of the source."""
    parts = [f"# Kept by bookbuilder: what this translation was made from.\nversion = {VERSION}\n"]
    for one in entries:
        said = (
            f"key = {quoted(one.key)}\n" * bool(one.key)
            + "merged = true\n" * one.merged
            + f"confidence = {one.confidence:.2f}\n" * (one.confidence < 1)
        )
        parts.append(
            f'\n[[block]]\nsource = "{one.source}"\ntarget = "{" ".join(one.targets)}"\n{said}text = {quoted(one.text)}\n'
        )
    return "".join(parts)


_PLAIN = re.compile(r"[^'\x00-\x08\x0a-\x1f\x7f]*")
_LINES = re.compile(r"(?:(?!''')[^\x00-\x08\x0b-\x1f\x7f])*")


def quoted(text: str) -> str:
    """Return a text as TOML writes it, letter by letter if possible."""
    if _PLAIN.fullmatch(text):
        return f"'{text}'"
    if _LINES.fullmatch(text) and not text.endswith("'"):
        return f"'''\n{text}'''" if "\n" in text else f"'''{text}'''"
    return '"' + "".join(_escaped(letter) for letter in text) + '"'


def _escaped(letter: str) -> str:
    if letter in '"\\':
        return f"\\{letter}"
    return letter if letter.isprintable() or letter > "\x9f" else f"\\u{ord(letter):04x}"
