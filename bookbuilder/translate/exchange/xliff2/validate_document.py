"""Validates an XLIFF 2.0 or 2.1 document: schema, then the constraints of the standard."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lxml import etree

from bookbuilder.translate.exchange.xliff2.check_schema import schema_violations
from bookbuilder.translate.exchange.xliff2.namespaces import Violation, tag
from bookbuilder.translate.exchange.xliff2.rules import (
    change_tracking,
    code_attributes,
    editing_hints,
    external_resources,
    fragment_identifiers,
    language_and_space,
    paired_markers,
    size_restriction,
    target_order,
    unique_ids,
    validation_rules,
)

Rule = Callable[[etree._Element], Iterator[Violation]]
DOCUMENT: tuple[Rule, ...] = (
    schema_violations, unique_ids.of_document, language_and_space.of_document, paired_markers.of_document,
    code_attributes.of_document, external_resources.of_document, size_restriction.of_document,
    validation_rules.of_document, change_tracking.of_document,
)  # fmt: skip
UNIT: tuple[Rule, ...] = (
    unique_ids.of_unit, language_and_space.of_unit, target_order.of_unit, paired_markers.of_unit,
    code_attributes.of_unit, editing_hints.of_unit, editing_hints.of_source, fragment_identifiers.of_unit,
)  # fmt: skip


def violations(root: etree._Element) -> Iterator[Violation]:
    """Yield all violations of the standard in a document."""
    for rule in DOCUMENT:
        yield from rule(root)
    for unit in root.iter(tag("unit")):
        for rule in UNIT:
            yield from rule(unit)
