"""Adds the list of its sources to a book whose manuscript cites them in the text, and the table of their style."""

from __future__ import annotations

from collections.abc import Sequence

from bookbuilder.importers.manuscript import nodes
from bookbuilder.importers.manuscript.cited_sources import CitedSources

KIND = "sources"
TITLES = {
    "ar": "المراجع", "cs": "Literatura", "de": "Literatur", "en": "References", "es": "Bibliografía", "fr": "Bibliographie",
    "he": "ביבליוגרפיה", "it": "Bibliografia", "ja": "参考文献", "nl": "Literatuur", "pl": "Bibliografia",
    "pt": "Referências", "ru": "Литература", "sv": "Litteratur", "tr": "Kaynakça", "uk": "Література", "zh": "参考文献",
}  # fmt: skip
"""What authors call such a list in the languages of the program."""


def sources_chapter(
    sections: Sequence[nodes.Section], cited: CitedSources, language: str
) -> list[nodes.Section]:
    """Return a chapter with the list of the sources, if short citations need one and no chapter has it."""
    if cited.notes or not cited.keys or any(map(_has_list, sections)):
        return []
    return [nodes.Section((nodes.Text(sources_title(language)),), (nodes.SourcesPlace(),), kind=KIND)]


def sources_title(language: str) -> str:
    """Return what the list of sources is called in a language."""
    return TITLES.get(language.partition("-")[0], TITLES["en"])


def _has_list(section: nodes.Section) -> bool:
    return any(isinstance(block, nodes.SourcesPlace) for block in section.blocks)


def sources_toml(cited: CitedSources) -> str:
    """Return the table of book.toml that says in which style sources are cited; empty for the usual one."""
    if not cited.style:
        return ""
    return f'\n[sources]\nstyle = "{cited.style}"\n'
