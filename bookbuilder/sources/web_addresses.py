"""The addresses on the web that sources have, and the lines that name an archived copy of one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from bookbuilder.sources.source import Source

RESOLVER = "https://doi.org/"


@dataclass(frozen=True, slots=True)
class SourceAddress:
    """An address of a source, and the day on which somebody saw it there (`20220123`; empty if nobody says). `copy`: it is
    that of the archived copy; `doi`: that under which its DOI is resolved."""

    key: str
    address: str
    day: str = ""
    copy: bool = False
    doi: bool = False


def source_addresses(source: Source) -> Iterator[SourceAddress]:
    """Yield the addresses of a source: those of its page, in each language that has its own, of its DOI, and of its copy."""
    variables = [source.variables, *source.localized.values()]
    for address in dict.fromkeys(str(one["URL"]) for one in variables if "URL" in one):
        yield SourceAddress(source.key, address, _day(source))
    if doi := str(source.variables.get("DOI", "")).strip():
        yield SourceAddress(source.key, doi_address(doi), _day(source), doi=True)
    if source.archived:
        yield SourceAddress(source.key, source.archived, copy=True)


def doi_address(doi: str) -> str:
    """Return the address under which a DOI is resolved, whichever way it is written (DOI Handbook, 3.8).

    >>> doi_address("doi:10.1002/(SICI)1097<1::AID>3.0"), doi_address("https://dx.doi.org/10.1000/182")
    ('https://doi.org/10.1002/(SICI)1097%3C1::AID%3E3.0', 'https://doi.org/10.1000/182')
    """
    bare = re.sub(r"^(?:doi:\s*|https?://(?:dx\.)?doi\.org/)", "", doi, flags=re.IGNORECASE)
    return RESOLVER + quote(bare, safe="/:;().,-_+@!*'~$&=%")


def _day(source: Source) -> str:
    for name in ("accessed", "issued"):
        date = source.variables.get(name)
        parts = date.get("date-parts") if isinstance(date, dict) else None
        first = parts[0] if isinstance(parts, list) and parts else []
        if isinstance(first, list) and len(first) == 3 and str(first[0]).isdigit():
            year, month, day = (int(part) for part in first)
            return f"{year:04}{month:02}{day:02}"
    return ""


def archived_line(path: str, address: str) -> str:
    """Return what names an archived copy in a file of sources.

    >>> archived_line("sources.bib", "https://web.archive.org/web/2022/x")
    'archiveurl = {https://web.archive.org/web/2022/x},'
    """
    if path.endswith(".bib"):
        return f"archiveurl = {{{address}}},"
    if path.endswith(".json"):
        return f'"archived": {json.dumps(address)}'
    return f"archived = {json.dumps(address)}"


def with_archived(text: str, copies: Mapping[str, str]) -> str:
    """Return sources.toml with the address of an archived copy in some of its tables, behind accessed, URL or DOI; all else
    stays as it is. A table that has one already keeps it.

    >>> with_archived('[a] # x\\nURL = "u"\\n\\n# the next\\n[b]\\n', {"a": "c"})
    '[a] # x\\nURL = "u"\\narchived = "c"\\n\\n# the next\\n[b]\\n'
    """
    import tomlkit
    from tomlkit.container import Container

    document: Any = tomlkit.parse(text)
    for key, address in copies.items():
        table = document.get(key)
        if not isinstance(table, dict) or "archived" in table:
            continue
        before = next((name for name in ("accessed", "URL", "DOI") if name in table), "")
        inner = getattr(table, "value", None)
        if before and isinstance(inner, Container):
            inner._insert_after(before, "archived", tomlkit.item(address))
        else:  # an inline table
            table["archived"] = address
    return tomlkit.dumps(document)
