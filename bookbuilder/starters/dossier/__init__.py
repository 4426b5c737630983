"""The sample dossier: a week of news in German and English, or in one of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bookbuilder.phrases import Phrase
from bookbuilder.starters.starter import Files, Starter, StarterRequest
from bookbuilder.world import Assets

LOCALES = ("de", "en")
"""The locales of the dossier; the first is the one it is written in."""
GLOSSARY = "glossary.toml"
"""Terms of two languages, some of which it explains to readers."""
TABLES = ("facts.toml", "names.toml", "sources.toml")
"""The other files beside book.toml."""


def problem(name: str, _: Assets) -> str:
    """Return why the dossier cannot be had in a locale; nothing if it can."""
    return (
        ""
        if name in LOCALES
        else Phrase(
            "the sample dossier is in {locales}, not in {name!r}", locales=" and ".join(LOCALES), name=name
        )
    )


def files(request: StarterRequest, world: Assets) -> Files:
    """Return the dossier in some of its locales.

    The program ships it in `starter/`; in a checkout it is the checkout's own book. The states of a translation stand for
    a book that is written in German, so one that is written in English has none.
    """
    home = "starter/" if world.asset_exists("starter/book.toml") else ""
    settings = world.read_asset(f"{home}book.toml").decode()
    folders = [f"chapters/{locale}" for locale in request.locales]
    folders += [f"l10n/{locale}" for locale in request.locales[1:] if request.locales[0] == LOCALES[0]]
    paths = [f"{home}{name}" for name in TABLES]
    paths += [path for folder in folders for path in world.asset_files(home + folder)]
    found = {path.removeprefix(home): world.read_asset(path) for path in paths}
    terms = _glossary(world.read_asset(f"{home}{GLOSSARY}").decode(), request)
    return {"book.toml": _settings(settings, request).encode(), GLOSSARY: terms.encode(), **found}


def _glossary(text: str, request: StarterRequest) -> str:
    """Return glossary.toml; for a book in one language with the terms that it explains to its readers alone."""
    import tomlkit

    if len(request.locales) > 1:
        return text
    data: Any = tomlkit.parse(text)
    (own,) = request.locales
    for key, term in list(data.items()):
        if "meaning" not in term:
            del data[key]
            continue
        if own != LOCALES[0]:
            term["term"] = term[own]
        for other in ("not", "note", *LOCALES):
            term.pop(other, None)
    _remove_keys(data, [locale for locale in LOCALES if locale != own])
    return tomlkit.dumps(data)


def _settings(text: str, request: StarterRequest) -> str:
    """Return book.toml with a new id, by which reading devices tell books apart, and without the other locales."""
    import tomlkit

    data: Any = tomlkit.parse(text)
    data["book"]["id"] = request.id
    if data["book"]["source"] != request.locales[0]:
        data["book"]["source"] = request.locales[0]
    _remove_keys(data, [locale for locale in LOCALES if locale not in request.locales])
    return tomlkit.dumps(data)


def _remove_keys(value: Any, locales: Iterable[str]) -> None:
    """Remove the keys of locales from all tables that have nothing but locales."""
    if isinstance(value, list):
        for item in value:
            _remove_keys(item, locales)
    elif isinstance(value, dict):
        if value.keys() <= set(LOCALES):
            for locale in locales:
                value.pop(locale, None)
        for inner in list(value.values()):
            _remove_keys(inner, locales)


STARTER = Starter(
    "dossier",
    "the sample dossier: a week of news in German and English, with facts, names and an index",
    problem,
    lambda own: LOCALES,
    files,
)
