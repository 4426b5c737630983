"""facts promote: values move from chapters into facts.toml, and the book says what it said before."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bookbuilder.cli import main
from bookbuilder.diagnostics import Findings
from bookbuilder.document.nodes import Value
from bookbuilder.document.walk import walk
from bookbuilder.markdown.promote_facts import promote_facts
from bookbuilder.open_folder import Folder
from bookbuilder.pipeline.context import Context
from bookbuilder.pipeline.read_locale import read_locale
from bookbuilder.project import load
from bookbuilder.world import World
from tests.cases import book
from tests.conftest import copy_dossier
from tests.unit.pairs import Pair, pairs

CASES = pairs(Path(__file__).parent / "promote_cases.md")


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_what_moves(case: Pair, accept: bool) -> None:
    _, *parts = re.split(r"^=== (.+)\n", case.source, flags=re.MULTILINE)
    files = dict(zip(parts[::2], parts[1::2]))
    facts, findings = files.pop("facts.toml", ""), Findings()
    promotion = promote_facts(files, facts, findings)
    out = book.told(findings.sorted())
    if promotion is not None:
        out += "".join(f"=== {path}\n{text}" for path, text in promotion.files.items())
        moved = [
            f"{m.span}: {m.words} → {m.fact}{'' if m.new else ' (was there)'}\n" for m in promotion.moved
        ]
        out += "---\n" + "".join(moved) if moved else ""
        files |= {path: text for path, text in promotion.files.items() if path in files}
        again = promote_facts(files, promotion.files.get("facts.toml", facts), Findings())
        assert again is not None and not again.moved
    case.compare(out, accept=accept)


def printed(root: Path) -> list[tuple[str, str]]:
    """Return every value of a book as it is printed, and as a machine reads it."""
    world, findings = World(root), Findings()
    project = load(world, findings, ("pdf", "epub", "web"))
    assert project is not None
    out = []
    for locale in project.locales.values():
        chapters = read_locale(Context(world, findings), project, locale, None).document.chapters
        out += [(node.text, node.machine) for node in walk(chapters) if isinstance(node, Value)]
    assert not findings.failed
    return out


@pytest.mark.heavy
def test_the_dossier_prints_what_it_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = copy_dossier(tmp_path / "dossier")
    before, facts = printed(root), (root / "facts.toml").read_text()
    assert main(["facts", "promote", str(root)]) == 0
    assert "24. Januar 2022 → date-2022-01-24" in capsys.readouterr().out
    assert printed(root) == before
    assert (root / "facts.toml").read_text().startswith(facts)
    assert main(["facts", "promote", str(root)]) == 0
    assert capsys.readouterr().out == "no value stands in a chapter\n"


def test_line_ends_stay(tmp_path: Path) -> None:
    root = book.write(tmp_path, {"chapters/de/01-a.md": b"# A\r\n\r\n[5]{number=5}\r\n"})
    assert main(["facts", "promote", str(root)]) == 0
    assert (root / "chapters/de/01-a.md").read_bytes() == b"# A\r\n\r\n[5]{fact=number-5}\r\n"


def test_an_error_changes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "# A\n\n[5]{number=x} [6]{number=6}\n"
    root = book.write(tmp_path, {"chapters/de/01-a.md": text})
    assert main(["facts", "promote", str(root)]) == 1
    assert capsys.readouterr().err.endswith("nothing was written\n")
    assert (root / "chapters/de/01-a.md").read_text() == text
    assert not (root / "facts.toml").exists()


def test_if_one_file_cannot_be_written_none_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {f"chapters/de/0{n}-a.md": f"# A\n\n[5]{{number={n}}}\n" for n in (1, 2)}
    root = book.write(tmp_path, texts)
    move = Folder.move

    def full(folder: Folder, name: str, other: Folder, new: str) -> None:
        if new == "02-a.md" and ".stage-" not in other.place:
            raise OSError(28, "No space left on device")
        move(folder, name, other, new)

    monkeypatch.setattr(Folder, "move", full)
    with pytest.raises(OSError, match="No space"):
        World(root).publish(".", [(name, {"": b"new"}) for name in texts])
    assert {name: (root / name).read_text() for name in texts} == texts
