"""Books that the program ships as starters: their files, in some of the languages in which they are written."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from bookbuilder.phrases import Phrase
from bookbuilder.starters.starter import Files, Starter, StarterRequest
from bookbuilder.world import Assets

LOCALES = ("de", "en")
"""The locales of a sample book; the first is the one it is written in."""
EASY = "de-x-leicht"
"""The locale of a sample book in easy language, if it has one: some of its chapters, which come with all the others."""
SETTINGS = "book.toml"
GLOSSARY = "glossary.toml"
"""Terms of two languages, some of which it explains to readers."""


def sample_starter(name: str, doc: str, *, theme: str = "") -> Starter:
    """Return the starter of the sample book in `starters/<name>/book`; `theme` is the one that suits it, by default that
    of its name."""
    return Starter(
        name,
        doc,
        partial(sample_problem, name),
        lambda own: LOCALES,
        partial(_files, f"package/starters/{name}/book/"),
        theme=theme or name,
    )


def sample_problem(kind: str, name: str, _: Assets) -> str:
    """Return why a sample book cannot be had in a locale; nothing if it can."""
    if name in LOCALES:
        return ""
    own = " and ".join(LOCALES)
    return Phrase("the sample {kind} is in {locales}, not in {name!r}", kind=kind, locales=own, name=name)


def _files(home: str, request: StarterRequest, world: Assets) -> Files:
    found = {path.removeprefix(home): world.read_asset(path) for path in world.asset_files(home.rstrip("/"))}
    return sample_files(found, request)


def sample_files(found: Files, request: StarterRequest) -> Files:
    """Return a sample book (path → contents, both languages) as a request wants it.

    The states of its translation stand for a book that is written in German, so one that is written in English has none.
    """
    left_out = [f"chapters/{locale}/" for locale in _left_out(request)]
    if request.locales != LOCALES:
        left_out.append("l10n/")
    result = {path: data for path, data in found.items() if not path.startswith(tuple(left_out))}
    result[SETTINGS] = _settings(found[SETTINGS].decode(), request).encode()
    if GLOSSARY in found:
        result[GLOSSARY] = _glossary(found[GLOSSARY].decode(), request).encode()
    return result


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
    _remove_keys(data, _left_out(request))
    return tomlkit.dumps(data)


def _left_out(request: StarterRequest) -> tuple[str, ...]:
    """Return the locales of a sample book that a request does without; easy language goes with the whole sample alone."""
    others = tuple(locale for locale in LOCALES if locale not in request.locales)
    return others if request.locales == LOCALES else (*others, EASY)


def _remove_keys(value: Any, locales: Iterable[str]) -> None:
    """Remove the keys of locales from all tables that have nothing but locales."""
    if isinstance(value, list):
        for item in value:
            _remove_keys(item, locales)
    elif isinstance(value, dict):
        if value.keys() <= {*LOCALES, EASY}:
            for locale in locales:
                value.pop(locale, None)
        for inner in list(value.values()):
            _remove_keys(inner, locales)
