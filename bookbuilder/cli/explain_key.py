"""`bookbuilder explain-key`: says what value a key of a book has, and where it comes from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bookbuilder.cli.shared.paths_in_messages import local_place
from bookbuilder.cli.shared.translations import BookOption
from bookbuilder.phrases import Phrase
from bookbuilder.printed_text import json_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bookbuilder.diagnostics import Span
    from bookbuilder.html.theme_layers import WrittenValue
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
    """Say what value a key of book.toml or a setting of the theme has, the file and line it comes from, what it replaces.

    The file is book.toml or, for what the books of a series share, series.toml in the folder above. A setting of the theme
    (page.width) is in a theme.toml of the program, the series or the book, or follows from the brand of the house.
    """
    from bookbuilder.cli.shared import exit_codes, print_findings
    from bookbuilder.diagnostics import BookbuilderError, Findings
    from bookbuilder.html.theme_files import theme_of_book
    from bookbuilder.html.theme_layers import WrittenValue, theme_layers
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
    found = {
        keys: (WrittenValue(value, settings.span(*keys)), *_overridden(keys, settings))
        for keys, value in settings.values()
        if keys[: len(wanted)] == wanted
    }
    tokens: dict[KeyPath, tuple[WrittenValue, ...]] = {}
    if wanted:
        try:
            tokens = theme_layers(world, theme_of_book(world))
        except BookbuilderError as error:
            if not any(keys[0] == wanted[0] for keys, _ in settings.values()):  # it may be one of the theme
                print_findings.diagnostics(error.diagnostics, print_findings.err(), book)
                raise typer.Exit(exit_codes.BOOK) from None
    found |= {keys: values for keys, values in tokens.items() if keys[: len(wanted)] == wanted}
    if not found:
        _refuse(key or "", settings, tokens)
    if as_json:
        text = json_text([_as_json(keys, *values) for keys, values in found.items()], indent=2, default=str)
        print_findings.out().print(text, markup=False, highlight=False, soft_wrap=True)
        return
    console = print_findings.out()
    for keys, (holds, *others) in found.items():
        lines = [f"{_name(keys)} = {_written(holds.value)}", f"  {local_place(book, str(holds.span))}"]
        lines += [
            console.translation.phrase(
                "  instead of {value}, {place}",
                value=_written(old.value),
                place=local_place(book, str(old.span)),
            )
            for old in others
        ]
        for line in lines:
            console.print(line, markup=False, highlight=False, soft_wrap=True)


def _overridden(keys: KeyPath, settings: TomlTable) -> tuple[WrittenValue, ...]:
    from bookbuilder.html.theme_layers import WrittenValue

    return (WrittenValue(*settings.overridden[keys]),) if keys in settings.overridden else ()


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


def _refuse(key: str, settings: TomlTable, tokens: Iterable[KeyPath]) -> None:
    """Say that a key is not set, and end the command."""
    from bookbuilder.cli.shared import exit_codes, print_findings
    from bookbuilder.diagnostics import nearest

    names = dict.fromkeys(
        _name(keys[:depth])
        for keys in (*(keys for keys, _ in settings.values()), *tokens)
        for depth in range(1, len(keys) + 1)
    )
    hint = nearest(key, names) or Phrase(
        "`bookbuilder explain-key` lists what is set, `bookbuilder help book-toml` all keys"
    )
    if key:
        print_findings.refusal(Phrase("nothing sets {key}", key=key), hint)
    else:
        print_findings.refusal(Phrase("nothing is set"))
    raise typer.Exit(exit_codes.USAGE)


def _as_json(keys: KeyPath, holds: WrittenValue, *others: WrittenValue) -> dict[str, object]:
    row: dict[str, object] = {"key": _name(keys), **_value(holds)}
    inner = row
    for old in others:
        inner["overrides"] = inner = _value(old)
    return row


def _value(written: WrittenValue) -> dict[str, object]:
    return {"value": written.value, **_place(written.span)}


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
