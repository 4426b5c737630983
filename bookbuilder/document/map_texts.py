"""Finds out what maps show: places in the language of the edition, countries by their codes; and says it in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from bookbuilder.diagnostics import Report
from bookbuilder.document import nodes
from bookbuilder.document.walk import transform, walk
from bookbuilder.locales import Locale
from bookbuilder.names import LocalName
from bookbuilder.project.project import MapSettings


def with_map_texts(
    chapter: nodes.Chapter,
    locale: Locale,
    names: Mapping[str, LocalName],
    settings: MapSettings,
    read: Callable[[str], bytes],
    report: Report,
) -> nodes.Chapter:
    """Return a chapter whose facts are localized with the scope, the credit and the alternative texts of its maps. Reports
    `map.*`, `chart.units`; a map with something wrong is left without its drawing. `read` reads a file of the program."""

    def change(node: nodes.Node) -> nodes.Node:
        if isinstance(node, nodes.Figure) and node.map:
            # Loaded here: few books have maps.
            from bookbuilder.document.describe_map import with_words
            from bookbuilder.document.map_scope import with_scope

            return with_words(with_scope(node, locale, names, read, report), locale, settings)
        return node

    if next(maps(chapter), None) is None:
        return chapter
    changed: nodes.Chapter = transform(chapter, change)
    return changed


def maps(chapter: nodes.Chapter) -> Iterator[nodes.Figure]:
    """Yield the maps of a chapter."""
    return (node for node in walk(chapter) if isinstance(node, nodes.Figure) and node.map)
