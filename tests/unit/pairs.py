"""Reads cases of a plain kind from a file: a heading, what goes in, what comes out, each in a fence of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

_PAIR = re.compile(r"^## (.+?)\n\n```(\S+)\n(.*?)```\n\n```text\n(.*?)```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Pair:
    """A case: where it stands, what it is called, the word behind the first fence, what goes in and what comes out."""

    file: Path
    title: str
    kind: str
    source: str
    expected: str

    def compare(self, real: str, *, accept: bool) -> None:
        """Fail if something else comes out, or take it over."""
        if not accept:
            assert real == self.expected
            return
        text = self.file.read_text(encoding="utf-8")
        before = f"## {self.title}\n\n```{self.kind}\n{self.source}```\n\n```text\n"
        assert text.count(f"{before}{self.expected}```") == 1
        new = text.replace(f"{before}{self.expected}```", f"{before}{real}```")
        self.file.write_text(new, encoding="utf-8")


def pairs(file: Path) -> dict[str, Pair]:
    """Return the cases of a file by title."""
    found = {m[1]: Pair(file, *m.groups()) for m in _PAIR.finditer(file.read_text(encoding="utf-8"))}
    assert found
    return found
