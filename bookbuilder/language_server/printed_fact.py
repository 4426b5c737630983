"""Says what a fact prints in a locale, where it stands."""

from __future__ import annotations

from bookbuilder.chapter_index.marks import Mark
from bookbuilder.checks.resolve_fact import resolve_fact
from bookbuilder.diagnostics import Findings
from bookbuilder.document.localize import localize_fact
from bookbuilder.document.nodes import Fact
from bookbuilder.facts import FactValue
from bookbuilder.language_server.book_index import BookIndex, LocaleIndex


def printed(mark: Mark, index: BookIndex, locale: LocaleIndex) -> str:
    """Return what a fact in a chapter prints in a locale; empty if it has no value there."""
    if not isinstance(mark.node, Fact) or _value(mark.node, index) is None:
        return ""
    setting, language = mark.setting, locale.locale.language
    shown = localize_fact(
        mark.node,
        index.facts,
        locale.locale,
        Findings(),
        pair=getattr(locale.edition.equivalents, setting.place),
        tight=setting.tight,
        foreign=bool(setting.lang) and setting.lang.split("-")[0] != language,
    )
    return shown.text


def printed_value(name: str, index: BookIndex, locale: LocaleIndex) -> str:
    """Return what a fact of facts.toml prints in running text."""
    node = Fact({"fact": name}, ())
    if name not in index.facts:
        return ""
    pair = locale.edition.equivalents.text
    return localize_fact(node, index.facts, locale.locale, Findings(), pair=pair).text


def in_other_locales(mark: Mark, index: BookIndex, here: str) -> dict[str, str]:
    """Return what a fact prints in each locale: here with the options of its use, elsewhere without `form=written`, since
    the words in the brackets are those of this language."""
    result = {}
    for name, locale in index.locales.items():
        text = printed(mark, index, locale)
        if name != here and isinstance(mark.node, Fact) and mark.node.options.get("form") == "written":
            fact = mark.node.options.get("fact", "")
            text = printed_value(fact, index, locale) if fact else ""
        if text:
            result[name] = text
    return result


def _value(node: Fact, index: BookIndex) -> FactValue | None:
    return resolve_fact(node, index.facts)
