"""Words in drawings and alternative texts by language: told, handed to translators, taken back, and filled in."""

from __future__ import annotations

import re
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookbuilder import api, toml
from bookbuilder.cli import main
from bookbuilder.document.drawing_words import drawing_words, with_words
from bookbuilder.translate.exchange.write_back_pictures import with_picture_text
from tests.cases import book

DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 60"><title>nie gezeigt</title>
<text x="10" y="20">Hilfe  der <tspan>USA</tspan></text><text x="10" y="40">"Waffen": 200</text><text>x 17</text></svg>"""
GERMAN = "# A\n\nText.\n\n![Ein Bild](../../images/aid.svg)\n"
ENGLISH = "# A\n\nText.\n\n![A picture](../../images/aid.svg)\n"
WORDS = {"Hilfe der": "Aid of the", "USA": "US", '"Waffen": 200': '"Arms" & more: 200'}
EDITIONS = (
    '[editions.epub]\nformat = "epub"\n\n[editions.print]\nformat = "pdf"\n\n[editions.web]\nformat = "web"\n'
)


def written(root: Path, **others: str) -> Path:
    """Write a book in two languages whose chapters share a drawing."""
    files = {"chapters/de/01-a.md": GERMAN, "chapters/en/01-a.md": ENGLISH, "images/aid.svg": DRAWING}
    return book.write(
        root, {**files, **{name.replace("__", "."): text for name, text in others.items()}}, editions=EDITIONS
    )


def told(root: Path, code: str) -> list[str]:
    """Return what a check says with a code."""
    return [one.message for one in api.check(root, jobs=1).diagnostics if one.code == code]


def test_words_are_pieces_of_text_with_letters() -> None:
    assert drawing_words(DRAWING.encode()) == tuple(WORDS)
    assert drawing_words(b"<svg>text") == ()


@given(st.dictionaries(st.text(min_size=1, max_size=20), st.text(min_size=1, max_size=20), max_size=5))
def test_any_words_can_stand_in_a_drawing(words: dict[str, str]) -> None:
    printable = {key: "".join(filter(str.isprintable, text)) for key, text in words.items()}
    made = with_words(DRAWING.encode(), {**WORDS, **printable})
    assert made == with_words(DRAWING.encode(), {**WORDS, **printable})
    drawing_words(made)


def test_a_drawing_without_translations_stays_as_it_is() -> None:
    data = DRAWING.encode()
    assert with_words(data, {}) is data and with_words(data, {"other": "words"}) is data


def test_foreign_words_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = written(tmp_path)
    assert [f"[picture.words] {one}" for one in told(root, "picture.words")] == [
        '[picture.words] aid.svg has German words: “Hilfe der”, “USA”, “"Waffen": 200”'
    ]
    main(["status", str(root)])
    assert "images/aid.svg: missing: it has words in German" in capsys.readouterr().out


@pytest.mark.parametrize(
    "rights",
    [
        '[pictures."images/aid.svg"]\nwords = "any"\n',
        '[pictures."images/"]\nwords = "any"\n',
        '[pictures."images/aid.svg".words.en]\n"Hilfe der" = "a"\n"USA" = "b"\n"\\"Waffen\\": 200" = "c"\n',
    ],
)
def test_words_that_are_there_are_not_missed(rights: str, tmp_path: Path) -> None:
    root = written(tmp_path, pictures__toml=rights)
    assert told(root, "picture.words") == told(root, "rights.missing") == []


def test_a_drawing_of_its_own_needs_no_words(tmp_path: Path) -> None:
    root = written(tmp_path)
    (root / "images/aid.en.svg").write_text(DRAWING, encoding="utf-8")
    assert told(root, "picture.words") == []


def xliff(text: str) -> str:
    for source, target in WORDS.items():
        source, target = (one.replace("&", "&amp;") for one in (source, target))
        pattern = rf"(<source>{re.escape(source)}</source>\s*)<target[^>]*?(?:/>|>.*?</target>)"
        text, count = re.subn(
            pattern, rf'\1<target state="translated">{target}</target>', text, flags=re.DOTALL
        )
        assert count == 1, source
    return text


def xliff2(text: str) -> str:
    for source, target in WORDS.items():
        source, target = (one.replace("&", "&amp;") for one in (source, target))
        pattern = rf"(<source[^>]*>{re.escape(source)}</source>)(?:\s*<target[^>]*?(?:/>|>.*?</target>))?"
        text, count = re.subn(pattern, rf"\1<target>{target}</target>", text, flags=re.DOTALL)
        assert count == 1, source
    return text


def po(text: str) -> str:
    for source, target in WORDS.items():
        source, target = (one.replace('"', '\\"') for one in (source, target))
        start = text.index(f'msgid "{source}"\nmsgstr "') + len(f'msgid "{source}"\nmsgstr "')
        text = text[:start] + target + text[text.index('"\n', start) :]
    return text


@pytest.mark.parametrize(
    ("form", "name", "translate"),
    [("xliff", "en.xlf", xliff), ("xliff2", "en.xliff2.xlf", xliff2), ("po", "en.po", po)],
)
def test_translators_get_the_words(
    form: str, name: str, translate: Callable[[str], str], tmp_path: Path
) -> None:
    root = written(tmp_path / "book")
    assert (
        main(["translate", "export", "en", "--all", "-f", form, "--book", str(root), "--into", str(tmp_path)])
        == 0
    )
    file = tmp_path / name
    file.write_text(translate(file.read_text(encoding="utf-8")), encoding="utf-8")
    assert main(["translate", "import", str(file), "--book", str(root)]) == 0
    data = toml.loads((root / "pictures.toml").read_text(encoding="utf-8"))
    assert data["pictures"]["images/aid.svg"]["words"]["en"] == WORDS
    assert told(root, "picture.words") == []


def test_the_words_are_filled_in(tmp_path: Path) -> None:
    lines = "\n".join(f"{key!r} = {text!r}" for key, text in WORDS.items())
    root = written(tmp_path, pictures__toml=f'[pictures."images/aid.svg".words.en]\n{lines}\n')
    api.build(root, jobs=1)
    for language, word in (("en", "Aid of the"), ("de", "Hilfe  der")):
        assert word in (root / f"output/fall.{language}/images/aid.svg").read_text(encoding="utf-8")
        with zipfile.ZipFile(root / f"output/fall.{language}.epub") as archive:
            (name,) = [one for one in archive.namelist() if one.endswith("aid.svg")]
            assert word in archive.read(name).decode()
    text = subprocess.run(
        ["pdftotext", root / "output/fall.en.print.pdf", "-"], capture_output=True, text=True, check=True
    ).stdout
    assert "Arms" in text and "Waffen" not in text


TEXTS = (
    "",
    '[pictures."a b.svg"]\nauthor = "A" # who\n',
    '[pictures."a b.svg"]\nauthor = "A"\nwords = { en = { k = "v" } }\n\n[licences]\n',
    '[pictures."a b.svg".words]\nen = {}\n',
    "[pictures.\"a b.svg\".words.en]\n'x y' = 'old'\n",
    '[pictures]\n"a b.svg" = { author = "A" }\n',
)


@pytest.mark.parametrize("text", TEXTS)
def test_a_translation_is_put_into_any_file(text: str) -> None:
    path = ("pictures", "a b.svg", "words", "en", "x y")
    made = with_picture_text(text, path, "z")
    if 'A", }' in text:
        return  # TOML 1.0 has no comma there
    assert made is not None
    assert toml.loads(made)["pictures"]["a b.svg"]["words"]["en"]["x y"] == "z"
    assert ("# who" in made) == ("# who" in text)


def test_alternative_texts_by_language(tmp_path: Path) -> None:
    alt = (
        '[pictures."images/aid.svg"]\nwords = "any"\n\n[pictures."images/aid.svg".alt]\nde = "Zwei Balken."\n'
        'en = { text = "Two bars.", origin = "machine" }\n'
    )
    bare = {
        "chapters/de/01-a__md": GERMAN.replace("Ein Bild", ""),
        "chapters/en/01-a__md": ENGLISH.replace("A picture", ""),
    }
    root = written(tmp_path, pictures__toml=alt, **bare)
    assert [f"[image.unsigned] {one}" for one in told(root, "image.unsigned")] == [
        "[image.unsigned] nobody has signed the alternative text of images/aid.svg, which a machine has written"
    ]
    api.build(root, editions=["web"], jobs=1)
    for language, words in (("de", "Zwei Balken."), ("en", "Two bars.")):
        assert f'alt="{words}"' in (root / f"output/fall.{language}/01-a.html").read_text(encoding="utf-8")
    (root / "pictures.toml").write_text(alt.replace('origin = "machine"', 'origin = "machine", signed = "J"'))
    assert told(root, "image.unsigned") == []
    (root / "pictures.toml").write_text(alt.replace("en = {", "fr = {"))
    assert len(told(root, "image.alt")) == 1
