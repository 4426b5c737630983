"""Turns the user's environment and configuration into the language that the program speaks."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from bookbuilder import user_folders

OWN = "BOOKBUILDER_LANG"
"""The environment variable that goes before everything else."""
LOCALES = ("LC_ALL", "LC_MESSAGES", "LANG")
"""Those of POSIX, the strongest first; the first that is set decides."""
ENGLISH = "en"


def chosen_language(environ: Mapping[str, str], known: Collection[str]) -> str:
    """Return the language of the messages: one of the `known`, or English.

    `BOOKBUILDER_LANG` goes before `language` in `[tool]` of the user's `config.toml`, and that before the locale of the
    system. A language that the program does not speak is passed over; `C` and `POSIX` are English.

    >>> chosen_language({"LANG": "de_AT.UTF-8", "HOME": "/nonexistent"}, {"de"})
    'de'
    """
    return asked_language(environ, known) or ENGLISH


def asked_language(environ: Mapping[str, str], known: Collection[str]) -> str:
    """Return the language that is asked for, as `chosen_language` does; empty if none is, or one that nobody knows. `C` and
    `POSIX` ask for none, and end the search.

    >>> asked_language({"LANG": "C.UTF-8", "HOME": "/nonexistent"}, {"de"})
    ''
    """
    tags = [environ.get(OWN, ""), _configured(environ)]
    tags.append(next((environ[name] for name in LOCALES if environ.get(name)), ""))
    for tag in tags:
        name = tag.partition(".")[0].partition("@")[0]
        if name in ("C", "POSIX"):
            return ""
        language = name.replace("-", "_").partition("_")[0].lower()
        if language in known or language == ENGLISH:
            return language
    return ""


def _configured(environ: Mapping[str, str]) -> str:
    """Return `language` of `[tool]` in the user's configuration; empty if there is none, or the file cannot be read."""
    place = user_folders.configuration_file(environ)
    if place not in _CONFIGURED:
        _CONFIGURED[place] = _language_of(user_folders.configuration(environ))
    return _CONFIGURED[place]


_CONFIGURED: dict[str, str] = {}
"""By file, as it was read first: a command that is confined can no longer read it, for it may hold the key of a cache."""


def _language_of(data: bytes) -> str:
    if b"language" not in data:  # nearly always: TOML need not be loaded
        return ""
    from bookbuilder import toml

    try:
        table = toml.loads(data.decode("utf-8", "replace")).get("tool")
    except toml.TomlError:  # whoever needs the file reports it
        return ""
    language = table.get("language") if isinstance(table, dict) else None
    return language if isinstance(language, str) else ""
