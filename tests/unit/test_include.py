"""`::: include`: positions are those of the included file, each language has its own, and nothing goes round or outside."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from bookbuilder import api
from bookbuilder.cli import main
from bookbuilder.diagnostics import Findings
from bookbuilder.document.galley import text
from bookbuilder.document.walk import walk
from bookbuilder.formats.format import formats
from bookbuilder.pipeline.build_request import BuildRequest
from bookbuilder.pipeline.context import Context
from bookbuilder.pipeline.edition_variants import with_variants
from bookbuilder.pipeline.locale_version import LocaleVersion
from bookbuilder.pipeline.plan import make_plan
from bookbuilder.pipeline.read_locales import read_locales
from bookbuilder.project import load
from bookbuilder.world import World
from tests.cases import book

FIRST = "chapters/de/01-a.md"
INCLUDE = "::: include {{src={}}}\n:::\n\n"
BOTH = INCLUDE.format("/teile/recht.md") + INCLUDE.format("lokal/x.md")
EMPTY = 'msgstr ""'


def read(root: Path) -> tuple[dict[str, str], list[str]]:
    """Return the words of each locale, and what is said."""
    world, findings = World(root), Findings()
    project = load(world, findings, formats())
    assert project is not None
    plan = with_variants(make_plan(project, BuildRequest(), formats()), world, formats())
    readings = read_locales(Context(world, findings), plan, formats())
    words = {}
    for _, edition in plan.wanted:
        chapters = readings[LocaleVersion.of(edition.locale)].document.chapters
        words[f"{edition.locale.name} {edition.name}"] = " ".join(
            word
            for one in chapters
            if one.span.path.endswith(".md")
            for node in walk((one.blocks, one.notes))
            for word in text(node).split()
        )
    return words, [f"{one.span}: {one.code}: {one.hint}" for one in findings.sorted()]


def test_a_file_is_printed_where_it_is_included(tmp_path: Path) -> None:
    files = {
        FIRST: f"# A\n\nVor.\n\n{INCLUDE.format('teile/b.md')}- Punkt\n\n  ::: include {{src=/c.md}}\n  :::\n\nNach.[^1]\n",
        "chapters/de/teile/b.md": "---\ntitle: ungenutzt\n---\n\n## B\n\nMit Note[^1].\n\n"
        + INCLUDE.format("../../../c.md")
        + "[^1]: Note.\n",
        "c.md": "Aus C.\n",
    }
    words, said = read(book.write(tmp_path, files, editions=book.PRINT))
    assert words["de print"] == "Vor. B Mit Note . Aus C. Punkt Aus C. Nach. Note."
    assert said == []


def test_problems_are_at_their_place_in_the_file(tmp_path: Path) -> None:
    files = {
        FIRST: "# A\n\n::: include {src=teile/b.md}\n:::\n",
        "chapters/de/teile/b.md": "---\nx: y\n---\n\nWords.\n\n> See [](#nowhere).\n",
    }
    _, said = read(book.write(tmp_path, files, editions=book.PRINT))
    assert said == ["chapters/de/teile/b.md:7:7: reference.unknown: put {#nowhere} there"]


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("::: include {src=../../a.md}\n:::", f"{FIRST}:3:14: include.missing: it would include itself"),
        ("::: include {src=none.md}\n:::", f"{FIRST}:3:14: include.missing: name it as seen from"),
        ("::: include {src=../../../outside.md}\n:::", f"{FIRST}:3:14: include.missing: name it"),
        ("::: include {src=/}\n:::", f"{FIRST}:3:14: include.missing: name it"),
        ('::: include {src="a\\"b.md"}\n:::', f"{FIRST}:3:14: include.missing: name it"),
        ("::: include\n:::", f"{FIRST}:3:1: include.unnamed: write {{src=file.md}}"),
        ("::: include {src=/b.md}\nWords.\n:::", f"{FIRST}:4:1: include.inside: put it before"),
        ("::: include Title {src=/b.md}\n:::", f"{FIRST}:3:13: directive.title: "),
        ("> ::: include {src=none.md}\n> :::", f"{FIRST}:3:16: include.missing: name it"),
    ],
)
def test_what_cannot_be_included_is_said(source: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "outside.md").write_text("Geheim.", encoding="utf-8")
    files = {FIRST: f"# A\n\n{source}\n\nWorte.\n", "a.md": "::: include {src=a.md}\n:::\n", "b.md": "B.\n"}
    words, found = read(book.write(tmp_path / "book", files, editions=book.PRINT))
    if "itself" in said:
        assert found == ["a.md:1:14: include.missing: it would include itself"]
    else:
        assert len(found) == 1 and found[0].startswith(said), found
    assert "Geheim" not in words["de print"]


def test_files_that_include_one_another_are_read_so_deep_and_no_deeper(tmp_path: Path) -> None:
    files = {f"n{i}.md": f"Stufe.\n\n::: include {{src=n{i + 1}.md}}\n:::\n" for i in range(10_000)}
    root = book.write(
        tmp_path, {FIRST: "# A\n\n::: include {src=/n0.md}\n:::\n", **files}, editions=book.PRINT
    )
    start = time.process_time()
    words, said = read(root)
    assert words["de print"].count("Stufe.") == 8
    (one,) = said
    assert one.startswith("n7.md:3:14: include.missing: files may include one another 8 deep")
    assert time.process_time() - start < 10


def test_many_includes_take_time_in_proportion(tmp_path: Path) -> None:
    def seconds(count: int) -> float:
        text = "# A\n\n" + "".join(f"::: include {{src=/n{i}.md}}\n:::\n\n" for i in range(count))
        root = book.write(tmp_path / str(count), {FIRST: text}, editions=book.PRINT)
        start = time.process_time()
        _, said = read(root)
        assert said
        return time.process_time() - start

    seconds(100)
    assert seconds(8000) < 12 * seconds(2000)


def test_wide_and_deep_includes_end(tmp_path: Path) -> None:
    """A file that includes another one a thousand times, which includes … and so on: most of what it holds is a comment, so
    that little is converted before it is too much."""
    line = "::: include {{src=n{}.md}}\n:::\n\n"
    files = {f"n{i}.md": line.format(i + 1) * 1000 for i in range(7)} | {
        "n7.md": f"Wort.\n\n<!-- {'x' * 300} -->\n"
    }
    root = book.write(
        tmp_path, {FIRST: "# A\n\n" + line.format("../../n0").replace("n../../", "../../"), **files}
    )
    start = time.process_time()
    _, said = read(root)
    assert any("too long" in one for one in said)
    assert time.process_time() - start < 20


# -- languages -------------------------------------------------------------------------------------------------

SHARED = {
    FIRST: f"# A\n\nDeutsch.\n\n{BOTH}",
    "chapters/de/lokal/x.md": "Ein deutscher Satz, der am 17. Januar 2022 in Kiew gesagt wurde.\n",
    "chapters/en/01-a.md": f"# A\n\nEnglish.\n\n{BOTH}",
    "chapters/en/lokal/x.md": "An English sentence, which was said in Kyiv on January 17, 2022.\n",
    "teile/recht.md": "Alle Rechte vorbehalten, auch am 18. Januar 2022 in Moskau.\n",
    "teile/recht.en.md": "All rights reserved, also in Moscow on January 18, 2022.\n",
}


def test_a_translation_has_files_of_its_own(tmp_path: Path) -> None:
    words, said = read(book.write(tmp_path, SHARED, editions=book.PRINT))
    assert "All rights reserved" in words["en print"]
    assert "An English sentence" in words["en print"]
    assert "Rechte" not in words["en print"]
    assert "Alle Rechte" in words["de print"]
    assert said == []


def test_a_translation_without_one_has_the_file_of_the_source(tmp_path: Path) -> None:
    files = {path: words for path, words in SHARED.items() if path != "teile/recht.en.md"}
    words, _ = read(book.write(tmp_path, files, editions=book.PRINT))
    assert "Alle Rechte vorbehalten" in words["en print"]


def test_the_translation_of_included_files_is_tracked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = book.write(tmp_path, SHARED, editions=book.PRINT)
    assert main(["translate", "sync", "--same", "--book", str(root)]) == 0
    assert main(["status", str(root), "--strict"]) == 0, capsys.readouterr()
    assert (root / "l10n/en/include/teile/recht.toml").exists()
    assert (root / "l10n/en/include/chapters/de/lokal/x.toml").exists()
    (root / "teile/recht.md").write_text(
        "Alle Rechte vorbehalten, auch am 19. Januar in Genf.\n", encoding="utf-8"
    )
    capsys.readouterr()
    assert main(["status", str(root), "--strict"]) == 1
    assert "teile/recht" in capsys.readouterr().out


def test_translators_get_and_give_back_included_files(tmp_path: Path) -> None:
    files = {
        path: words
        for path, words in SHARED.items()
        if not path.endswith("recht.en.md") and "en/lokal" not in path
    }
    root = book.write(tmp_path, files, editions=book.PRINT)
    assert (
        main(["translate", "export", "en", "--book", str(root), "--into", str(root / "x"), "--format", "po"])
        == 0
    )
    (po,) = (root / "x").glob("*.po")
    done = po.read_text(encoding="utf-8")
    for source, target in (("Alle Rechte", "All rights"), ("Ein deutscher", "An English")):
        assert source in done
        at = done.index(EMPTY, done.index(source))
        done = f'{done[:at]}msgstr "{target} words."{done[at + len(EMPTY) :]}'
    po.write_text(done, encoding="utf-8")
    assert main(["translate", "import", str(po), "--book", str(root)]) in (0, 2)
    assert "All rights words." in (root / "teile/recht.en.md").read_text(encoding="utf-8")
    assert "An English words." in (root / "chapters/en/lokal/x.md").read_text(encoding="utf-8")


def test_an_edited_file_builds_anew(tmp_path: Path) -> None:
    root = book.write(
        tmp_path, {FIRST: "# A\n\n::: include {src=/b.md}\n:::\n", "b.md": "Eins.\n"}, editions=book.PRINT
    )
    api.build(root, jobs=1)
    (root / "b.md").write_text("Zwei.\n", encoding="utf-8")
    assert api.build(root, jobs=1).files
    words, _ = read(root)
    assert "Zwei." in words["de print"]
