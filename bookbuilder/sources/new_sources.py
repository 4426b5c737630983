"""Makes entries of sources.toml from sources of other files, and from a line that looks like a reference."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Collection, Mapping

from bookbuilder.sources.csl_variables import DATES, NAMES
from bookbuilder.sources.source import Source

_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>]+")
_URL = re.compile(r"https?://[^\s<>\"]+")
_YEAR = re.compile(r"\b(1[4-9]\d\d|20\d\d)\b")
_QUOTED = re.compile(r"[„“\"«‚‘]\s?(.+?)\s?[“”\"»‘’]")
_WHO = re.compile(
    r"^(?P<family>[^\W\d][\w'’ -]{0,40}),\s(?P<given>[^\W\d][\w.'’ -]{0,40}?)\s?[:.(]\s?(?P<rest>.+)$"
)


def source_of_line(line: str) -> dict[str, object] | None:
    """Return what a line says of a source, as CSL-JSON; None if it has neither a year nor an address.

    >>> source_of_line("Kant, Immanuel: Zum ewigen Frieden. Königsberg 1795.")["title"]
    'Zum ewigen Frieden'
    """
    text = " ".join(line.split())
    doi, url, year = _DOI.search(text), _URL.search(text), _YEAR.findall(_URL.sub("", text))
    if not year and not url and not doi:
        return None
    item: dict[str, object] = {}
    if doi:
        item["DOI"] = doi[0].rstrip(".,;)")
    if url and "doi.org/" not in url[0]:
        item["URL"] = url[0].rstrip(".,;)")
    if year:
        item["issued"] = {"date-parts": [[int(year[-1])]]}
    rest = _URL.sub("", _DOI.sub("", text)).strip(" .,;")
    if match := _WHO.match(rest):
        item["author"] = [{"family": match["family"].strip(), "given": match["given"].strip()}]
        rest = match["rest"]
    rest = re.sub(r"^\(?(?:1[4-9]|20)\d\d\)?[.:,]?\s*", "", rest)
    quoted = _QUOTED.search(rest)
    title = quoted[1] if quoted else re.split(r"\.\s|\?\s|!\s", rest)[0]
    title = re.sub(r"[\s,(]*(?:1[4-9]|20)\d\d\)?$", "", title).strip(" .,:;")
    item["title"] = title or str(item.get("URL") or item.get("DOI"))
    item["type"] = (
        "webpage" if "URL" in item and "author" not in item else "article-journal" if quoted else "book"
    )
    return item


def key_of(source: Source, taken: Collection[str]) -> str:
    """Return a key for a source that is not taken: who, and the year, `kant1795`; then `kant1795b`."""
    names = source.variables.get("author") or source.variables.get("editor")
    first = names[0] if isinstance(names, list) and names and isinstance(names[0], dict) else {}
    who = str(first.get("family") or first.get("literal") or source.variables.get("title", ""))
    plain = unicodedata.normalize("NFKD", who.casefold()).encode("ascii", "ignore").decode().lower()
    plain = re.sub(r"^https?://(?:www\.)?", "", plain)
    word = (re.findall(r"[a-z]+", plain) or ["source"])[0][:20]
    key = f"{word}{source.year}"
    return next(
        name
        for name in (key, *(f"{key}{chr(code)}" for code in range(98, 123)), *_numbered(key))
        if name not in taken
    )


def _numbered(key: str) -> tuple[str, ...]:
    return tuple(f"{key}-{number}" for number in range(2, 10_000))


def toml_entry(source: Source) -> str:
    """Return a source as a table of sources.toml."""
    order = ("type", "title", "title-short", "author", "editor", "issued")
    names = [name for name in order if name in source.variables]
    names += [name for name in source.variables if name not in names]
    header = source.key if re.fullmatch(r"[A-Za-z0-9_-]+", source.key) else _text(source.key)
    lines = [f"[{header}]", *(f"{name} = {_value(name, source.variables[name])}" for name in names)]
    if source.archived:
        lines.append(f"archived = {_text(source.archived)}")
    return "\n".join(lines) + "\n"


def _value(name: str, value: object) -> str:
    if name in NAMES and isinstance(value, list):
        people = [_person(one) for one in value if isinstance(one, dict)]
        return people[0] if len(people) == 1 else f"[{', '.join(people)}]"
    if name in DATES and isinstance(value, dict):
        return _date(value)
    return _text(str(value))


def _person(name: Mapping[str, object]) -> str:
    particles = " ".join(
        str(name[part]) for part in ("dropping-particle", "non-dropping-particle") if part in name
    )
    family, given = str(name.get("family", "")), str(name.get("given", ""))
    if family and given and "," not in family + given:
        return _text(f"{f'{particles} ' if particles else ''}{family}, {given}")
    literal = str(name.get("literal", "")) or family or given
    return f"{{ literal = {_text(literal)} }}" if "," in literal else _text(literal)


def _date(value: Mapping[str, object]) -> str:
    parts = value.get("date-parts")
    if not isinstance(parts, list) or not parts:
        return _text(str(value.get("literal") or value.get("raw") or ""))
    days = [
        "-".join(f"{int(n):04}" if not place else f"{int(n):02}" for place, n in enumerate(day))
        for day in parts
    ]
    if len(days) == 1 and len(parts[0]) == 3:
        return days[0]
    return str(int(parts[0][0])) if len(days) == 1 and len(parts[0]) == 1 else _text("/".join(days))


def _text(text: str) -> str:
    """Return a text as a basic string of TOML, whose escapes are those of JSON."""
    return json.dumps(" ".join(text.split()), ensure_ascii=False)
