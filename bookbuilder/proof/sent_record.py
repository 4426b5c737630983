"""The record of a proof that went out: its texts as they were printed, so that marks find their words in it later."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bookbuilder import toml
from bookbuilder.diagnostics import Report, Rule, Span
from bookbuilder.document.nodes import Chapter
from bookbuilder.document.text_blocks import text_blocks
from bookbuilder.phrases import Phrase
from bookbuilder.world import Reader

FOLDER = "proof/sent"
BROKEN = Rule(
    "proof.sent",
    "{problem}",
    "proof/sent holds what went out, as bookbuilder wrote it: name, id, kind, locale, edition, and a table [[text]] for each"
    " text. Restore the file from your history, or compare with another one.",
)
HEAD = "# What went out. Changes and marks that come back are found by it; do not edit it.\n"


@dataclass(frozen=True, slots=True)
class SentText:
    """A text that went out. `number` is its own in the book, 0 for one that is in the document alone; `file` and `printed`
    are its chapter and its words as the book prints them. `document` are those of its paragraph in a file of a word
    processor, with signs for what is no word, if they differ, and `formats` its characters in a format: `strong 3-10`."""

    number: int
    file: str
    printed: str
    document: str = ""
    formats: tuple[str, ...] = ()
    story: str = ""

    @property
    def shown(self) -> str:
        """Its words in the document."""
        return self.document or self.printed


@dataclass(frozen=True, slots=True)
class SentRecord:
    """A proof that went out: its `name` in `proof/sent`, the `id` that is in its file, the `kind` of that (`pdf`, `docx`,
    `odt`, `web`), the locale and the edition, and its texts. `comments` are those that went out with it. `number` counts
    the proofs of a locale of an edition (0: not counted); `date` (ISO 8601) and `version` are those that it says."""

    name: str
    id: str
    kind: str
    locale: str
    edition: str
    texts: tuple[SentText, ...] = ()
    comments: tuple[str, ...] = ()
    number: int = 0
    date: str = ""
    version: str = ""

    @property
    def path(self) -> str:
        """The path of the record."""
        return f"{FOLDER}/{self.name}.toml"


def sent_file(proof: SentRecord) -> bytes:
    """Return the record of a proof as a file."""
    lines = [HEAD]
    keys = ("name", "id", "kind", "locale", "edition")
    lines += [f"{key} = {_string(getattr(proof, key))}\n" for key in keys]
    lines += [f"number = {proof.number}\n"] if proof.number else []
    lines += [f"{key} = {_string(value)}\n" for key in ("date", "version") if (value := getattr(proof, key))]
    if proof.comments:
        lines.append(f"comments = {_list(proof.comments)}\n")
    for text in proof.texts:
        lines.append("\n[[text]]\n")
        if text.number:
            lines += [f"number = {text.number}\n", f"file = {_string(text.file)}\n"]
            lines.append(f"printed = {_string(text.printed)}\n")
        if text.story:
            lines.append(f"story = {_string(text.story)}\n")
        if text.document:
            lines.append(f"document = {_string(text.document)}\n")
        if text.formats:
            lines.append(f"formats = {_list(text.formats)}\n")
    return "".join(lines).encode()


def _string(text: str) -> str:
    """Return a text as a basic string of TOML, whose escapes are those of JSON but for one sign."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")


def _list(texts: Sequence[str]) -> str:
    return f"[{', '.join(map(_string, texts))}]"


def read_sent(text: str, path: str, report: Report) -> SentRecord | None:
    """Return a record; None, and a report of `proof.sent`, if it is none."""
    data = toml.parse(text, path, report, BROKEN)
    if data is None:
        return None
    tables = data.get("text", [])
    if not (isinstance(tables, list) and all(isinstance(one, Mapping) for one in tables)):
        report(BROKEN, Span(path), problem=Phrase("`text` is no list of tables"))
        return None
    keys = ("name", "id", "kind", "locale", "edition", "date", "version")
    said, number = {key: str(data.get(key, "")) for key in keys}, data.get("number", 0)
    name = path.rpartition("/")[2].removesuffix(".toml")
    return SentRecord(
        **{**said, "name": name},
        texts=tuple(map(_text, tables)),
        comments=_texts(data.get("comments")),
        number=number if isinstance(number, int) else 0,
    )


def sent_texts(chapters: Iterable[Chapter]) -> tuple[SentText, ...]:
    """Return the texts of finished chapters as a proof has them, numbered from 1."""
    blocks = (block for chapter in chapters for block in text_blocks(chapter))
    return tuple(
        SentText(number, block.span.path or block.chapter.span.path, block.text)
        for number, block in enumerate(blocks, 1)
    )


def sent_records(world: Reader, report: Report) -> tuple[SentRecord, ...]:
    """Return the records of all proofs that went out, by name. Reports `proof.sent`; raises `BookbuilderError` (`file.*`,
    `path.*`)."""
    paths = [path for path in world.files(FOLDER) if path.endswith(".toml")]
    found = (read_sent(world.text(path), path, report) for path in paths)
    return tuple(one for one in found if one is not None)


def _text(table: Mapping[str, Any]) -> SentText:
    number = table.get("number", 0)
    return SentText(
        number if isinstance(number, int) else 0,
        str(table.get("file", "")),
        str(table.get("printed", "")),
        str(table.get("document", "")),
        _texts(table.get("formats")),
        str(table.get("story", "")),
    )


def _texts(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else ()
