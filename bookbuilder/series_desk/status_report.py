"""Writes the status of a series as JSON, and as an HTML page for the desk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from bookbuilder.printed_text import json_text
from bookbuilder.series_desk.series_status import BookStatus, BuildState, LocaleStatus
from bookbuilder.world import World


def as_json(books: Sequence[BookStatus], today: dt.date) -> str:
    """Return the status as JSON: each book with its locales, and what each lacks (`missing`). `age` is the number of
    days since its files were written."""
    return json_text({"books": [_book(book, today) for book in books]}, indent=2)


def _book(book: BookStatus, today: dt.date) -> dict[str, Any]:
    return {
        "book": book.folder,
        "id": book.id,
        "issue": book.issue,
        "date": book.date.isoformat() if book.date else None,
        "problems": [one.as_json() for one in book.problems],
        "locales": [_locale(locale, today) for locale in book.locales],
    }


def _locale(locale: LocaleStatus, today: dt.date) -> dict[str, Any]:
    translation, checks = locale.translation, locale.checks
    return {
        "locale": locale.name,
        "title": locale.title,
        "source": locale.source,
        "translation": {"share": round(translation.share, 4), "open": translation.open}
        if translation
        else None,
        "checks": {"errors": checks.errors, "warnings": checks.warnings, "checked": checks.checked}
        if checks
        else None,
        "signature": {"state": locale.signature.value, "by": locale.signed_by},
        "build": {
            "state": locale.build.value,
            "date": locale.built.isoformat() if locale.built else None,
            "age": age(locale, today),
        },
        "drafts": locale.drafts,
        "missing": list(locale.missing()),
    }


def age(locale: LocaleStatus, today: dt.date) -> int | None:
    """Return the days since the files of a locale were written; None if there are none."""
    return max((today - locale.built).days, 0) if locale.built else None


def html_page(world: World, books: Sequence[BookStatus], name: str, today: dt.date) -> str:
    """Return a self-contained page with the table of the desk; `name` is that of the series."""
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    template = environment.from_string(world.read_asset("package/series_desk/page.html").decode())
    return template.render(books=books, name=name, today=today, cells=cells) + "\n"


def cells(locale: LocaleStatus, today: dt.date) -> tuple[str, str, str, str]:
    """Return what the table says of a locale: of its translation, its checks, its signature and its build."""
    translation, checks = locale.translation, locale.checks
    if translation:
        left = f", {translation.open} open" if translation.open else ""
        translated = f"{int(translation.share * 100)} %{left}"
    else:
        translated = "source" if locale.source else "inherited"
    found = "not checked"
    if checks:
        counts = ((checks.errors, "error"), (checks.warnings, "warning"))
        found = (
            ", ".join(f"{count} {word}{'s' if count > 1 else ''}" for count, word in counts if count)
            or "fine"
        )
        found += "" if checks.checked else " (build)"
    signed = f"{locale.signature}, {locale.signed_by}" if locale.signed_by else str(locale.signature)
    days = age(locale, today)
    old = "" if days is None else "today" if days == 0 else f"{days} day{'s' if days > 1 else ''} ago"
    built = {
        BuildState.NEVER: "never",
        BuildState.FAILED: f"failed, last {old}" if old else "failed",
        BuildState.CURRENT: old,
        BuildState.CHANGED: f"{old}, changed since",
    }
    return translated, found, signed, built[locale.build]
