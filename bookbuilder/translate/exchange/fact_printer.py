"""Tells how a fact in a source chapter is printed in the language of its translation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bookbuilder import locales
from bookbuilder.diagnostics import Findings
from bookbuilder.document.localize import localize_fact
from bookbuilder.document.nodes import Fact, Text
from bookbuilder.facts import FactValue
from bookbuilder.locales import Locale
from bookbuilder.markdown.attributes import FACT_KEYS
from bookbuilder.project import Project
from bookbuilder.project.shared_facts import read_shared_facts
from bookbuilder.world import Workspace


@dataclass(frozen=True, slots=True)
class FactPrinter:
    """The facts of a book as printed in a locale; `tight` as in table cells."""

    facts: Mapping[str, FactValue]
    locale: Locale
    tight: bool = False

    def __call__(self, options: Mapping[str, str], words: str) -> str:
        """Return what a fact prints, from its attributes and the words in its brackets.

        An invalid fact gives its words; the build reports it.
        """
        keys = {key: text.replace('\\"', '"') for key, text in options.items() if key in FACT_KEYS}
        return localize_fact(
            Fact(keys, (Text(words),)), self.facts, self.locale, Findings(), tight=self.tight
        ).text


def fact_printer(world: Workspace, project: Project, name: str) -> FactPrinter:
    """Return how a locale of a book prints facts; without any facts only values in chapters are known."""
    edition = project.locales[name]
    return FactPrinter(read_shared_facts(world, Findings()).facts, locales.load(edition.tag, world))
