"""Checks which editions carry the page numbers of which others (`pages_from`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bookbuilder.diagnostics import Rule
from bookbuilder.phrases import Phrase
from bookbuilder.project.project import Edition
from bookbuilder.toml_tables.location import TomlLocation

SOURCE = Rule(
    "edition.numbers",
    "{key} is {value!r}, {problem}",
    "Page numbers are those of another edition in print: an e-book and a web edition have none, and editions that carry"
    " those of one another would wait for one another.",
)


def with_known_page_numbers(editions: Mapping[str, Edition], spot: TomlLocation) -> dict[str, Edition]:
    """Return the editions without those sources of page numbers that have none, which are reported (`edition.numbers`)."""
    result = dict(editions)
    for name, edition in editions.items():
        problem = _problem(edition, result)
        if problem is not None:
            here = spot.of(name, "pages_from")
            hint = 'the name of an edition with format = "pdf", the path of a kept page map, or none'
            spot.report(
                SOURCE, here.span, hint=hint, key=here.name, value=edition.ebook.pages_from, problem=problem
            )
            result[name] = replace(edition, ebook=replace(edition.ebook, pages_from="none"))
    return result


def _problem(edition: Edition, editions: Mapping[str, Edition]) -> Phrase | None:
    source = editions.get(edition.ebook.pages_from)
    if source is None:
        return None
    if source.format != "pdf":
        return Phrase("an edition without pages")
    seen = [edition.name]
    while source is not None:
        if source.name in seen:
            return (
                Phrase("an edition that carries the page numbers of this one")
                if len(seen) > 1
                else Phrase("the edition itself")
            )
        seen.append(source.name)
        source = editions.get(source.ebook.pages_from)
    return None
