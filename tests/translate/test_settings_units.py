"""Names, and the words of the program for a language that it has none for, go out as units and come into the book."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from bookbuilder.cli import main
from bookbuilder.diagnostics import Diagnostic, Findings
from bookbuilder.pipeline.artifacts import read_books
from bookbuilder.pipeline.build_request import BuildRequest
from bookbuilder.pipeline.context import Context
from bookbuilder.project.edit_toml import quoted
from bookbuilder.toml_tables.positions import KeyPath
from bookbuilder.translate.exchange import po, xliff, xliff2
from bookbuilder.translate.exchange.write_back_settings import with_settings
from bookbuilder.world import World
from tests.cases import book
from tests.cases.case import ROOT

NAMES = """\
# The names.
[persons]
berlin = "Berliner, Karl"
putin = { de = "Putin, Wladimir", en = "Putin, Vladimir" } # as dpa has it

[persons.leyen]
name = "von der Leyen, Ursula"
office = { de = "Präsidentin", en = "President" }

[persons.lavrov]
de = "Lawrow, Sergej"
not = { de = ["Lavrov, Sergej"] }

[places]
kyiv = { de = "Kiew" }
"""
DE = """\
# Eins

In [Kiew]{name=kyiv} war [Lawrow]{name=lavrov} mit [Karl Berliner]{name=berlin}.

::: index
:::

::: index {of=places}
:::
"""
FORMS = {"xliff": (xliff, "xlf"), "xliff2": (xliff2, "xliff2.xlf"), "po": (po, "po")}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    found = book.write(tmp_path / "book", {"chapters/de/01-a.md": DE, "names.toml": NAMES})
    assert main(["new-locale", "fi", "--book", str(found)]) == 0
    return found


def export(root: Path, form: str, *words: str, locale: str = "fi") -> Path:
    into = root.parent / "out"
    arguments = ["translate", "export", locale, "-f", form, "--force", "--into", str(into), *words]
    assert main([*arguments, "--book", str(root)]) == 0
    return into / f"{locale}.{FORMS[form][1]}"


def translate(file: Path, form: str, change: Callable[[str], str]) -> Path:
    """Write a translation for each unit, as a tool does: codes stay where they are."""
    text = file.read_text(encoding="utf-8")
    if form == "po":

        def entry(match: re.Match[str]) -> str:
            words = re.split(r"(\{\d+\}|</?\d+>|\\.|\"\n\")", match[1])
            new = "".join(change(word) if not n % 2 else word for n, word in enumerate(words))
            return f'{match[0][: match.start(2) - match.start(0)]}{new}"\n'

        text = re.sub(r'msgid "(.+(?:\n".*)*)"\nmsgstr "()"\n', entry, text)
    else:

        def target(match: re.Match[str]) -> str:
            words = re.split(r"(<[^>]*>)", match[1])
            new = "".join(change(w) if w and not n % 2 else w for n, w in enumerate(words))
            state = ' state="translated"' if form == "xliff" else ""
            return f"<source>{match[1]}</source>\n<target{state}>{new}</target>"

        empty = r'\n<target state="new" [^>]*/>' if form == "xliff" else ""
        text = re.sub(rf"<source>(.*)</source>{empty}", target, text)
        if form == "xliff2":
            text = text.replace('state="initial"', 'state="translated"')
    file.write_text(text, encoding="utf-8")
    return file


def told(root: Path) -> tuple[Diagnostic, ...]:
    """Return what is told of the Finnish text before anything is laid out."""
    findings = Findings()
    read_books(Context(World(root), findings), BuildRequest(["fi"]))
    return findings.sorted()


def bring(root: Path, file: Path) -> int:
    return main(["translate", "import", str(file), "--book", str(root)])


def finnish(text: str) -> str:
    return re.sub(r"[^\W\d_]+", lambda word: f"{word[0]}ä", text)


@pytest.mark.parametrize(
    "form", ["po", *(pytest.param(form, marks=pytest.mark.heavy) for form in ("xliff", "xliff2"))]
)
def test_a_language_without_words_is_complete_after_one_file(root: Path, form: str) -> None:
    before = [one.code for one in told(root)]
    assert "words.english" in before and "name.locale" in before
    assert bring(root, translate(export(root, form), form, finnish)) == 0
    after_all = map(str, told(root))
    assert [one for one in after_all if "words." in one or "name." in one or ": error: " in one] == []
    names = (root / "names.toml").read_text(encoding="utf-8")
    assert names == NAMES.replace(
        '"Putin, Vladimir" }', '"Putin, Vladimir", fi = "Putinä, Wladimirä" }'
    ).replace('en = "President" }', 'en = "President", fi = "Präsidentinä" }').replace(
        '["Lavrov, Sergej"] }', '["Lavrov, Sergej"] }\nfi = "Lawrowä, Sergejä"'
    ).replace('"Kiew" }', '"Kiew", fi = "Kiewä" }')
    words = tomllib.loads((root / "book.toml").read_text(encoding="utf-8"))["locales"]["fi"]["words"]
    assert words["Chapter {number}"] == "Kapitelä {number}"
    assert words["Figure {numbers}: {credit}"] == {
        "one": "Abbildungä {numbers}: {credit}",
        "other": "Abbildungenä\u00a0{numbers}: {credit}",
    }
    assert words["{text} {sentence}"] == "{text} {sentence}"
    text = (root / "book.toml").read_text(encoding="utf-8")
    assert '# "Contents"' not in text and '\n"Contents" = "Inhaltä"\n' in text
    after = {path: path.read_bytes() for path in root.glob("*.toml")}
    assert bring(root, root.parent / "out" / f"fi.{FORMS[form][1]}") == 0
    assert {path: path.read_bytes() for path in root.glob("*.toml")} == after, "a file may come twice"
    (root.parent / "out" / f"fi.{FORMS[form][1]}").unlink()
    assert not export(root, form).exists(), "nothing is left to translate"


def test_a_name_of_one_form_for_all_languages_gets_another(root: Path) -> None:
    file = export(root, "po", "--all")
    text = file.read_text(encoding="utf-8")
    assert 'msgstr "Berliner, Karl"' in text
    file.write_text(
        text.replace('msgstr "Berliner, Karl"', 'msgstr "Berliiniläinen, Karl"'), encoding="utf-8"
    )
    assert bring(root, file) == 0
    line = 'berlin = { name = "Berliner, Karl", fi = "Berliiniläinen, Karl" }'
    assert (root / "names.toml").read_text(encoding="utf-8") == NAMES.replace(
        'berlin = "Berliner, Karl"', line
    )


GLOSSARY = """\
# What readers find.
[draft]
term = "Entwurf*"
meaning = "Ein {Papier} der *Erde* ([](#a))" # von 2021
entry = { source = "Entwurf, der" }

[zone]
term = "Zone"
meaning.de = "Ein Streifen"
fi = "vyöhyke"

[translators]
term = "Nichts"
"""


@pytest.mark.parametrize("form", FORMS)
def test_what_the_glossary_says_is_translated(root: Path, form: str) -> None:
    (root / "glossary.toml").write_text(GLOSSARY, encoding="utf-8")
    assert bring(root, translate(export(root, form), form, finnish)) == 0
    text = (root / "glossary.toml").read_text(encoding="utf-8")
    assert text == GLOSSARY.replace(
        'meaning = "Ein {Papier} der *Erde* ([](#a))"',
        'meaning = { source = "Ein {Papier} der *Erde* ([](#a))", fi = "Einä {Papierä} derä *Erdeä* ([](#a))" }',
    ).replace('"Entwurf, der" }', '"Entwurf, der", fi = "Entwurfä, derä" }').replace(
        '"Ein Streifen"', '"Ein Streifen"\nmeaning.fi = "Einä Streifenä"'
    )
    assert [str(one) for one in told(root) if "glossary" in one.code] == []
    (root.parent / "out" / f"fi.{FORMS[form][1]}").unlink()
    assert not export(root, form).exists(), "nothing is left to translate"


def test_a_unit_says_what_a_name_prints(root: Path) -> None:
    text = export(root, "po").read_text(encoding="utf-8")
    said = "the name putin; an index prints “Putin, Wladimir”, a sentence “Wladimir Putin”, its short form is “Putin”"
    assert said in text
    assert "#. 1 is the name kyiv of names.toml: “Kiew”, in the translation nothing of its own yet" in text
    assert (
        "#. 3 is the name berlin of names.toml: “Karl Berliner” (short: “Berliner”), in the translation “Karl Berliner”"
        in text
    )
    names = NAMES.replace('kyiv = { de = "Kiew" }', 'kyiv = { de = "Kiew", fi = "Kiova" }')
    (root / "names.toml").write_text(names, encoding="utf-8")
    text = export(root, "po").read_text(encoding="utf-8")
    assert "#. 1 is the name kyiv of names.toml: “Kiew”, in the translation “Kiova”" in text


def test_a_language_with_a_catalog_has_no_words_to_translate(root: Path) -> None:
    assert main(["new-locale", "fr", "--book", str(root)]) == 0
    text = export(root, "po", locale="fr").read_text(encoding="utf-8")
    assert "#words" not in text and 'msgctxt "names.toml#' in text


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('msgid "Kapitel {1}"\nmsgstr ""', 'msgid "Kapitel {1}"\nmsgstr "Luku"', "exchange.codes"),
        (
            'msgid "Kapitel {1}"\nmsgstr ""',
            'msgid "Kapitel {1}"\nmsgstr "Luku {1} {x}"',
            "exchange.unwritable",
        ),
        (
            'msgid "Putin, Wladimir"\nmsgstr ""',
            'msgid "Putin, Wladimir"\nmsgstr "Putin, Vladimir, tri"',
            "exchange.breaks",
        ),
    ],
)
def test_what_would_break_the_book_stays_outside(
    root: Path, old: str, new: str, code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = export(root, "po")
    text = file.read_text(encoding="utf-8")
    assert old in text and 'msgid "Inhalt"\nmsgstr ""' in text
    text = text.replace(old, new).replace('msgid "Inhalt"\nmsgstr ""', 'msgid "Inhalt"\nmsgstr "Sisällys"')
    file.write_text(text, encoding="utf-8")
    assert bring(root, file) == 1
    said = " ".join(capsys.readouterr().err.split())
    line = text[: text.index(new)].count("\n") + 1
    assert re.search(rf"fi\.po:{line - 1}: error: .*\[{code}\]", said), said
    assert '"Contents" = "Sisällys"' in (root / "book.toml").read_text(encoding="utf-8"), "the others come in"
    assert (root / "names.toml").read_text(encoding="utf-8") == NAMES
    assert (root / "translate/fi.rejected.po").exists()


CREDIT = "Figure {numbers}: {credit}"
BEGUN = '[locales.fi]\ntitle = "A"\n'


@pytest.mark.parametrize(
    "text",
    [
        BEGUN,
        BEGUN + '\n# About the imprint.\n[imprint]\nplace = "x"\n',
        BEGUN + '[locales.fi.words] # what it says\n[imprint]\nplace = "x"\n',
        BEGUN + f'[locales.fi.words]\n"Contents" = \'Alt\'\n"{CREDIT}" = "K {{numbers}} {{credit}}"\n',
        BEGUN + f'[locales.fi.words]\n"{CREDIT}" = {{ one = "K {{numbers}} {{credit}}", other = "x" }}',
    ],
)
def test_words_are_put_where_they_belong(text: str) -> None:
    path = ("locales", "fi", "words")
    values: dict[KeyPath, str] = {
        (*path, "Contents"): "Sisällys",
        (*path, "Chapter {number}"): 'Luku "{number}"',
        (*path, CREDIT, "one"): "Kuva",
        (*path, CREDIT, "other"): "Kuvat",
    }
    new = with_settings(text, values)
    assert new is not None
    old, data = tomllib.loads(text), tomllib.loads(new)
    assert data["locales"]["fi"].pop("words") == {
        "Contents": "Sisällys",
        "Chapter {number}": 'Luku "{number}"',
        "Figure {numbers}: {credit}": {"one": "Kuva", "other": "Kuvat"},
    }
    old["locales"]["fi"].pop("words", None)
    assert data == old
    assert [line for line in text.split("\n") if line.startswith("#") and line not in new] == []
    assert quoted('Luku "{number}"') in new


INDEXED = """\
# Eins

In [Kiew]{name=kyiv} und [auf der Krim]{index="Krim" of=places}.

::: index {of=places}
Kyjiw
: see: Kiew

Krim
: also: Kiew
:::
"""


@pytest.fixture
def indexed(tmp_path: Path) -> Path:
    return indexed_book(tmp_path, INDEXED)


def indexed_book(folder: Path, text: str) -> Path:
    names = '[places]\nkyiv = { de = "Kiew", en = "Kyiv" }\n'
    found = book.write(folder / "book", {"chapters/de/01-a.md": text, "names.toml": names})
    assert main(["new-locale", "en", "--book", str(found)]) == 0
    return found


def english(file: Path, **others: str) -> Path:
    """Write translations into a PO file."""
    words = {
        "Eins": "One", "In <1>Kiew</1> und <2>auf der Krim</2>.": "In <1>Kyiv</1> and <2>on Crimea</2>.",
        "Kyjiw": "Kyjiv", "{1}Kiew": "{1}Kyiv", "Krim": "Crimea", **others,
    }  # fmt: skip
    text = file.read_text(encoding="utf-8")
    for source, target in words.items():
        assert f'msgid "{source}"\nmsgstr ""' in text, source
        text = text.replace(f'msgid "{source}"\nmsgstr ""', f'msgid "{source}"\nmsgstr "{target}"')
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize("form", sorted(FORMS))
def test_see_and_also_are_codes(indexed: Path, form: str) -> None:
    text = export(indexed, form, locale="en").read_text(encoding="utf-8")
    assert "see: " not in text and "also: " not in text
    assert "1 says “also”, in the words of the program; behind it stands an entry of the index" in text


def test_references_of_an_index_come_in(indexed: Path) -> None:
    assert bring(indexed, english(export(indexed, "po", locale="en"))) == 0
    chapter = (indexed / "chapters/en/01-a.md").read_text(encoding="utf-8")
    assert "\nKyjiv\n: see: Kyiv\n\nCrimea\n: also: Kyiv\n" in chapter
    findings = Findings()
    read_books(Context(World(indexed), findings), BuildRequest(["en"]))
    assert not findings.failed, findings.sorted()


def test_a_reference_to_no_entry_is_refused_at_its_unit(
    indexed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bring(indexed, english(export(indexed, "po", locale="en"))) == 0
    file = export(indexed, "po", "--all", locale="en")
    text = file.read_text(encoding="utf-8")
    text = text.replace('msgstr "{1}Kyiv"', 'msgstr "{1}Kiev"', 1).replace(
        'msgstr "One"', 'msgstr "Part One"'
    )
    file.write_text(text, encoding="utf-8")
    capsys.readouterr()
    assert bring(indexed, file) == 1
    said = " ".join(capsys.readouterr().err.split())
    line = text[: text.index('msgstr "{1}Kiev"')].count("\n") - 1
    assert f"en.po:{line}: error: with the translation of unit" in said
    assert "the index has no entry 'Kiev' [index.target] [exchange.breaks]" in said
    chapter = (indexed / "chapters/en/01-a.md").read_text(encoding="utf-8")
    assert chapter.startswith("# Part One\n") and ": see: Kyiv\n" in chapter and "Kiev" not in chapter


def test_an_error_elsewhere_is_refused_at_the_unit_that_causes_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The entry of a mark is changed, and with it breaks the reference to it, in a unit that stays as it is."""
    indexed = indexed_book(tmp_path, INDEXED.replace(": see: Kiew", ": see: Krim"))
    file = english(export(indexed, "po", locale="en"), **{"{1}Krim": "{1}Crimea"})
    assert bring(indexed, file) == 0
    file = export(indexed, "po", "--all", locale="en")
    text = file.read_text(encoding="utf-8")
    entry = text.index("entry in mark")
    here = text.index('msgstr "Crimea"', entry)
    changed = text[:here] + text[here:].replace('msgstr "Crimea"', 'msgstr "The Crimea"', 1)
    changed = changed.replace('msgstr "One"', 'msgstr "Part One"')
    file.write_text(changed, encoding="utf-8")
    capsys.readouterr()
    assert bring(indexed, file) == 1
    said = " ".join(capsys.readouterr().err.split())
    assert "[index.target] [exchange.breaks]" in said and said.count("[exchange.breaks]") == 1
    chapter = (indexed / "chapters/en/01-a.md").read_text(encoding="utf-8")
    assert "# Part One" in chapter and 'index="Crimea"' in chapter


def test_an_error_that_no_words_cause_holds_up_no_unit(tmp_path: Path) -> None:
    """A new chapter lacks the picture that the source has beside it; the words are not to blame."""
    root = book.write(tmp_path / "book", {"chapters/de/01-a.md": "# Eins\n\n![Ein Bild](a.png)\n\nText.\n"})
    (root / "chapters/de/a.png").write_bytes(
        (ROOT / "tests/books/everything/chapters/de/images/shade.png").read_bytes()
    )
    book.write(root, {"book.toml": book.settings(["de", "en"])})
    file = export(root, "po", locale="en")
    text = file.read_text(encoding="utf-8")
    for old, new in (("Eins", "One"), ("Ein Bild", "A picture"), ("Text.", "A text.")):
        text = text.replace(f'msgid "{old}"\nmsgstr ""', f'msgid "{old}"\nmsgstr "{new}"')
    file.write_text(text, encoding="utf-8")
    assert bring(root, file) == 0
    assert (root / "chapters/en/01-a.md").read_text(
        encoding="utf-8"
    ) == "# One\n\n![A picture](a.png)\n\nA text.\n"
