"""Lists every setting that can hold a text, and so perhaps a path: from the schemas, printer profiles, fonts.toml, front
matter and directives, so that a new one is tried by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, get_args, get_origin

from msgspec import Struct, structs

from bookbuilder.formats.pdf.press.profile import PrinterProfile
from bookbuilder.markdown.directive import directives
from bookbuilder.markdown.parse_chapter import KEYS
from bookbuilder.project.book_schema import MEANT
from bookbuilder.schemas.all_schemas import schemas
from bookbuilder.world import Assets

ROOT = Path(__file__).parents[2]
FORMATS = ("pdf", "epub", "web")
NAMES = {"locales": "de", "editions": "x", "*": "de"}
PRINTER = 'name = "X"\ndate = 2020-01-01\n'
CHAPTER = "# Kapitel\n\nEin Satz.\n"
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9H0z"/></svg>'
BLOCKS = {
    "figure": "![Ein Quadrat](a.svg)\n\nEin Quadrat\n",
    "table": "| a | b |\n| - | - |\n| 1 | 2 |\n\n: Tabelle\n",
    "chronology": "- 2022-01-24: Ein Tag\n",
}
"""What stands in a directive that needs something."""


def text_keys(
    schema: Mapping[str, Any], keys: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], bool]]:
    """Yield the keys of a JSON Schema that can hold a text, and whether it is one of a list."""
    for part in (*schema.get("anyOf", ()), *schema.get("oneOf", ())):
        yield from text_keys(part, keys)
    if schema.get("type") == "string" and schema.get("format") != "date":
        yield keys, False
    if schema.get("type") == "array" and any(not inner for inner, _ in text_keys(schema["items"])):
        yield keys, True
    for key, value in schema.get("properties", {}).items():
        yield from text_keys(value, (*keys, key))
    free = [*schema.get("patternProperties", {}).values(), schema.get("additionalProperties")]
    for value in free:
        if isinstance(value, dict):
            yield from text_keys(value, (*keys, NAMES.get(keys[-1] if keys else "", NAMES["*"])))


def profile_keys(kind: Any, keys: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the keys of a printer profile that hold a text."""
    for field in structs.fields(kind):
        inner = (*keys, field.name)
        if field.type is str:
            yield inner
        elif isinstance(field.type, type) and issubclass(field.type, Struct):
            yield from profile_keys(field.type, inner)
        elif (
            get_origin(field.type) is not None
            and get_args(field.type)[:1] == (str,)
            and field.name != "papers"
        ):
            yield (*inner, "[]")


@cache
def files_with(value: str) -> Mapping[str, Mapping[str, str]]:
    """Return, by the name of a setting, the files of a book in which it holds a value."""
    found: dict[str, dict[str, str]] = {}
    made = schemas(Assets(ROOT), FORMATS)
    tables = {**made, "theme": {"properties": made["theme"]["definitions"]}}
    for name in ("book", "theme"):
        for keys, in_list in text_keys(tables[name]):
            dotted, written = ".".join(keys), f'["{value}"]' if in_list else f'"{value}"'
            found[f"{name}.toml {dotted}"] = _settings(name, keys, written)
    found["theme.toml extends"] = {"styles/dossier/theme.toml": f'extends = "{value}"\n'}
    edition = '[editions.x]\nformat = "pdf"\nprinter = "haus"\n'
    for keys in profile_keys(PrinterProfile):
        line = f'{keys[-1]} = "{value}"\n' if keys[-1] != "[]" else f'{keys[-2]} = ["{value}"]\n'
        table = [key for key in keys[:-1] if key != "[]"] if keys[-1] != "[]" else list(keys[:-2])
        text = f"{line}{PRINTER}" if not table else f"{PRINTER}[{'.'.join(table)}]\n{line}"
        if table == ["colour"]:
            text += "" if keys[-1] == "keep" else 'keep = "cmyk"\n'
            text += "" if keys[-1] == "profile" else 'profile = "FOGRA39L_coated.icc"\n'
        text = text.replace('name = "X"\n', "") if keys == ("name",) else text
        found[f"printer {'.'.join(keys)}"] = {"book.toml": edition, "printers/haus.toml": text}
    for key, family in {
        "name": 'name = "@"',
        "folder": 'folder = "@"\nfaces = [{ file = "x.ttf" }]',
        "licence": 'licence = "@"\nfaces = [{ file = "x.ttf" }]',
        "licence-file": 'licence-file = "@"\nfaces = [{ file = "x.ttf" }]',
        "file": 'faces = [{ file = "@" }]',
        "stand-in": 'stand-in = "@"\nfaces = [{ file = "x.ttf" }]',
    }.items():
        text = f"[haus]\n{family.replace('@', value)}\n"
        theme = "" if key == "name" else '[font]\nheading = "haus"\n'
        found[f"fonts.toml {key}"] = {"fonts/fonts.toml": text, "styles/dossier/theme.toml": theme}
    for key in sorted(KEYS):
        found[f"front matter {key}"] = {"chapters/de/01-a.md": f"---\n{key}: {value}\n---\n{CHAPTER}"}
    for name, directive in sorted(directives().items()):
        for option in directive.options:
            inner = BLOCKS.get(name, "Ein Satz.\n")
            text = f'{CHAPTER}\n::: {name} {{{option}="{value}"}}\n{inner}:::\n'
            found[f"directive {name} {option}"] = {"chapters/de/01-a.md": text, "chapters/de/a.svg": PICTURE}
    found["picture"] = {"chapters/de/01-a.md": f"{CHAPTER}\n![Bild]({value})\n"}
    return found


def _settings(name: str, keys: tuple[str, ...], written: str) -> dict[str, str]:
    """Return book.toml or theme.toml with a value; the other settings are those of a book without problems."""
    if name == "theme":
        return {"styles/dossier/theme.toml": f"{'.'.join(keys)} = {written}\n"}
    format_name = MEANT.get(keys[-1], ("pdf",))[0] if keys[0] == "editions" else "pdf"
    lines = {
        "book.id": '"fall"',
        "book.source": '"de"',
        "book.date": "2022-01-24",
        "locales.de.title": '"Ein Fall"',
        "editions.x.format": f'"{format_name}"',
    }
    dotted = ".".join(keys)
    return {"book.toml": "".join(f"{key} = {value}\n" for key, value in {**lines, dotted: written}.items())}
