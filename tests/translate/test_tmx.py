"""Translation memories: what is translated goes out, and what comes in waits for a person to look at it."""
# ruff: noqa: E501 -- a segment stands on one line

from __future__ import annotations

from pathlib import Path

import pytest
from translate.storage.tmx import tmxfile

from bookbuilder.cli import main
from bookbuilder.diagnostics import Findings
from bookbuilder.translate.chapter_blocks import blocks
from bookbuilder.translate.exchange import tmx
from tests.cases import book
from tests.translate.dossier import copy

DE = "# Der *Hafen*\n\nEin [Satz](https://example.org) mit `ls` und *zwei* Noten.[^a]\n\nGanz ohne.\n\n[^a]: Eine Note.\n"
EN = "# The *Harbor*\n\nA *two*-note [sentence](https://example.org) with `ls`.[^a]\n\nNone at all.\n\n[^a]: A note.\n"


def memory(*units: str, head: str = "") -> str:
    return f"""<?xml version="1.0" encoding="UTF-8"?>{head}
<tmx version="1.4"><header creationtool="x" creationtoolversion="1" segtype="sentence" o-tmf="x" adminlang="en"
srclang="*all*" datatype="xml"/><body>{"".join(units)}</body></tmx>"""


def pair(first: str, second: str, tags: tuple[str, str] = ("de-DE", "en-US")) -> str:
    both = zip(tags, (first, second), strict=True)
    variants = (f'<tuv xml:lang="{tag}"><seg>{said}</seg></tuv>' for tag, said in both)
    return f"<tu>{''.join(variants)}</tu>"


@pytest.fixture
def root(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A book of one chapter that is translated."""
    found = book.write(tmp_path / "book", {"chapters/de/01-a.md": DE, "chapters/en/01-a.md": EN})
    assert main(["translate", "sync", "--same", "--book", str(found)]) == 0
    capsys.readouterr()
    return found


def export(root: Path) -> Path:
    into = root.parent / "out"
    assert main(["translate", "export", "en", "-f", "tmx", "--into", str(into), "--book", str(root)]) == 0
    return into / "en.tmx"


def bring(root: Path, content: str | Path) -> int:
    file = root.parent / "memory.tmx"
    file.write_text(
        content if isinstance(content, str) else content.read_text(encoding="utf-8"), encoding="utf-8"
    )
    return main(["translate", "import", str(file), "--book", str(root)])


def untranslated(root: Path) -> None:
    (root / "chapters/en/01-a.md").unlink()
    (root / "l10n/en/01-a.toml").unlink()


def english(root: Path) -> str:
    return (root / "chapters/en/01-a.md").read_text(encoding="utf-8")


def test_what_is_translated_goes_out_and_the_translate_toolkit_reads_it(root: Path) -> None:
    (root / "chapters/de/01-a.md").write_text(
        DE.replace("Eine Note", "Eine neue Note") + "\nNeu.\n", encoding="utf-8"
    )
    with export(root).open("rb") as stream:
        found = {unit.source: unit.target for unit in tmxfile(stream, "de", "en").units}
    assert found["Ganz ohne."] == "None at all."
    assert found["Eine Note."] == "A note.", "of what is outdated, the source as it was translated"
    assert "Neu." not in found and "Eine neue Note." not in found


@pytest.mark.heavy
def test_the_dossier_goes_out_whole_and_fills_itself_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = copy(tmp_path)
    file = export(root)
    with file.open("rb") as stream:
        assert len(tmxfile(stream, "de-DE", "en-US").units) > 190
    name = "04-mittwoch"
    before = [
        (b.kind, b.digest) for b in blocks((root / f"chapters/en/{name}.md").read_text(encoding="utf-8"), "a")
    ]
    (root / f"chapters/en/{name}.md").unlink()
    (root / f"l10n/en/{name}.toml").unlink()
    assert main(["translate", "import", str(file), "--book", str(root)]) == 0
    after = [
        (b.kind, b.digest) for b in blocks((root / f"chapters/en/{name}.md").read_text(encoding="utf-8"), "a")
    ]
    same = sum(one == other for one, other in zip(before, after, strict=True))
    assert same >= 16, (same, len(before))
    capsys.readouterr()
    assert main(["status", str(root), "--chapter", name, "--strict"]) == 1
    assert " done " not in capsys.readouterr().out, "what a memory says is never done"


def test_what_is_filled_in_waits_for_somebody_to_look_at_it(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = export(root)
    untranslated(root)
    assert bring(root, file) == 0
    assert "en: 4 blocks filled in, to be reviewed" in capsys.readouterr().out
    assert english(root) == EN
    assert main(["status", str(root), "--strict"]) == 1
    out = root.parent / "out"
    for form, name, said in (
        ("xliff", "en.xlf", 'state="needs-review-translation"'),
        ("xliff2", "en.xliff2.xlf", ":review"),
        ("po", "en.po", "#, fuzzy"),
    ):
        assert main(["translate", "export", "en", "-f", form, "--into", str(out), "--book", str(root)]) == 0
        assert (out / name).read_text(encoding="utf-8").count(said) == 4
    before = {path: path.read_bytes() for path in sorted(root.rglob("*.*")) if path.is_file()}
    assert bring(root, file) == 0
    assert {path: path.read_bytes() for path in before} == before
    assert main(["translate", "sync", "--book", str(root)]) == 0
    assert main(["status", str(root), "--strict"]) == 0


def test_what_somebody_has_translated_is_left_alone(root: Path) -> None:
    before = english(root)
    assert bring(root, memory(pair("Ganz ohne.", "Without any."))) == 0
    assert english(root) == before
    (root / "chapters/de/01-a.md").write_text(
        DE.replace("Ganz ohne.", "Ganz und gar ohne."), encoding="utf-8"
    )
    assert bring(root, memory(pair("Ganz und gar ohne.", "Without any at all."))) == 0
    assert english(root) == before, "nor is what is outdated"


SENTENCE = (
    'Ein <bpt i="7" x="70">[</bpt>Satz<ept i="7">](u)</ept> mit <ph x="8">c</ph> und <bpt i="9" x="2">*</bpt>zwei<ept i="9"/>'
    ' Noten.<ph x="3"/>'
)


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        (SENTENCE, 'With <ph x="8"/> a <bpt i="1" x="70"/>sentence<ept i="1"/> of <bpt i="2" x="2"/>two<ept i="2"/>.<ph x="3"/>',
         "With `ls` a [sentence](https://example.org) of *two*.[^a]"),
        (SENTENCE.replace(' x="70"', "").replace(' x="2"', "").replace(' x="8"', "").replace(' x="3"', ""),
         'A <bpt i="1"/>sentence<ept i="1"/>, <ph/>, <hi><bpt i="2"/>two<ept i="2"/></hi>.<ph/>',
         "A [sentence](https://example.org), `ls`, *two*.[^a]"),
        (SENTENCE, 'A <bpt i="1" x="70"/>sentence<ept i="1"/> without its notes', None),
        (SENTENCE.replace("zwei", "drei"), 'A <ph x="8"/>', None),
        ("Ein Satz mit und zwei Noten.", "A sentence", None),
        (SENTENCE, "A <ept i='1'/>", None),
        (SENTENCE, "<x/>", None),
    ],
)  # fmt: skip
def test_only_the_same_text_with_the_same_codes_is_filled_in(
    root: Path, first: str, second: str, said: str | None
) -> None:
    untranslated(root)
    doctype = '<!DOCTYPE tmx SYSTEM "tmx14.dtd">'
    assert (
        bring(root, memory(pair("Ganz ohne.", "None."), pair(first, second, ("DE", "en_us")), head=doctype))
        == 0
    )
    assert english(root) == DE.replace("Ganz ohne.", "None.").replace(
        DE.split("\n")[2], said or DE.split("\n")[2]
    )


def test_of_several_the_last_of_the_same_chapter_is_taken(root: Path) -> None:
    untranslated(root)
    own = pair("Ganz ohne.", "Own.").replace("<tu>", '<tu><prop type="x-chapter">chapters/de/01-a.md</prop>')
    assert bring(root, memory(pair("Ganz ohne.", "First."), own, pair("Ganz ohne.", "Last."))) == 0
    assert "\nOwn.\n" in english(root)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (memory(pair("a", "b"), head='<!DOCTYPE tmx [<!ENTITY a "b">]>'), "[exchange.active]"),
        (memory(pair("a", "b"), head='<!DOCTYPE tmx SYSTEM "a"[]>'), "[exchange.active]"),
        (memory(pair("a", "b"), head="<!DOCTYPE html>"), "[exchange.active]"),
        (memory(pair("&a;", "b"), head='<!DOCTYPE tmx SYSTEM "file:///etc/passwd">'), "[exchange.broken]"),
        ("<html/>", "it begins with <html>, not as TMX does"),
        ("", "[exchange.broken]"),
        (memory(pair("a", "b"))[:-20], "[exchange.broken]"),
        (memory(pair("a", "b", ("fr", "it"))), "[exchange.language]"),
        (memory(pair("<g>" * 300 + "</g>" * 300, "b")), "[exchange.broken]"),
    ],
)  # fmt: skip
def test_a_memory_that_is_none_is_told_and_changes_nothing(
    root: Path, content: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    untranslated(root)
    assert bring(root, content) == 1
    assert said in " ".join(capsys.readouterr().err.split())
    assert not (root / "chapters/en/01-a.md").exists()


def test_bytes_of_any_kind_are_no_memory() -> None:
    for data in (
        b"\xff\xfe",
        b"\0" * 99,
        "<tmx/>".encode("utf-16"),
        b"<tmx>" * 999,
        memory("<tu/>", "<tu><tuv/></tu>").encode(),
    ):
        assert tmx.read(data, "a.tmx", Findings()) == ()
