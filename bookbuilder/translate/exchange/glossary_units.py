"""Finds what the glossary for readers says in the source language, and where glossary.toml has it in another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bookbuilder import toml
from bookbuilder.diagnostics import Findings
from bookbuilder.project import Project, ProjectLocale
from bookbuilder.toml_tables.positions import key_positions, nearest_position
from bookbuilder.translate import GLOSSARY
from bookbuilder.translate.exchange.settings_text import SettingsText
from bookbuilder.translate.glossary import SOURCE, read
from bookbuilder.world import Workspace

_KEYS = ("meaning", "entry")
MEANING = "glossary meaning"
"""The kind of a text that has markup."""


def glossary_texts(world: Workspace, project: Project, locale: str) -> Iterator[SettingsText]:
    """Yield the meanings of the book's own terms for readers, and their entries where these are not the first form."""
    if not world.exists(GLOSSARY):
        return
    text = world.text(GLOSSARY)
    tags = {name: one.tag for name, one in project.locales.items()}
    terms = [term for term in read(text, tags, Findings()).terms if term.meaning]
    data, positions = toml.loads(text) if terms else {}, key_positions(text)
    source, target = project.locales[project.source], project.locales[locale]
    for term in terms:
        for key in _KEYS:
            value = data[term.key].get(key)
            texts: Mapping[str, str] = {"": value} if isinstance(value, str) else value or {}
            words = _of(texts, source) or texts.get("", "") or texts.get(SOURCE, "")
            if not words:
                continue
            place = nearest_position((term.key, key), positions)
            path = (term.key, key, _key(texts, target))
            notes = (f"what the glossary says of “{term.forms[0]}”",) if key == "meaning" else ()
            yield SettingsText(f"glossary {key}", *place, path, words, _of(texts, target), notes)


def _of(texts: Mapping[str, str], locale: ProjectLocale) -> str:
    return texts.get(_key(texts, locale), "")


def _key(texts: Mapping[str, str], locale: ProjectLocale) -> str:
    """Return the key under which a table has a locale: the one that is there, else its name."""
    keys = (locale.name, locale.tag, locale.tag.partition("-")[0])
    return next((key for key in keys if key in texts), locale.name)
