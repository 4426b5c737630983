"""Takes what the program says out of its sources, and brings the catalogs of all languages up to date: `make messages`.

The template bookbuilder/locales/messages.pot is made from the calls of `say`, `say_many` and `say_around` in Python, and of
`say` in templates and style sheets; a comment in front of one that begins with `Translators:` comes along. Each messages.po
keeps its translations, loses what is no longer said, and gets what is new with nothing in it, or with a guess marked fuzzy
where an old message is alike. A catalog of a region (de_CH) holds only what is said otherwise there. Files have no dates
and no line numbers, so they change when words do.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

ROOT = Path(__file__).parents[1]
LOCALES = ROOT / "bookbuilder" / "locales"
TEMPLATE = LOCALES / "messages.pot"
KEYWORDS = {"say": None, "say_many": None, "say_around": None}
COMMENTS = ("Translators:",)
JINJA = {"silent": "false", "trim_blocks": "true", "lstrip_blocks": "true"}
HEAD = """\
# What the program says, in English: made from the sources by scripts/messages.py (make messages). Do not edit.
# Words in braces, such as {number}, are filled in by the program; each translation has the same ones.
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""

Said = tuple[str | tuple[str, str], str | None, list[str]]
"""A message (a pair if it has a plural), its context, comments for translators."""


def sources() -> Iterator[Path]:
    """Yield the files that may say something: Python, templates and style sheets of the program and its themes."""
    for folder in ("bookbuilder", "styles"):
        for place in sorted((ROOT / folder).rglob("*")):
            if place.suffix in (".py", ".j2", ".css"):
                yield place


def extracted(data: bytes, suffix: str) -> Iterator[Said]:
    """Yield what a source says. Raises Jinja2's `TemplateSyntaxError` for a template that is broken."""
    extract: Any = extract_python if suffix == ".py" else babel_extract
    options = {"encoding": "utf-8"} if suffix == ".py" else JINJA
    for _, function, texts, comments in extract(BytesIO(data), KEYWORDS, COMMENTS, options):
        parts = [*texts, None, None] if isinstance(texts, tuple) else [texts, None, None]
        if not isinstance(parts[0], str):
            continue
        if function == "say_many":
            yield (parts[0], parts[1]), parts[2], comments
        else:
            yield parts[0], parts[1] if function == "say" else None, comments


def template() -> Catalog:
    """Return everything that the sources say."""
    catalog = Catalog(charset="utf-8")
    for place in sources():
        name = place.relative_to(ROOT).as_posix()
        for message, context, comments in extracted(place.read_bytes(), place.suffix):
            said = [comment.removeprefix(COMMENTS[0]).strip() for comment in comments]
            catalog.add(message, locations=[(name, 0)], auto_comments=said, context=context)
    return catalog


def catalogs() -> Iterator[Path]:
    """Yield the catalogs of all languages and regions."""
    yield from sorted(LOCALES.glob("*/messages.po"))


def merged(data: bytes, name: str, made: Catalog) -> str:
    """Return a catalog brought up to date with the template; `name` is that of its folder: `de`, `de_CH`."""
    catalog = read_po(BytesIO(data), locale=name)
    catalog.update(made, update_header_comment=False)
    catalog.obsolete.clear()
    if "_" in name:
        for message in [m for m in catalog if m.id and (not _translated(m.string) or _guessed(m, made))]:
            catalog.delete(message.id, message.context)
    comment = "".join(line + "\n" for line in _comment(data))
    locale = Locale.parse(name)
    head = [
        f"Language: {name}",
        "Content-Type: text/plain; charset=UTF-8",
        "Content-Transfer-Encoding: 8bit",
        f"Plural-Forms: {catalog.plural_forms}",
    ]
    lines = "".join(f'"{line}\\n"\n' for line in head)
    first = comment or f"# The words of the book in {locale.get_language_name('en')}.\n"
    return f'{first}msgid ""\nmsgstr ""\n{lines}\n{written(catalog)}'


def written(catalog: Catalog) -> str:
    """Return the entries of a catalog, sorted by their English words."""
    out = BytesIO()
    write_po(out, catalog, width=100, omit_header=True, sort_output=True, include_lineno=False)
    return out.getvalue().decode().strip("\n") + "\n"


def _guessed(message: Message, made: Catalog) -> bool:
    """Whether the words were guessed from a message that is still there, and so are no translation that a region lost."""
    return bool(message.fuzzy and message.previous_id and message.previous_id[0] in made)


def _translated(words: object) -> bool:
    return any(words) if isinstance(words, tuple | list) else bool(words)


def _comment(data: bytes) -> Iterator[str]:
    """Yield the lines of comment at the head of a catalog."""
    for line in data.decode().splitlines():
        if not line.startswith("#") or line.startswith(("#,", "#:", "#.")):
            return
        yield line


def main() -> int:
    """Write the template and the catalogs; say what is left to be translated. Return 1 if anything is."""
    made = template()
    TEMPLATE.write_text(HEAD + written(made), encoding="utf-8")
    left = 0
    for place in catalogs():
        text = merged(place.read_bytes(), place.parent.name, made)
        place.write_text(text, encoding="utf-8")
        for message in read_po(BytesIO(text.encode())):
            if message.id and (message.fuzzy or not _translated(message.string)):
                left += 1
                print(f"{place.relative_to(ROOT)}: {message.id!r} is {'fuzzy' if message.fuzzy else 'empty'}")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
