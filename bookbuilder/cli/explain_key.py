"""`bookbuilder explain-key`: says what value a key of a book has, and where it comes from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bookbuilder.cli.shared.paths_in_messages import local_place
from bookbuilder.cli.shared.translations import BookOption
from bookbuilder.printed_text import json_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bookbuilder.diagnostics import Span
    from bookbuilder.toml_tables.positions import KeyPath
    from bookbuilder.toml_tables.toml_table import TomlTable

Key = Annotated[
    str | None,
    typer.Argument(
        metavar="[KEY]",
        help="A key with points, such as imprint.publisher, or a table; without one, all that are set.",
        show_default=False,
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the same as a list of JSON objects.")]


def command(key: Key = None, book: BookOption = Path(), as_json: AsJson = False) -> None:
    """Say what value a key of book.toml has, the file and line it comes from, and what it replaces.

    The file is book.toml or, for what the books of a series share, series.toml in the folder above.
    """
    from bookbuilder.cli.shared import exit_codes, print_findings
    from bookbuilder.diagnostics import BookbuilderError, Findings
    from bookbuilder.project.book_file import book_settings
    from bookbuilder.world import World

    world, findings = World(book), Findings()
    try:
        settings = book_settings(world, findings)
    except BookbuilderError as error:
        findings.extend(error.diagnostics)
        settings = None
    print_findings.diagnostics(findings.sorted(), print_findings.err(), book)
    if settings is None:
        raise typer.Exit(exit_codes.BOOK)
    wanted = _keys(key or "")
    found = {keys: value for keys, value in settings.values() if keys[: len(wanted)] == wanted}
    if not found:
        _refuse(key or "", settings)
    if as_json:
        _print_json(found, settings)
        return
    console = print_findings.out()
    for keys, value in found.items():
        console.print(f"{_name(keys)} = {_written(value)}", markup=False, highlight=False, soft_wrap=True)
        console.print(
            f"  {local_place(book, str(settings.span(*keys)))}",
            markup=False,
            highlight=False,
        )
        if keys in settings.overridden:
            old, span = settings.overridden[keys]
            place = local_place(book, str(span))
            console.print(
                f"  instead of {_written(old)}, {place}", markup=False, highlight=False, soft_wrap=True
            )


def _keys(text: str) -> tuple[str, ...]:
    """Return the parts of a key as written in TOML; an unfinished quotation mark is part of a name."""
    from bookbuilder import toml

    if not text:
        return ()
    try:
        data: object = toml.loads(f"{text} = 0")
    except toml.TomlError:
        return tuple(text.split("."))
    keys = []
    while isinstance(data, dict):
        (name, data), *_ = data.items()
        keys.append(name)
    return tuple(keys)


def _refuse(key: str, settings: TomlTable) -> None:
    """Say that a key is not set, and end the command."""
    from bookbuilder.cli.shared import exit_codes, print_findings
    from bookbuilder.diagnostics import nearest

    names = dict.fromkeys(
        _name(keys[:depth]) for keys, _ in settings.values() for depth in range(1, len(keys) + 1)
    )
    hint = (
        nearest(key, names)
        or "`bookbuilder explain-key` lists what is set, `bookbuilder help book-toml` all keys"
    )
    text = f"nothing sets {key}\n  hint: {hint}" if key else "nothing is set"
    print_findings.err().print(text, markup=False)
    raise typer.Exit(exit_codes.USAGE)


def _print_json(found: Mapping[KeyPath, object], settings: TomlTable) -> None:
    from bookbuilder.cli.shared import print_findings

    rows = []
    for keys, value in found.items():
        row = {"key": _name(keys), "value": value, **_place(settings.span(*keys))}
        if keys in settings.overridden:
            old, span = settings.overridden[keys]
            row["overrides"] = {"value": old, **_place(span)}
        rows.append(row)
    text = json_text(rows, indent=2, default=str)
    print_findings.out().print(text, markup=False, highlight=False, soft_wrap=True)


def _place(span: Span) -> dict[str, str | int]:
    return {"path": span.path, "line": span.line, "column": span.column}


def _name(keys: KeyPath) -> str:
    import re

    from bookbuilder.project.edit_toml import quoted

    return ".".join(
        name if re.fullmatch(r"[\w-]+", name, re.ASCII) else quoted(name) for name in map(str, keys)
    )


def _written(value: object) -> str:
    """Return a value as TOML writes it, on one line."""
    import datetime as dt

    from bookbuilder.project.edit_toml import quoted

    match value:
        case str():
            return quoted(value)
        case bool():
            return str(value).lower()
        case list():
            return f"[{', '.join(map(_written, value))}]"
        case dict():
            inner = ", ".join(f"{_name((key,))} = {_written(item)}" for key, item in value.items())
            return f"{{ {inner} }}" if inner else "{}"
        case dt.date() | dt.time():
            return value.isoformat()
        case _:
            return str(value)
