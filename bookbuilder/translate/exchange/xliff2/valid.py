"""Says whether an XLIFF document of version 2.0 or 2.1 is valid: by its schema, and by the constraints of the standard."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lxml import etree

from bookbuilder.translate.exchange.xliff2.names import Flaw, tag
from bookbuilder.translate.exchange.xliff2.rules import (
    changes,
    codes,
    hints,
    ids,
    languages,
    markers,
    order,
    references,
    resources,
    sizes,
    validation,
)
from bookbuilder.translate.exchange.xliff2.structure import structure

Rule = Callable[[etree._Element], Iterator[Flaw]]
DOCUMENT: tuple[Rule, ...] = (
    structure, ids.of_document, languages.of_document, markers.of_document, codes.of_document, resources.of_document,
    sizes.of_document, validation.of_document, changes.of_document,
)  # fmt: skip
UNIT: tuple[Rule, ...] = (
    ids.of_unit, languages.of_unit, order.of_unit, markers.of_unit, codes.of_unit, hints.of_unit, hints.of_source,
    references.of_unit,
)  # fmt: skip


def flaws(root: etree._Element) -> Iterator[Flaw]:
    """Yield everything in a document that the standard does not allow."""
    for rule in DOCUMENT:
        yield from rule(root)
    for unit in root.iter(tag("unit")):
        for rule in UNIT:
            yield from rule(unit)
