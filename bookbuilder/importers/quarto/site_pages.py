"""Finds the pages of a Quarto website in their order: those of the navigation first, then all others that are rendered."""

from __future__ import annotations

import fnmatch
import posixpath
from collections.abc import Iterator, Mapping

from bookbuilder.importers.markdown import natural_order
from bookbuilder.importers.source import ImportSource

ENDINGS = (".qmd", ".md", ".rmd", ".ipynb")
DEPTH = 8
"""Sections within sections of a navigation."""
_LISTS = ("contents", "left", "right", "menu", "tools")


def site_pages(settings: Mapping[str, object], source: ImportSource) -> list[str]:
    """Return the paths of the pages of a website, by its `_quarto.yml`: those of its navbar and its sidebar, and what
    the list `render` of its project names (without one all but files and folders that begin with `_` or a dot)."""
    site = settings.get("website")
    rendered = _rendered(settings.get("project"), source)
    found = dict[str, None]()
    for part in ("navbar", "sidebar"):
        for address in _addresses(site.get(part) if isinstance(site, dict) else None):
            for path in _pages(address, rendered):
                found.setdefault(path)
    return list(
        dict.fromkeys([*(path for path in ("index.qmd", "index.md") if path in rendered), *found, *rendered])
    )


def _rendered(project: object, source: ImportSource) -> dict[str, None]:
    pages = [
        name
        for name in sorted(source.names, key=natural_order)
        if name.lower().endswith(ENDINGS)
        and not any(part.startswith(("_", ".")) for part in name.split("/"))
        and posixpath.basename(name).lower() not in ("readme.md", "license.md", "changelog.md")
    ]
    wanted = project.get("render") if isinstance(project, dict) else None
    if isinstance(wanted, list) and wanted:
        patterns = [one for one in wanted if isinstance(one, str)]
        kept = [one for one in patterns if not one.startswith("!")] or ["*"]
        left_out = [one[1:] for one in patterns if one.startswith("!")]
        pages = [name for name in pages if _matches(name, kept) and not _matches(name, left_out)]
    return dict.fromkeys(pages)


def _matches(name: str, patterns: list[str]) -> bool:
    """Whether a path is one of these patterns, or lies in a folder that is one."""
    return any(fnmatch.fnmatchcase(name, one) or name.startswith(f"{one.rstrip('/')}/") for one in patterns)


def _addresses(part: object, depth: int = 0) -> Iterator[str]:
    """Yield the addresses of a navigation, in their order."""
    if depth > DEPTH:
        return
    if isinstance(part, str):
        yield part
    elif isinstance(part, list):
        for one in part:
            yield from _addresses(one, depth + 1)
    elif isinstance(part, dict):
        for key in ("href", "file", "section"):
            if isinstance(address := part.get(key), str):
                yield address
        for key in _LISTS:
            yield from _addresses(part.get(key), depth + 1)


def _pages(address: str, rendered: Mapping[str, None]) -> Iterator[str]:
    """Yield the pages that an address of the navigation stands for: a page, the index of a folder, or all in it."""
    path = posixpath.normpath(address.partition("#")[0].lstrip("/")) if address else ""
    if path in rendered:
        yield path
    elif f"{path}/index.qmd" in rendered:
        yield f"{path}/index.qmd"
    elif "*" in path:
        yield from (name for name in rendered if fnmatch.fnmatchcase(name, path))
