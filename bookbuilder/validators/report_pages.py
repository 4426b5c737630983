"""Turns the accessibility report into pages for people, in a language of the program: what was checked, and a statement for
readers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from bookbuilder.diagnostics import Diagnostic
from bookbuilder.program_language.chosen_language import ENGLISH
from bookbuilder.program_language.translation import QUOTES, Translation
from bookbuilder.validators.accessibility_statement import statement_files
from bookbuilder.world import Assets

FOLDER = "package/validators"


def report_page(
    data: Mapping[str, Any], diagnostics: Iterable[Diagnostic], said: Translation, world: Assets
) -> bytes:
    """Return a report (`validation_report`) as a self-contained HTML page. `diagnostics` are those of the check, which know
    how their sentences were made; what has no translation stays English, and is marked as that."""
    known = {(one.code, str(one.span), one.message): one.phrases for one in diagnostics}
    findings = [_finding(one, known, said) for one in data["findings"]]
    return _page("accessibility_report.html.j2", {**data, "findings": findings}, said, world)


def statement_page(data: Mapping[str, Any], said: Translation, world: Assets) -> bytes:
    """Return a statement for the readers of a book as a self-contained HTML page, made of a report: what each file offers,
    whether it conforms to a standard and by whose word, and what is known to be wrong with it."""
    return _page(
        "accessibility_statement.html.j2", {**data, "files": statement_files(data, said)}, said, world
    )


def _finding(
    one: Mapping[str, str], known: Mapping[tuple[str, str, str], tuple[str, str]], said: Translation
) -> dict[str, str]:
    message, hint = known.get((one["code"], one["place"], one["message"]), (one["message"], one["hint"]))
    words = said.text(message), said.text(hint)
    message_lang, hint_lang = (
        ENGLISH if word == english else said.language for word, english in zip(words, (message, hint))
    )
    return {**one, "message": words[0], "hint": words[1], "lang": message_lang, "hint_lang": hint_lang}


def _page(template: str, data: Mapping[str, Any], said: Translation, world: Assets) -> bytes:
    from jinja2 import FunctionLoader, StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    env = SandboxedEnvironment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        loader=FunctionLoader(lambda name: world.read_asset(f"{FOLDER}/{name}").decode()),
    )
    region = data["book"]["language"]

    def day(iso: str) -> str:
        return said.date(dt.date.fromisoformat(iso), region)

    opening, closing = QUOTES.get(said.language, ("“", "”"))
    values = {
        **data,
        "language": said.language,
        "phrase": said.filled,
        "text": said.text,
        "day": day,
        "date": day(data["book"]["date"]),
        "opening": opening,
        "closing": closing,
    }
    return (env.get_template(template).render(values) + "\n").encode()
