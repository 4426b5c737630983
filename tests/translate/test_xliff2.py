"""XLIFF 2.1 on the command line: out, changed as tools do it, and in again."""
# ruff: noqa: E501 -- a segment stands on one line

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bookbuilder.cli import main
from tests.cases import book

DE = "# Der *Hafen*\n\nEin [Satz](https://example.org) mit `ls`. Und *noch* einer.[^a]\n\n[^a]: Eine Note.\n"
EN = "# The *Harbor*\n\nA [sentence](https://example.org) with `ls`. And *one* more.[^a]\n\n[^a]: A note.\n"
CODES = (
    '<pc id="1" type="link" dispStart="https://example.org">',
    '<ph id="2" type="other" subType="bookbuilder:code" disp="ls"/>',
)


@pytest.fixture
def root(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A book whose translation is done."""
    found = book.write(tmp_path / "book", {"chapters/de/01-a.md": DE, "chapters/en/01-a.md": EN})
    assert main(["translate", "sync", "--same", "--book", str(found)]) == 0
    capsys.readouterr()
    return found


def export(root: Path, *words: str) -> Path:
    into = root.parent / "out"
    assert (
        main(["translate", "export", "en", "-f", "xliff2", *words, "--into", str(into), "--book", str(root)])
        == 0
    )
    return into / "en.xliff2.xlf"


def bring(root: Path, file: Path) -> int:
    return main(["translate", "import", str(file), "--book", str(root)])


def edit(file: Path, *changes: tuple[str, str]) -> Path:
    content = file.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in content, (old, content)
        content = content.replace(old, new)
    file.write_text(content, encoding="utf-8")
    return file


def english(root: Path) -> str:
    return (root / "chapters/en/01-a.md").read_text(encoding="utf-8")


def test_a_unit_has_its_codes_and_no_markdown(root: Path) -> None:
    content = export(root, "--all").read_text(encoding="utf-8")
    assert (
        f'<source>Ein {CODES[0]}Satz</pc> mit {CODES[1]}. Und <pc id="3" type="fmt" subType="xlf:i">noch</pc> einer.'
        in content
    )
    assert '<segment id="s1" state="translated">' in content
    assert (
        'original="chapters/de/01-a.md"' in content and 'version="2.1" srcLang="de" trgLang="en"' in content
    )
    assert not re.search(r"<(source|target)>[^<]*[*`\[]", content)


def test_what_is_open_goes_out_with_what_was_there_before(root: Path) -> None:
    edit(
        root / "chapters/de/01-a.md",
        ("Eine Note.", "Eine `neue` Note."),
        ("Ein [Satz]", "## Ganz neu\n\nEin [Satz]"),
    )
    content = export(root).read_text(encoding="utf-8")
    assert content.count("<unit ") == 2
    match = re.search(r'<mtc:match ref="#s1".*?</mtc:match>', content, re.DOTALL)
    assert match and "<source>Eine Note.</source>\n<target>A note.</target>" in match[0]
    assert '<segment id="s1" state="initial" subState="bookbuilder:review">' in content
    assert '<segment id="s1" state="initial">\n<source>Ganz neu</source>\n</segment>' in content
    assert (
        bring(
            root,
            edit(
                root.parent / "out/en.xliff2.xlf",
                ("Ganz neu</source>", "Ganz neu</source>\n<target>Quite new</target>"),
            ),
        )
        == 0
    )
    assert "\n## Quite new\n" in english(root) and "[^a]: A note.\n" in english(root)


def test_a_tool_may_cut_a_unit_and_write_codes_in_its_own_way(root: Path) -> None:
    file = export(root, "--all")
    content = file.read_text(encoding="utf-8")
    start = content.index('<segment id="s1" state="translated">\n<source>Ein <pc')
    end = content.index("</segment>", start) + len("</segment>")
    tail = '<pc id="3">{0}</pc> {1}.<ph id="4"/>'
    segments = (
        '<segment id="a" state="reviewed"><source>Ein <sc id="1"/>Satz<ec startRef="1"/> mit <ph id="2"/>.</source>'
        '<target>One <sc id="1"/>sentence<ec startRef="1"/> <mrk id="m" translate="no">with</mrk> <ph id="2"/>.</target></segment>'
        '<ignorable><source> </source></ignorable>'
        f'<segment id="b" state="final"><source>Und {tail.format("noch", "einer")}</source><target>And {tail.format("one", "more")}</target></segment>'
    )  # fmt: skip
    file.write_text(content[:start] + segments + content[end:], encoding="utf-8")
    assert bring(root, file) == 0
    assert english(root) == EN.replace("A [sentence]", "One [sentence]")


def test_what_is_translated_in_part_is_kept(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = edit(
        export(root, "--all"),
        ("<source>Eine Note.</source>\n<target>A note.</target>", "<source>Eine </source><target>One </target></segment><segment><source>Note.</source>"),
    )  # fmt: skip
    capsys.readouterr()
    assert bring(root, file) == 1
    assert "is translated in part: 1 of its 2 segments have none [exchange.partial]" in " ".join(
        capsys.readouterr().err.split()
    )
    kept = (root / "translate/en.rejected.xliff2.xlf").read_text(encoding="utf-8")
    assert "<target>One Note.</target>" in kept and 'version="2.1"' in kept
    assert english(root) == EN


def test_targets_may_change_places(root: Path) -> None:
    file = edit(
        export(root, "--all"),
        ("<source>Eine Note.</source>\n<target>A note.</target>",
         '<source>Eine</source><target order="3">note.</target></segment><ignorable><source> </source></ignorable><segment><source>Note.</source><target order="1">Some</target>'),
    )  # fmt: skip
    assert bring(root, file) == 0
    assert "[^a]: Some note.\n" in english(root)


def test_a_unit_that_breaks_the_standard_is_kept_and_hinders_no_other(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = edit(export(root, "--all"), ("with <ph", "with <ph dataRef='d1'"), ("A note.", "One note."))
    capsys.readouterr()
    assert bring(root, file) == 1
    said = " ".join(capsys.readouterr().err.split())
    assert re.search(r"en\.xliff2\.xlf:\d+: error: unit [0-9a-f]{12} is not valid: dataRef names d1", said)
    assert english(root) == EN.replace("A note.", "One note.")
    assert "dataRef names d1" in (root / "translate/en.rejected.xliff2.xlf").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new"),
    [('version="2.1"', 'version="2.2"'), ('trgLang="en"', 'trgLang="e n"'), ("document:2.0", "document:2.2"), ('id="f1"', 'id="f 1"')],
)  # fmt: skip
def test_a_document_that_breaks_the_standard_is_refused_whole(
    root: Path, old: str, new: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = edit(export(root, "--all"), ("A note.", "One note."), (old, new))
    capsys.readouterr()
    assert bring(root, file) == 1
    assert "[exchange.broken]" in capsys.readouterr().err
    assert english(root) == EN


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_the_format_is_known_by_what_a_file_holds(root: Path, encoding: str) -> None:
    file = edit(export(root, "--all"), ("A note.", "One note."))
    content = file.read_text(encoding="utf-8").replace(
        'encoding="UTF-8"', f'encoding="{encoding.removesuffix("-sig")}"'
    )
    other = file.with_suffix(".XLIFF")
    other.write_bytes(content.replace("<xliff ", "<!-- from a tool --><xliff ").encode(encoding))
    assert bring(root, other) == 0
    assert english(root) == EN.replace("A note.", "One note.")
