"""Puts pictures that were fetched from the web into the book that an import has made."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from bookbuilder.diagnostics import Findings, Report, Rule, Severity, Span
from bookbuilder.importers.importer import Files
from bookbuilder.importers.manuscript.nodes import Image
from bookbuilder.importers.manuscript.pictures import picture_files
from bookbuilder.importers.markdown_sources.file_links import ADDRESS
from bookbuilder.importers.markdown_sources.markdown_lines import (
    changed_outside_code,
    matches_outside_code,
    outside_code,
)
from bookbuilder.importers.remote_pictures.fetch_client import Fetch

UNFETCHED = Rule(
    "import.unfetched",
    "{address} was not fetched: {reason}",
    "With --fetch an import gets the pictures on the web that a manuscript shows: from public addresses with https or http,"
    " and within limits of number, size and time. What was not fetched is a placeholder with its address.",
    Severity.WARNING,
)
_PICTURE = re.compile(rf"(!\[(?:[^\[\]\n]|\[[^\[\]\n]{{0,200}}\]){{0,1000}}\]\(\s*)({ADDRESS})")
_ELEMENT = re.compile(r"""(<img\b[^>]{0,500}?\bsrc\s*=\s*["'])([^"']+)""", re.IGNORECASE)
_LABEL = re.compile(r"!\[([^\[\]\n]{0,200})\](?:\[([^\[\]\n]{0,200})\])?(?!\()")
_DEFINITION = re.compile(r"^( {0,3}\[([^\]]{1,200})\]:\s*)(<[^<>\n]{1,1000}>|[^<>\s]+)")


@dataclass(frozen=True, slots=True)
class FetchedPicture:
    """A picture that was fetched: its address, its path in the book, and its size in bytes."""

    address: str
    path: str
    size: int


def with_fetched_pictures(
    files: Files, fetch: Fetch, report: Report
) -> tuple[dict[str, bytes], list[FetchedPicture]]:
    """Return the files of a book with the pictures that its chapters show from the web, each fetched once, and a list of
    these. Reports `import.unfetched`."""
    chapters = {
        path: data.decode().split("\n")
        for path, data in files.items()
        if path.startswith("chapters/") and path.endswith(".md")
    }
    wanted: dict[str, list[str]] = {}
    for path, lines in chapters.items():
        for address in _addresses(lines):
            wanted.setdefault(address, []).append(path)
    images: dict[str, Image] = {}
    for (address, shown_in), (data, reason) in zip(wanted.items(), fetch(list(wanted)), strict=True):
        if reason:
            report(UNFETCHED, Span(shown_in[0]), address=address[:200], reason=reason[:200])
        else:
            images[address] = Image(_name(address), data)
    made = picture_files(images, images, "", Findings())
    out, listed = dict(files), []
    names: dict[str, dict[str, str]] = {}
    for address, image in images.items():
        picture = made.paths.get(address)
        if picture is None:
            place = Span(wanted[address][0])
            report(UNFETCHED, place, address=address[:200], reason="it is no picture that a book can hold")
            continue
        for folder in dict.fromkeys(posixpath.dirname(path) for path in wanted[address]):
            name = _free(picture, made.files[picture], folder, out)
            out[f"{folder}/{name}"] = made.files[picture]
            names.setdefault(folder, {})[address] = name
            listed.append(FetchedPicture(address, f"{folder}/{name}", len(image.data)))
    for path, lines in chapters.items():
        of_folder = names.get(posixpath.dirname(path))
        if of_folder:
            out[path] = "\n".join(_with_names(lines, of_folder)).encode()
    return dict(sorted(out.items())), listed


def _addresses(lines: Sequence[str]) -> Iterator[str]:
    """Yield the addresses of pictures on the web, in order."""
    labels = _labels(lines)
    for number in outside_code(lines):
        found = [
            match[2] for one in (_PICTURE, _ELEMENT) for match in matches_outside_code(one, lines[number])
        ]
        if (definition := _DEFINITION.match(lines[number])) and definition[2].lower() in labels:
            found.append(definition[3])
        yield from (one.strip("<>") for one in found if _is_remote(one.strip("<>")))


def _labels(lines: Sequence[str]) -> set[str]:
    """Return the labels by which pictures name a definition."""
    found = (match for number in outside_code(lines) for match in matches_outside_code(_LABEL, lines[number]))
    return {(match[2] or match[1]).lower() for match in found}


def _is_remote(address: str) -> bool:
    return address.lower().startswith(("https://", "http://"))


def _with_names(lines: Sequence[str], names: Mapping[str, str]) -> list[str]:
    def change(match: re.Match[str]) -> str:
        name = names.get(match[2].strip("<>"))
        return f"{match[1]}{name}" if name else match[0]

    out, labels = list(lines), _labels(lines)
    for number in outside_code(lines):
        line = changed_outside_code(_PICTURE, change, lines[number])
        line = changed_outside_code(_ELEMENT, change, line)
        definition = _DEFINITION.match(line)
        if definition and definition[2].lower() in labels and (name := names.get(definition[3].strip("<>"))):
            line = f"{definition[1]}{name}{line[definition.end() :]}"
        out[number] = line
    return out


def _name(address: str) -> str:
    """Return the name of the file at an address, or of its host."""
    parts = urlsplit(address)
    name = posixpath.basename(unquote(parts.path).rstrip("/")) or parts.netloc
    return f"{name.rpartition('.')[0] or name}.web"


def _free(path: str, data: bytes, folder: str, files: Mapping[str, bytes]) -> str:
    """Return a path below a folder that has no other content there yet."""
    stem, dot, suffix = path.rpartition(".")
    name, number = path, 2
    while files.get(f"{folder}/{name}", data) != data:
        name, number = f"{stem}-web-{number}{dot}{suffix}", number + 1
    return name
