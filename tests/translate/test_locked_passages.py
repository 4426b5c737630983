"""What is not to be translated: it counts as done, no check has anything against it, and no tool can change it."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookbuilder.cli import main
from bookbuilder.translate.chapter_blocks import blocks
from bookbuilder.translate.locked_passages import locked_passages, mask_locked, only_locked, without_locked
from tests.cases import book
from tests.translate.schema import SCHEMA

LAW = "Die Würde des Menschen ist unantastbar. Sie zu achten und zu schützen ist Verpflichtung aller Gewalt."
DE = f"""\
---
title: Das Gesetz
---

Hier steht, was gilt, und zwar für alle, die hier leben.

{{lang=de translate=no}}
> {LAW}

Wer schreibt, schreibt an [Musterstraße 1 in Berlin]{{translate=no}}, und bekommt eine Antwort.

- [Musterstraße 1, Berlin]{{translate=no}}
- Ein Punkt

::: aside Anschrift {{translate=no}}
Erika Mustermann wohnt dort und ist zu Hause.
:::

## Und so weiter {{#weiter translate=no}}

Ein letzter Satz, der übersetzt werden soll.
"""
EN = f"""\
---
title: The Law
---

Here stands what holds, namely for all who live here.

{{lang=de translate=no}}
> {LAW}

Whoever writes, writes to [Musterstraße 1 in Berlin]{{translate=no}}, and gets an answer.

- [Musterstraße 1, Berlin]{{translate=no}}
- An item

::: aside Anschrift {{translate=no}}
Erika Mustermann wohnt dort und ist zu Hause.
:::

## Und so weiter {{#weiter translate=no}}

One last sentence that is to be translated.
"""
OWN = EN.replace(LAW, "Human dignity shall be inviolable.[^a]\n\n[^a]: The official translation.").replace(
    "{lang=de translate=no}\n", "{translate=no}\n"
)


def write(root: Path, de: str = DE, en: str = EN, **more: str) -> Path:
    files: dict[str, str | bytes] = {"chapters/de/01-a.md": de, "chapters/en/01-a.md": en, **more}
    return book.write(root, files)


def done(capsys: pytest.CaptureFixture[str], root: Path, *words: str) -> dict[str, int]:
    """Return how many blocks of the chapter stand how."""
    capsys.readouterr()
    assert main(["status", str(root), "--json", "-c", "01-a", *words]) == 0
    (one,) = json.loads(capsys.readouterr().out)["locales"]["en"]
    return {standing: count["blocks"] for standing, count in one["counts"].items()}


def told(capsys: pytest.CaptureFixture[str], root: Path) -> str:
    capsys.readouterr()
    main(["check", str(root), "--quick", "--edition", "pdf", "--locale", "en"])
    said = capsys.readouterr()
    return said.out + said.err


def test_which_blocks_are_not_to_be_translated() -> None:
    found = [(block.text[:14], block.locked) for block in blocks(DE, "a.md")]
    assert [text for text, fixed in found if fixed] == [
        "Die Würde des ",
        "[Musterstraße ",
        "Anschrift",
        "Erika Musterma",
        "Und so weiter",
    ]
    assert len(found) == 10
    assert all(block.locked for block in blocks(DE.replace("title:", "translate: no\ntitle:"), "a.md"))
    assert not any(block.locked for block in blocks("{translate=no}\n\n[^a]: Eine Note.\n\nText.\n", "a.md"))
    assert [b.locked for b in blocks("{translate=no}\n\n    code\n\nText [a]{translate=no}.\n", "a.md")] == [
        True,
        False,
    ]


def test_it_counts_as_done_without_a_state(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write(tmp_path)
    assert done(capsys, root) == {"done": 5, "missing": 5}
    assert main(["status", str(root), "--csv", "-c", "01-a"]) == 0
    rows = [row.split(",") for row in capsys.readouterr().out.splitlines()[1:]]
    assert {row[2]: row[3] for row in rows} == {"new": "5", "unchanged": "5"}
    words = {row[2]: int(row[4]) for row in rows}
    law = len(LAW.replace(".", "").split())
    assert words["unchanged"] == law + 3 + 1 + 8 + 3 + 4, "the passage inside a sentence is unchanged as well"


def test_a_text_of_the_locale_may_stand_in_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = write(tmp_path, en=OWN)
    assert main(["translate", "sync", "01-a", "--book", str(root)]) == 0
    assert done(capsys, root) == {"done": 10, "orphan": 1}  # its own note
    assert "[translation." not in told(capsys, root)


@pytest.mark.heavy
def test_no_check_has_anything_against_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    glossary = '[law]\nterm = ["Mensch*", "Musterstraße"]\nen = "human being"\nnot = { en = "Menschen" }\n'
    root = write(tmp_path, **{"glossary.toml": glossary})
    said = told(capsys, root)
    assert "[translation." not in said and "[term." not in said
    bare = {"de": DE, "en": EN}
    for name, text in bare.items():
        bare[name] = re.sub(
            r"\n\{[^{}]*\}\n|(?<=\w)? ?\{[^{}#]*translate=no\}", lambda m: "\n" * m[0].count("\n"), text
        )
    bare["en"] = bare["en"].replace("[Musterstraße 1, Berlin]", "Musterstraße 1, Berlin")
    bare["de"] = bare["de"].replace("[Musterstraße 1, Berlin]", "Musterstraße 1, Berlin")
    write(tmp_path / "b", bare["de"], bare["en"], **{"glossary.toml": glossary})
    assert "[translation.same]" in told(capsys, tmp_path / "b"), "the same book without the braces"


def export(root: Path, *words: str) -> str:
    assert main(["translate", "export", "en", "--into", str(root / "out"), "--book", str(root), *words]) == 0
    (file,) = (root / "out").iterdir()
    return file.read_text(encoding="utf-8")


def test_tools_cannot_change_it(tmp_path: Path) -> None:
    root = write(tmp_path)
    content = export(root, "-c", "01-a")
    SCHEMA.validate(content)
    assert content.count('translate="no"') == 5
    assert re.search(
        rf'translate="no" xml:space="preserve">\n<source>{LAW}</source>\n<target state="final"', content
    )
    code = '<x id="1" ctype="x-fixed" equiv-text="Musterstraße 1 in Berlin"/>'
    assert f"<source>Wer schreibt, schreibt an {code}, und bekommt eine Antwort.</source>" in content
    assert "1 stays as it is: Musterstraße 1 in Berlin</note>" in content
    (root / "out/en.xlf").unlink()
    po = export(root, "-c", "01-a", "-f", "po")
    assert po.count("#. stays as it is, and is not to be translated") == 5
    assert 'msgid "Wer schreibt, schreibt an {1}, und bekommt eine Antwort."' in po


def test_a_copy_of_an_older_text_is_outdated_and_comes_along(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = write(tmp_path)
    assert main(["translate", "sync", "01-a", "--same", "--book", str(root)]) == 0
    assert done(capsys, root) == {"done": 10}
    new = DE.replace("aller Gewalt", "aller staatlichen Gewalt").replace("Ein Punkt", "Ein anderer Punkt")
    (root / "chapters/de/01-a.md").write_text(new, encoding="utf-8")
    assert done(capsys, root) == {"done": 8, "outdated": 2}
    file = root / "out/en.xlf"
    content = export(root)
    file.write_text(content.replace(">An item<", ">Another item<"), encoding="utf-8")
    assert main(["translate", "import", str(file), "--book", str(root)]) == 0
    found = (root / "chapters/en/01-a.md").read_text(encoding="utf-8")
    assert found == EN.replace("aller Gewalt", "aller staatlichen Gewalt").replace("An item", "Another item")
    assert done(capsys, root) == {"done": 10}


def test_its_own_text_stays_when_the_source_changes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = EN.replace(LAW, "Human dignity shall be inviolable.")
    root = write(tmp_path, en=own)
    assert main(["translate", "sync", "01-a", "--same", "--book", str(root)]) == 0
    (root / "chapters/de/01-a.md").write_text(DE.replace("aller Gewalt", "aller Macht"), encoding="utf-8")
    assert done(capsys, root) == {"done": 10}


def test_a_passage_may_be_the_locale_s_own(tmp_path: Path) -> None:
    own = EN.replace("[Musterstraße 1 in Berlin]{translate=no}", "[1 Sample Street, Berlin]{translate=no}")
    root = write(tmp_path, en=own)
    assert main(["translate", "sync", "01-a", "--same", "--book", str(root)]) == 0
    (root / "chapters/de/01-a.md").write_text(
        DE.replace("eine Antwort", "bald eine Antwort"), encoding="utf-8"
    )
    file = root / "out/en.xlf"
    content = export(root)
    file.write_text(
        content.replace("gets an answer.</target>\n<context", "soon gets one.</target>\n<context"), "utf-8"
    )
    assert main(["translate", "import", str(file), "--book", str(root)]) == 0
    found = (root / "chapters/en/01-a.md").read_text(encoding="utf-8")
    assert found == own.replace("gets an answer", "soon gets one")


def test_a_missing_law_is_missing_and_comes_with_the_next_import(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = write(tmp_path, en=EN.replace(f"{{lang=de translate=no}}\n> {LAW}\n\n", ""))
    assert main(["translate", "sync", "01-a", "--same", "--book", str(root)]) == 0
    (root / "chapters/de/01-a.md").write_text(DE.replace("Ein Punkt", "Ein anderer Punkt"), encoding="utf-8")
    assert done(capsys, root) == {"done": 8, "missing": 1, "outdated": 1}
    file = root / "out/en.xlf"
    content = export(root)
    file.write_text(content.replace(">An item<", ">Another item<"), encoding="utf-8")
    assert main(["translate", "import", str(file), "--book", str(root)]) == 0
    assert (root / "chapters/en/01-a.md").read_text(encoding="utf-8") == EN.replace("An item", "Another item")


@pytest.mark.heavy
def test_a_chapter_that_stays_need_not_be_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    law = f"---\ntitle: Grundgesetz\ntranslate: no\n---\n\n{LAW}\n"
    root = write(tmp_path, **{"chapters/de/02-b.md": law})
    said = told(capsys, root)
    assert "chapter.missing" not in said and "chapter.borrowed" not in said
    capsys.readouterr()
    assert main(["status", str(root), "--json", "-c", "02-b"]) == 0
    (one,) = json.loads(capsys.readouterr().out)["locales"]["en"]
    assert one["counts"] == {"done": {"blocks": 2, "words": 17}} and one["open"] == []
    assert main(["build", str(root), "--edition", "web", "--locale", "en"]) == 0
    page = next((root / "output").rglob("02-b.html")).read_text(encoding="utf-8")
    assert re.search(r'<article id="02-b"[^>]* lang="de-DE"[^>]* translate="no"', page)
    assert "Not translated yet" not in page


TEXTS = st.text(alphabet="ab []{}=\\`\n", max_size=12)
PARTS = st.lists(TEXTS | st.just("{translate=no}") | st.just("]{lang=de translate=no}"), max_size=8)


@given(PARTS)
def test_a_text_is_its_passages_and_the_rest(parts: list[str]) -> None:
    text = "".join(parts)
    found = locked_passages(text)
    assert all(text[start] == "[" and text[:end].endswith("}") for start, end in found)
    assert all(end <= start for (_, end), (start, _) in pairwise(found))
    assert len(without_locked(text)) == len(text) - sum(end - start for start, end in found)
    assert len(mask_locked(text)) == len(text) and mask_locked(text).replace("\0", "").count(
        "\n"
    ) == text.count("\n")
    assert only_locked(text) == " ".join(text[start:end] for start, end in found)
