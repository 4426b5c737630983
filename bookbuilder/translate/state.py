"""Reads and writes the state of a translation: for each source block its translated text, and hashes of both sides.

There is one file for each chapter, `l10n/<locale>/<chapter>.toml`. Blocks are in source order, each in a table of its
own, and nothing else changes, so that git can merge the work of two people on different blocks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bookbuilder import toml
from bookbuilder.diagnostics import Report, Rule, Span
from bookbuilder.phrases import Phrase
from bookbuilder.translate.block_digest import digest
from bookbuilder.translate.chapter_paths import state_path

BROKEN = Rule(
    "state.broken",
    "this state of a translation cannot be read: {problem}",
    "What is known of a translation stands in l10n/<locale>/<chapter>.toml, which is written by `bookbuilder translate`"
    " and merged by git. If the file is lost, `bookbuilder translate adopt` makes it again from the chapters.",
)
HASH_MISMATCH = Rule(
    "state.torn",
    "the text of this block has the hash {found}, and the state says {said}",
    "In l10n/<locale>/<chapter>.toml each block holds the text that was translated and its hash. If they do not fit, a merge"
    " has mixed two versions, or somebody has changed the text by hand.",
)
VERSION = 1
ADDED = "added"
"""The key of the last entry of a free translation. Its targets are the blocks that were there, and answered no block of the
source, when somebody recorded others: so a block that is neither recorded nor among these has been edited, or is new."""


@dataclass(frozen=True, slots=True)
class StateEntry:
    """A source block as it was when translated, and the hashes of the blocks that translate it.

    Several targets: the translator split it. `merged`: it shares the targets of the nearest earlier entry with the same
    ones, because the translator merged both. `confidence` is that of the alignment (1: confirmed by a person). `key`
    identifies an embedded text, or a text of book.toml; `ADDED` is that of the blocks of a free translation that nobody has
    recorded.
    """

    source: str
    text: str
    targets: tuple[str, ...]
    confidence: float = 1.0
    merged: bool = False
    key: str = ""

    @property
    def is_added(self) -> bool:
        """Whether its targets translate nothing."""
        return self.key == ADDED and not self.text


def state_artifacts(
    locale: str, states: Mapping[str, Iterable[StateEntry]]
) -> list[tuple[str, dict[str, bytes]]]:
    """Return the state files of chapters (by name), in the form that `World.publish` writes into the book's folder."""
    return [
        (state_path(locale, stem), {"": state_toml(entries).encode()}) for stem, entries in states.items()
    ]


def read(text: str, path: str, report: Report) -> tuple[StateEntry, ...] | None:
    """Return the entries of a state file in order; None, with a report, if it cannot be read."""
    merging = re.search(r"^(?:<{7}|={7}|>{7})", text, re.MULTILINE)
    hint = (
        "git has left marks of a merge here: keep the lines of both sides, or adopt again" if merging else ""
    )
    data = toml.parse(text, path, report, BROKEN, hint)
    if data is None:
        return None
    tables = data.get("block", [])
    if data.get("version") != VERSION or not isinstance(tables, list):
        report(
            BROKEN,
            Span(path, 1, 1),
            problem=Phrase("it should begin with version = {version}", version=VERSION),
        )
        return None
    entries, lines = [], [n for n, line in enumerate(text.split("\n"), 1) if line.strip() == "[[block]]"]
    for index, table in enumerate(tables):
        # A text may hold the line [[block]] as well, and then no line is claimed.
        span = Span(path, lines[index] if len(lines) == len(tables) else 0)
        entry = _entry(table)
        if entry is None:
            report(BROKEN, span, problem="a block holds source, target and text")
            return None
        if (found_hash := digest(entry.text)) != entry.source:
            hint = "`bookbuilder translate sync` writes the block anew, once you have compared it"
            report(HASH_MISMATCH, span, hint=hint, found=found_hash, said=entry.source)
            return None
        entries.append(entry)
    return tuple(entries)


def _entry(table: object) -> StateEntry | None:
    match table:
        case {"source": str(source), "target": str(target), "text": str(text), **others}:
            value = others.get("confidence", 1.0)
            confidence = (
                float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else 0.0
            )
            merged = others.get("merged") is True
            key = others.get("key", "")
            targets = tuple(target.split())
            return StateEntry(
                source,
                text,
                targets,
                min(max(confidence, 0.0), 1.0),
                merged,
                key if isinstance(key, str) else "",
            )
        case _:
            return None


def added_entry(targets: Iterable[str]) -> StateEntry:
    """Return the entry of the blocks that a free translation has added, by their hashes."""
    return StateEntry(digest(""), "", tuple(targets), key=ADDED)


def state_toml(entries: Iterable[StateEntry]) -> str:
    """Return the state file of entries, which are in source order."""
    parts = [f"# Kept by bookbuilder: what this translation was made from.\nversion = {VERSION}\n"]
    for entry in entries:
        options = (
            f"key = {toml_string(entry.key)}\n" * bool(entry.key)
            + "merged = true\n" * entry.merged
            + f"confidence = {entry.confidence:.2f}\n" * (entry.confidence < 1)
        )
        hashes = f'source = "{entry.source}"\ntarget = "{" ".join(entry.targets)}"\n'
        parts.append(f"\n[[block]]\n{hashes}{options}text = {toml_string(entry.text)}\n")
    return "".join(parts)


_PLAIN = re.compile(r"[^'\x00-\x08\x0a-\x1f\x7f]*")
_LINES = re.compile(r"(?:(?!''')[^\x00-\x08\x0b-\x1f\x7f])*")


def toml_string(text: str) -> str:
    """Return a text as a TOML string, literal if possible."""
    if _PLAIN.fullmatch(text):
        return f"'{text}'"
    if _LINES.fullmatch(text) and not text.endswith("'"):
        return f"'''\n{text}'''" if "\n" in text else f"'''{text}'''"
    return '"' + "".join(_escaped(letter) for letter in text) + '"'


def _escaped(letter: str) -> str:
    if letter in '"\\':
        return f"\\{letter}"
    return letter if letter.isprintable() or letter > "\x9f" else f"\\u{ord(letter):04x}"
