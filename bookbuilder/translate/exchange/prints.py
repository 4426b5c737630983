"""Says what a fact of a chapter prints in the language of its translation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bookbuilder import locales
from bookbuilder.diagnostics import Findings
from bookbuilder.document.localize import localize_fact
from bookbuilder.document.nodes import Fact, Text
from bookbuilder.facts import FactValue, read_facts
from bookbuilder.locales import Locale
from bookbuilder.markdown.attributes import FACT_KEYS
from bookbuilder.project import Project
from bookbuilder.project.toml_positions import key_positions
from bookbuilder.world import Workspace

FILE = "facts.toml"


@dataclass(frozen=True, slots=True)
class Prints:
    """The facts of a book as one of its locales prints them; `tight` as in the cells of a table."""

    facts: Mapping[str, FactValue]
    locale: Locale
    tight: bool = False

    def __call__(self, options: Mapping[str, str], words: str) -> str:
        """Return what a fact prints, by its attributes and the words in its brackets.

        What is wrong with a fact is told when the book is built; here its words stand for it.
        """
        given = {key: said.replace('\\"', '"') for key, said in options.items() if key in FACT_KEYS}
        return localize_fact(
            Fact(given, (Text(words),)), self.facts, self.locale, Findings(), tight=self.tight
        ).text


def prints(world: Workspace, project: Project, name: str) -> Prints:
    """Return how a locale of a book prints its facts; without facts.toml only values in chapters are known."""
    text = world.text(FILE) if world.exists(FILE) else ""
    edition = project.locales[name]
    return Prints(read_facts(text, FILE, Findings(), key_positions), locales.load(edition.tag, world))
