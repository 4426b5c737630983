"""The fields of a file of Word: what an instruction such as `REF _Ref1 \\h` asks for (ECMA-376, part 1, section 17.16)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bookbuilder.importers.manuscript import nodes

_WORD = re.compile(r'"((?:[^"\\]|\\.)*)"|(\S+)')
GENERATED = ("TOC", "INDEX", "TOA", "RD", "TC", "TA")
"""Fields whose result a program makes anew: contents and indexes."""


@dataclass(frozen=True, slots=True)
class Field:
    """An instruction as its name in capitals, its arguments and its switches with their values."""

    name: str
    arguments: tuple[str, ...]
    switches: dict[str, str]


def parse_field(instruction: str) -> Field:
    """Return an instruction in its parts.

    >>> parse_field(' XE "Kyiv:Visit" \\\\f "places" ').switches
    {'f': 'places'}
    """
    words = [
        (match[1], True) if match[1] is not None else (match[2], False)
        for match in _WORD.finditer(instruction)
    ]
    name = words[0][0].upper() if words else ""
    arguments: list[str] = []
    switches: dict[str, str] = {}
    last = ""
    for word, quoted in words[1:]:
        if not quoted and len(word) > 1 and word.startswith("\\"):
            last = word[1:].lower()
            switches[last] = ""
        elif last and not switches[last] and last in _WITH_VALUE:
            switches[last] = word
        else:
            arguments.append(word)
    return Field(name, tuple(arguments), switches)


_WITH_VALUE = ("f", "l", "r", "t", "o", "y", "c", "e", "p", "s", "*", "@", "#")


def index_entry(field: Field) -> nodes.IndexEntry | None:
    """Return the entry of an XE field: `entry:sub`, with colons behind a backslash as signs."""
    text = re.sub(r"\\:", "\0", field.arguments[0]) if field.arguments else ""
    entry, _, sub = (part.replace("\0", ":") for part in text.partition(":"))
    index = re.sub(r"[^A-Za-z0-9-]", "", field.switches.get("f", ""))
    return nodes.IndexEntry(_unquoted(entry), _unquoted(sub), index) if entry.strip() else None


def _unquoted(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text).strip()


def field_content(instruction: str, content: tuple[nodes.Inline, ...]) -> tuple[nodes.Inline, ...]:
    """Return what a field prints, from its result."""
    field = parse_field(instruction)
    match field.name:
        case "HYPERLINK":
            address = field.arguments[0] if field.arguments else ""
            place = field.switches.get("l", "")
            if address:
                return (nodes.Link(f"{address}#{place}" if place else address, content),)
            return (nodes.Reference(place, content),) if place else content
        case "REF" | "PAGEREF" if field.arguments:
            form = "page" if field.name == "PAGEREF" else "text"
            return (nodes.Reference(field.arguments[0], content, form),)
        case _:
            return content
