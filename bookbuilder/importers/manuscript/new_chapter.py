"""Writes a new chapter as a file: its front matter as YAML, and its text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bookbuilder.yaml_nodes import yaml_string


@dataclass(frozen=True, slots=True)
class NewChapter:
    """A chapter to write: the words in its file name, its front matter, its text as Markdown."""

    name: str
    head: Mapping[str, str | Sequence[str]]
    body: str

    def text(self) -> str:
        """Return the file's text."""
        lines = []
        for key, value in self.head.items():
            if isinstance(value, str):
                lines.append(f"{key}: {yaml_string(value, typed=key not in _WORDS)}")
            else:
                lines += [f"{key}:", *(f"  - {yaml_string(item)}" for item in value)]
        return "---\n" + "\n".join(lines) + f"\n---\n\n{self.body}\n"


_WORDS = ("title", "subtitle", "short", "summary", "author")
"""Keys whose values are words, whatever they look like; a date or `numbered: false` is none."""
