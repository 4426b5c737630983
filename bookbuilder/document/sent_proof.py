"""What is kept of a proof that went out (`proof/sent/<name>.toml`): which one it was, and the texts that it had. What
comes back is compared with these, and the next proof shows what has changed since."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from bookbuilder import toml
from bookbuilder.diagnostics import Report, Rule, Severity, Span
from bookbuilder.document.nodes import Chapter
from bookbuilder.document.text_blocks import text_blocks
from bookbuilder.world import Reader

FOLDER = "proof/sent"
DAMAGED = Rule(
    "proof.sent",
    "the record of a proof cannot be read: {problem}",
    "What went out as a proof is kept in proof/sent, so that marks that come back are found at the words that they were"
    " made at. The program writes these files; one that is damaged is passed over.",
    Severity.WARNING,
)
_TEXTS = ("name", "kind", "locale", "edition", "date", "version", "commit", "id")


@dataclass(frozen=True, slots=True)
class SentBlock:
    """A text of a proof: the file of its chapter, its number among the texts of the chapter (from 1), the line on which it
    began, and the text as it was printed."""

    file: str
    number: int
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class SentProof:
    """A proof that went out: its name, its kind (`pdf`, `web`, `docx`, `odt`), the locale (`de-en` for two) and the edition,
    and what the book said of its state. `number` counts the proofs of a locale of an edition, `id` is the first part of the
    identifier of a PDF (ISO 32000-1, 14.4)."""

    name: str
    kind: str
    locale: str
    edition: str
    number: int = 0
    date: str = ""
    version: str = ""
    commit: str = ""
    id: str = ""
    blocks: tuple[SentBlock, ...] = ()

    @property
    def path(self) -> str:
        """The file in which it is kept."""
        return f"{FOLDER}/{self.name}.toml"

    def says_the_same(self, blocks: Iterable[SentBlock]) -> bool:
        """Whether a proof with these texts would have the same words in the same files."""
        return [(one.file, one.text) for one in self.blocks] == [(one.file, one.text) for one in blocks]

    def encode(self) -> bytes:
        """Return the record as TOML, which merges line by line."""
        lines = ["# A proof that went out: bookbuilder finds by it what comes back. Do not edit."]
        keys = ("name", "kind", "locale", "edition", "number", "date", "version", "commit", "id")
        lines += [f"{key} = {_written(value)}" for key in keys if (value := getattr(self, key))]
        for block in self.blocks:
            lines += ["", "[[block]]", f"file = {_written(block.file)}", f"number = {block.number}"]
            lines += [f"line = {block.line}", f"text = {_written(block.text)}"]
        return ("\n".join(lines) + "\n").encode()


def sent_blocks(chapters: Iterable[Chapter]) -> tuple[SentBlock, ...]:
    """Return the texts of finished chapters as a proof has them."""
    result = []
    for chapter in chapters:
        for number, block in enumerate(text_blocks(chapter), 1):
            span = block.span
            result.append(SentBlock(span.path or chapter.span.path, number, span.line, block.text))
    return tuple(result)


def sent_proofs(world: Reader, report: Report) -> tuple[SentProof, ...]:
    """Return what is kept of the proofs of a book, sorted by their names. Reports `proof.sent`; raises `BookbuilderError`
    (`file.*`, `path.*`)."""
    result = []
    for path in world.files(FOLDER):
        if path.endswith(".toml"):
            try:
                result.append(_decoded(toml.loads(world.text(path)), PurePosixPath(path).stem))
            except toml.TomlError as error:
                report(DAMAGED, Span(path, error.line, error.column), problem=error.problem)
            except (KeyError, TypeError, ValueError, AttributeError):
                report(DAMAGED, Span(path), problem="it is not what the program writes")
    return tuple(result)


def _decoded(data: Mapping[str, Any], name: str) -> SentProof:
    texts = {key: str(data.get(key, "")) for key in _TEXTS}
    blocks = tuple(
        SentBlock(str(one["file"]), int(one["number"]), int(one.get("line", 0)), str(one["text"]))
        for one in data.get("block", ())
    )
    return SentProof(**{**texts, "name": name}, number=int(data.get("number", 0)), blocks=blocks)


def _written(value: str | int) -> str:
    # A JSON text is a TOML text but for U+007F.
    return (
        str(value)
        if isinstance(value, int)
        else json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    )
