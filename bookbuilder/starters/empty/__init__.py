"""An empty book: a title, a first chapter, and an imprint to fill in."""

from __future__ import annotations

from collections.abc import Mapping

from bookbuilder import locales
from bookbuilder.diagnostics import BookbuilderError
from bookbuilder.html.optional_fonts import optional_fonts
from bookbuilder.importers.quoting import slug
from bookbuilder.locales import Locale
from bookbuilder.phrases import Phrase
from bookbuilder.project.edit_toml import quoted
from bookbuilder.starters.starter import Files, Starter, StarterRequest
from bookbuilder.world import Assets, Reader

FALLBACK = "en"


def problem(name: str, world: Assets) -> str:
    """Return why there can be no empty book in a locale; nothing if there can: in one of which the program has no words, it
    begins with English ones."""
    try:
        locale = locales.load(name, world)
    except BookbuilderError:
        return Phrase("{name!r} is not a locale that CLDR knows", name=name)
    return Phrase("{name!r} is a pseudo-locale, in which nobody writes", name=name) if locale.pseudo else ""


def _first_words(locale: Locale, world: Assets) -> Mapping[str, str]:
    """Return the first words of a locale, or those of English if it has none in its script."""
    known = "first_words" in locale.settings and locale.script == locales.load(locale.language, world).script
    words: Mapping[str, str] = (locale if known else locales.load(FALLBACK, world)).settings["first_words"]
    return words


def files(request: StarterRequest, world: Assets) -> Files:
    """Return a book with a chapter in every locale."""
    loaded = {name: locales.load(name, world) for name in request.locales}
    source = request.locales[0]
    words = {name: _first_words(locale, world) for name, locale in loaded.items()}
    stem = slug(words[source]["chapter"])
    chapter = f"01-{'chapter' if stem == 'text' else stem}.md"
    result = {f"chapters/{name}/{chapter}": _chapter(own) for name, own in words.items()}
    titles = {name: own["book"] for name, own in words.items()}
    return {**result, "book.toml": _settings(request, loaded, titles).encode()}


def _chapter(words: Mapping[str, str]) -> bytes:
    return (
        f"---\ntitle: {words['chapter']}\n---\n\n{words['text']}\n\n## {words['section']}\n\n{words['more']}\n"
    ).encode()


def _settings(request: StarterRequest, loaded: Mapping[str, Locale], titles: Mapping[str, str]) -> str:
    chosen = {request.locales[0]: request.title} if request.title else {}
    tables = "".join(
        f"[locales.{name}]\ntitle = {quoted(title)}\n"
        '# subtitle = ""\n# description = ""            # a few sentences, for shops and catalogues\n\n'
        for name, title in {**titles, **chosen}.items()
    )
    required = {
        key: None
        for locale in loaded.values()
        for key in (*_IMPRINT, *locale.settings.get("imprint", {}).get("required", []))
    }
    imprint = "".join(f"# {key} = {_IMPRINT.get(key, '…')}\n" for key in required)
    check = _CHECK if any(one.settings.get("imprint", {}).get("required") for one in loaded.values()) else ""
    return _HEAD.format(
        id=quoted(request.id), source=quoted(request.locales[0]), date=request.today.isoformat(),
        tables=tables, imprint=imprint,
    ) + check  # fmt: skip


_IMPRINT = {
    "publisher": '""',
    "address": '["Street 1", "12345 Town"]',
    "email": '""',
    "responsible": '"name and address"',
    "rights": '""',
    "isbn": '{ pdf = "978-…", epub = "978-…" }',
}
"""The keys of an imprint, each with an example."""
_HEAD = """\
# The book: its title in each language, and who is responsible for it. The chapters are in chapters/, a folder for each
# language, in the order of their names. All keys: bookbuilder help book-toml

[book]
id = {id}
source = {source}                  # the language that the book is written in
date = {date}              # the day of publication
# authors = ["Anna Beispiel"]

{tables}# Who is responsible for the book: take the # away from what you fill in.
[imprint]
{imprint}"""
_CHECK = """
# Before you publish, delete these lines: then the program warns of what the law wants in the imprint.
[check]
severity = { "imprint.incomplete" = "notice" }
"""


def commands(request: StarterRequest, world: Reader) -> tuple[str, ...]:
    """Return the commands that add the fonts of scripts for which the program has none."""
    scripts = [locales.load(name, world).script for name in request.locales]
    offers = optional_fonts(world)
    keys = (next((one.locales[0] for one in offers if script in one.scripts), "") for script in scripts)
    return tuple(dict.fromkeys(f"bookbuilder fonts add {key} --from DIR" for key in keys if key))


STARTER = Starter(
    "empty",
    "an empty book with a first chapter, in any language",
    problem,
    lambda own: (own,),
    files,
    commands,
    titled=True,
)
