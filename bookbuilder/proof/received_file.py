"""The marks that came in, as TOML files that people can read and Git can merge: `proof/received/<name>.toml`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bookbuilder import toml
from bookbuilder.diagnostics import NOWHERE, Report, Rule, Severity, Span
from bookbuilder.importers.quoting import slug, toml_value
from bookbuilder.phrases import Phrase
from bookbuilder.proof.mark import MarkedWords, MarkSubject, ProofMark, ProofMarkKind
from bookbuilder.world import BookFiles, World

FOLDER = "proof/received"
SYNTAX = Rule(
    "proof.received",
    "{problem}",
    "A file in proof/received holds the marks of a proof that came in, in tables [[mark]]. `bookbuilder proof collect`"
    " writes it; what cannot be read in it is left out.",
    Severity.WARNING,
)
HEAD = """\
# What came back in {origin}. `bookbuilder proof list` shows it with what became of it.
"""
_TEXTS = ("quote", "before", "after", "new", "comment", "key", "author", "date", "page", "answers", "change")


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """What came in with one file: its name (`origin`) and digest, the name of the proof that it was (empty: not known), the
    locale and the edition that it is of, and its marks."""

    origin: str
    digest: str
    proof: str
    locale: str
    edition: str
    marks: tuple[ProofMark, ...]


def received_text(received: ReceivedFile) -> str:
    """Return the file as TOML; what is empty is left out."""
    head = {
        "origin": received.origin,
        "digest": received.digest,
        "proof": received.proof,
        "locale": received.locale,
        "edition": received.edition,
    }
    lines = [HEAD.format(origin=re.sub(r"\s+", " ", received.origin))]
    lines += [f"{name} = {toml_value(value)}" for name, value in head.items() if value]
    for mark in received.marks:
        lines += ["", "[[mark]]", *_lines(mark, received)]
    return "\n".join(lines) + "\n"


def with_mark(text: str, mark: ProofMark, origin: str) -> str:
    """Return the text of a file with a mark more at its end; an empty text begins one, whose marks came in by `origin`."""
    file = ReceivedFile(origin, "", "", "", "", ())
    before = text.rstrip("\n") + "\n" if text.strip() else received_text(file)
    return before + "\n".join(("", "[[mark]]", *_lines(mark, file))) + "\n"


def _lines(mark: ProofMark, received: ReceivedFile) -> Iterator[str]:
    words = mark.words
    yield f'kind = "{mark.kind.value}"'
    if mark.about is not MarkSubject.TEXT:
        yield f'about = "{mark.about.value}"'
    texts = {
        "quote": words.quote,
        "before": words.before,
        "after": words.after,
        "new": mark.new,
        "comment": mark.comment,
        "key": mark.key,
        "author": mark.author,
        "date": mark.date,
        "page": mark.page,
        "answers": mark.answers,
        "change": mark.change,
    }
    yield from (f"{name} = {toml_value(text)}" for name, text in texts.items() if text)
    if mark.locale != received.locale:
        yield f"locale = {toml_value(mark.locale)}"
    if mark.start != NOWHERE:
        yield f"file = {toml_value(mark.start.path)}"
        yield f"start = [{mark.start.line}, {mark.start.column}]"
        if mark.end.path != mark.start.path:
            yield f"end_file = {toml_value(mark.end.path)}"
        yield f"end = [{mark.end.line}, {mark.end.column}]"
    if mark.number:
        yield f"number = {mark.number}"


def received_name(origin: str, digest: str, world: BookFiles) -> str:
    """Return the path of the file for what came in with a file: that of the same file, if it came in before, else one
    that is free."""
    stem = slug(origin.removesuffix(".pdf"))
    number = 1
    while True:
        path = f"{FOLDER}/{stem}{f'-{number}' if number > 1 else ''}.toml"
        if not world.exists(path):
            return path
        if f'digest = "{digest}"' in world.text(path).split("[[mark]]")[0]:
            return path
        number += 1


def publish_received(world: World, received: ReceivedFile) -> str:
    """Write what came in into the book; return the path of its file."""
    path = received_name(received.origin, received.digest, world)
    world.publish(".", [(path, {"": received_text(received).encode()})])
    return path


def read_received(world: BookFiles, report: Report) -> tuple[ReceivedFile, ...]:
    """Return everything that came in, by the names of the files. Reports `proof.received`."""
    found = []
    for path in sorted(world.files(FOLDER)) if world.folder_exists(FOLDER) else ():
        if path.endswith(".toml"):
            one = _read(path, world.text(path), report)
            if one is not None:
                found.append(one)
    return tuple(found)


def distinct_marks(received: Iterable[ReceivedFile]) -> tuple[ProofMark, ...]:
    """Return the marks of several files, each once: a proof may come in twice."""
    marks: dict[str, ProofMark] = {}
    for one in received:
        for mark in one.marks:
            marks.setdefault(mark.id, mark)
    return tuple(marks.values())


def _read(path: str, text: str, report: Report) -> ReceivedFile | None:
    data = toml.parse(text, path, report, SYNTAX)
    if data is None:
        return None
    head = {name: _text(data, name) for name in ("origin", "digest", "proof", "locale", "edition")}
    lines = [number for number, line in enumerate(text.split("\n"), 1) if line.strip() == "[[mark]]"]
    tables = data.get("mark", [])
    marks: list[ProofMark] = []
    for number, table in enumerate(tables if isinstance(tables, list) else ()):
        try:
            marks.append(_mark(table, head))
        except (ValueError, TypeError, KeyError, AttributeError):
            line = lines[number] if number < len(lines) else 0
            problem = Phrase("this table says no mark")
            report(SYNTAX, Span(path, line), problem=problem, hint="collect the file that it came in again")
    return ReceivedFile(**head, marks=tuple(marks))


def _mark(table: Mapping[str, Any], head: Mapping[str, str]) -> ProofMark:
    text = {name: _text(table, name) for name in _TEXTS}
    start, end = NOWHERE, NOWHERE
    if file := _text(table, "file"):
        start = Span(file, *_pair(table["start"]))
        end = Span(_text(table, "end_file") or file, *_pair(table["end"]))
    return ProofMark(
        ProofMarkKind(table["kind"]),
        head["origin"],
        _text(table, "locale") or head["locale"],
        MarkedWords(text["quote"], text["before"], text["after"]),
        start,
        end,
        MarkSubject(table.get("about", "text")),
        text["key"],
        text["new"],
        text["comment"],
        text["author"],
        text["date"],
        text["page"],
        text["answers"],
        int(table.get("number", 0)),
        text["change"],
    )


def _text(table: Mapping[str, Any], name: str) -> str:
    value = table.get(name, "")
    return value if isinstance(value, str) else str(value)


def _pair(value: Sequence[Any]) -> tuple[int, int]:
    line, column = value
    return int(line), int(column)
