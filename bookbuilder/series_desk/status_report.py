"""Writes the status of a series as JSON, and as an HTML page for the desk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from bookbuilder.phrases import Phrase, counted
from bookbuilder.printed_text import json_text
from bookbuilder.series_desk.series_status import BookStatus, BuildState, LocaleStatus, SignatureState
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
    """Return what the table says of a locale: of its translation, its checks, its signature and its build; phrases."""
    return _translated(locale), _checked(locale), _signed(locale), _built(locale, today)


def _translated(locale: LocaleStatus) -> Phrase:
    translation = locale.translation
    if translation is None:
        return Phrase("source") if locale.source else Phrase("inherited")
    share = int(translation.share * 100)
    if translation.open:
        return Phrase("{share} %, {count:,} open", share=share, count=translation.open)
    return Phrase("{share} %", share=share)


def _checked(locale: LocaleStatus) -> Phrase:
    checks = locale.checks
    if checks is None:
        return Phrase("not checked")
    errors = counted(checks.errors, "1 error", "{count:,} errors")
    warnings = counted(checks.warnings, "1 warning", "{count:,} warnings")
    found = Phrase("fine")
    if checks.errors and checks.warnings:
        found = Phrase("{errors}, {warnings}", errors=errors, warnings=warnings)
    elif checks.errors or checks.warnings:
        found = errors if checks.errors else warnings
    return found if checks.checked else Phrase("{found} (build)", found=found)


def _signed(locale: LocaleStatus) -> Phrase:
    state = _SIGNATURES[locale.signature]
    return Phrase("{state}, {name}", state=state, name=locale.signed_by) if locale.signed_by else state


def _built(locale: LocaleStatus, today: dt.date) -> Phrase:
    days = age(locale, today)
    old = Phrase("today") if days == 0 else counted(days or 0, "1 day ago", "{count:,} days ago")
    match locale.build:
        case BuildState.NEVER:
            return Phrase("never")
        case BuildState.FAILED:
            return Phrase("failed") if days is None else Phrase("failed, last {age}", age=old)
        case BuildState.CURRENT:
            return old if days is not None else Phrase("")
        case BuildState.CHANGED:
            return Phrase("{age}, changed since", age=old if days is not None else "")


_SIGNATURES = {
    SignatureState.MISSING: Phrase("missing"),
    SignatureState.SIGNED: Phrase("signed"),
    SignatureState.REFUSED: Phrase("refused"),
    SignatureState.OUTDATED: Phrase("outdated"),
    SignatureState.UNCERTAIN: Phrase("uncertain"),
}
