"""An export does not overwrite translations that nobody has imported, in any format; on a terminal it asks."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bookbuilder.cli import main
from tests.cases import book
from tests.terminal import Terminal

DE = "# Der Hafen\n\nEin Satz über den *Hafen*.\n\nNoch ein Satz.\n"
EN = "# The Harbor\n\nA sentence about the *harbor*.\n\nAnother sentence.\n"
GLOSSARY = '[boat]\nterm = "Boot"\nen = "boat"\n'
FILES = {"xliff": "en.xlf", "xliff2": "en.xliff2.xlf", "po": "en.po", "tmx": "en.tmx", "tbx": "en.tbx"}
UNITS = pytest.mark.parametrize("form", ["xliff", "xliff2", "po"])


@pytest.fixture
def root(tmp_path: Path) -> Path:
    found = book.write(
        tmp_path / "book",
        {"chapters/de/01-a.md": DE, "chapters/en/01-a.md": EN, "glossary.toml": GLOSSARY},
    )
    assert main(["translate", "sync", "--book", str(found)]) == 0
    (found / "chapters/de/01-a.md").write_text(f"{DE}\nUnd ein letzter.\n", encoding="utf-8")
    return found


def export(root: Path, form: str, *words: str) -> int:
    into = root.parent / "out"
    return main(["translate", "export", "en", "-f", form, "--into", str(into), *words, "--book", str(root)])


def edit(path: Path, old: str, new: str) -> Path:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path


def translated(file: Path, form: str, *, finished: bool = True) -> Path:
    """Write a translation of the last paragraph into a file, as a tool does."""
    state = ' state="translated"' if finished else ""
    if form == "xliff":
        tail = '</source>\n<target state="new" xml:lang="en"/>'
        new = f"</source>\n<target{state}>And a last one.</target>"
        return edit(file, f"Und ein letzter.{tail}", f"Und ein letzter.{new}")
    if form == "xliff2":
        new = "<source>Und ein letzter.</source><target>And a last one.</target>"
        return edit(file, "<source>Und ein letzter.</source>", new)
    return edit(
        file, 'msgid "Und ein letzter."\nmsgstr ""', 'msgid "Und ein letzter."\nmsgstr "And a last one."'
    )


def test_each_format_has_a_file_of_its_own(root: Path) -> None:
    for form in FILES:
        assert export(root, form) == 0
    assert sorted(path.name for path in (root.parent / "out").iterdir()) == sorted(FILES.values())


@UNITS
def test_a_file_with_work_is_kept(root: Path, form: str, capsys: pytest.CaptureFixture[str]) -> None:
    file = root.parent / "out" / FILES[form]
    assert export(root, form) == 0
    before = translated(file, form).read_bytes()
    assert export(root, form) == 1
    said = " ".join(capsys.readouterr().err.split())
    assert (
        "error: this file exists, and holds 1 translation that has not been imported [exchange.unimported]"
        in said
    )
    assert "--force" in said
    assert file.read_bytes() == before
    assert export(root, form, "--force") == 0
    assert b"And a last one." not in file.read_bytes()


@UNITS
def test_what_has_come_in_may_go(root: Path, form: str) -> None:
    file = root.parent / "out" / FILES[form]
    assert export(root, form, "--all") == 0
    translated(file, form)
    assert main(["translate", "import", str(file), "--book", str(root)]) == 0
    assert export(root, form, "--all") == 0
    assert b"And a last one." in file.read_bytes()


@UNITS
def test_what_nobody_has_touched_may_go_though_the_book_has_changed(root: Path, form: str) -> None:
    edit(root / "chapters/de/01-a.md", "Noch ein Satz", "Noch so ein Satz")
    assert export(root, form, "--all") == 0
    edit(root / "chapters/de/01-a.md", "Noch so ein Satz", "Und noch ein Satz")
    edit(root / "chapters/de/01-a.md", "Und ein letzter", "Und ein allerletzter")
    assert export(root, form, "--all") == 0
    assert "allerletzter" in (root.parent / "out" / FILES[form]).read_text(encoding="utf-8")


@pytest.mark.parametrize("form", FILES)
def test_what_nobody_has_touched_may_go_though_the_translation_is_another_now(root: Path, form: str) -> None:
    """Somebody corrected the translation in the book: the file of before holds nothing that could be brought in."""
    file = root.parent / "out" / FILES[form]
    every = ["--all"] if form in ("po", "xliff", "xliff2") else []
    assert export(root, form, *every) == 0
    edit(root / "chapters/en/01-a.md", "Another sentence", "One more sentence")
    edit(root / "glossary.toml", "boat", "ship")
    assert main(["translate", "sync", "--book", str(root)]) == 0
    if every:
        before = (root / "chapters/en/01-a.md").read_bytes()
        assert main(["translate", "import", str(file), "--book", str(root)]) == 0
        assert (root / "chapters/en/01-a.md").read_bytes() == before
        assert not (root / "translate").exists()
    assert export(root, form, *every) == 0
    assert "Another sentence" not in (text := file.read_text(encoding="utf-8")) and "boat" not in text


@UNITS
def test_work_on_a_block_that_has_changed_is_kept(root: Path, form: str) -> None:
    file = root.parent / "out" / FILES[form]
    assert export(root, form, "--all") == 0
    before = edit(file, "Another sentence.", "One more sentence.").read_bytes()
    edit(root / "chapters/de/01-a.md", "Noch ein Satz", "Noch so ein Satz")
    assert export(root, form, "--all") == 1
    assert file.read_bytes() == before


def test_a_text_that_po_calls_fuzzy_is_work(root: Path) -> None:
    edit(root / "chapters/de/01-a.md", "Noch ein Satz", "Noch so ein Satz")
    assert export(root, "po") == 0 and export(root, "po") == 0
    file = root.parent / "out/en.po"
    assert "#, fuzzy" in edit(file, "Another sentence.", "Such another sentence.").read_text(encoding="utf-8")
    assert export(root, "po") == 1


def test_a_confirmation_is_work(root: Path) -> None:
    edit(root / "chapters/de/01-a.md", "Noch ein Satz", "Noch so ein Satz")
    file = root.parent / "out/en.xlf"
    assert export(root, "xliff") == 0
    edit(file, "needs-review-translation", "final")
    assert export(root, "xliff") == 1


@UNITS
def test_a_file_that_cannot_be_read_is_kept(
    root: Path, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = root.parent / "out" / FILES[form]
    file.parent.mkdir()
    file.write_text("A letter to my aunt", encoding="utf-8")
    assert export(root, form) == 1
    assert "something else than what was exported" in " ".join(capsys.readouterr().err.split())
    assert file.read_text(encoding="utf-8") == "A letter to my aunt"


@pytest.mark.parametrize(
    ("form", "old", "new"), [("tmx", "Another", "One more"), ("tbx", ">boat<", ">ship<")]
)
def test_a_memory_and_terms_are_kept_if_they_hold_others(root: Path, form: str, old: str, new: str) -> None:
    file = root.parent / "out" / FILES[form]
    assert export(root, form) == 0
    before = edit(file, old, new).read_bytes()
    assert export(root, form) == 1
    assert file.read_bytes() == before
    edit(file, new, old)
    (root / "glossary.toml").write_text(GLOSSARY + '[port]\nterm = "Hafen"\nen = "port"\n', encoding="utf-8")
    assert export(root, form) == 0


def test_of_several_files_none_is_written_if_one_is_kept(root: Path) -> None:
    shutil.copy(root / "chapters/de/01-a.md", root / "chapters/de/02-b.md")
    assert export(root, "xliff", "--split") == 0
    out = root.parent / "out"
    translated(out / "01-a.en.xlf", "xliff")
    (out / "02-b.en.xlf").unlink()
    assert export(root, "xliff", "--split") == 1
    assert not (out / "02-b.en.xlf").exists()


@pytest.mark.parametrize(("answer", "kept"), [("n", True), ("y", False)])
def test_on_a_terminal_the_user_is_asked(root: Path, answer: str, kept: bool) -> None:
    assert export(root, "xliff") == 0
    file = translated(root.parent / "out/en.xlf", "xliff")
    with Terminal(
        "translate", "export", "en", "--into", str(file.parent), "--book", str(root), cwd=root
    ) as window:
        shown = window.until("Overwrite it?")
        assert "holds 1 translation that has not been imported" in " ".join(shown.split())
        window.type(f"{answer}\r")
        window.ended()
    assert (b"And a last one." in file.read_bytes()) is kept
