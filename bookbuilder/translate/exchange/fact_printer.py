"""Tells how a fact in a source chapter is printed in the language of its translation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bookbuilder import locales
from bookbuilder.diagnostics import Findings
from bookbuilder.document.localize import localize_fact
from bookbuilder.document.nodes import Fact, Text
from bookbuilder.facts import FactValue
from bookbuilder.locales import Locale
from bookbuilder.markdown.attributes import FACT_KEYS
from bookbuilder.names import LocalName, localize_names
from bookbuilder.project import Project
from bookbuilder.project.shared_facts import read_shared_facts, read_shared_names
from bookbuilder.world import Workspace


@dataclass(frozen=True, slots=True)
class FactPrinter:
    """The facts of a book as printed in a locale; `tight` as in table cells. `names` says of each name of names.toml what it
    prints in both languages."""

    facts: Mapping[str, FactValue]
    locale: Locale
    tight: bool = False
    names: Mapping[str, str] = field(default_factory=dict)

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
    locale = locales.load(edition.tag, world)
    facts = read_shared_facts(world, Findings()).facts
    return FactPrinter(facts, locale, names=_printed_names(world, project, locale))


def _printed_names(world: Workspace, project: Project, locale: Locale) -> Mapping[str, str]:
    """Return what each name prints in the source language, and in a translation."""
    names = read_shared_names(world, Findings())
    source = project.locales[project.source].tag
    first = localize_names(names, locales.load(source, world), source)
    second = localize_names(names, locale, source)
    return {key: f"{_forms(first[key])}, in the translation {_forms(second[key])}" for key in names}


def _forms(name: LocalName) -> str:
    if name.borrowed:
        return "nothing of its own yet"
    short = "" if name.form.short == name.form.full else f" (short: “{name.form.short}”)"
    return f"“{name.form.full}”{short}"
