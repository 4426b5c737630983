"""What can be done at a place: fixes, values into facts.toml, marks of names."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from bookbuilder.chapter_index.extents import Extent
from bookbuilder.cli import main
from bookbuilder.language_server.code_actions import Action, ActionSort, code_actions
from bookbuilder.language_server.repair_edits import repair_edits
from bookbuilder.language_server.state_edits import state_edits
from bookbuilder.language_server.text_edits import Edit, edited
from bookbuilder.language_server.translation_state import block_states
from bookbuilder.pipeline.apply_fixes import fixed_text
from bookbuilder.repairs.markdown_text import MarkdownText
from bookbuilder.repairs.repair import repairs
from tests.cases import book
from tests.cases.test_cases import FOUND
from tests.language_server.conftest import DE, FACTS, Read, place_of, read


def offered(book: Read, path: str, place: Extent) -> tuple[Action, ...]:
    """Return what is offered at a place besides what a draft shows."""
    return tuple(one for one in all_offered(book, path, place) if " draft shows " not in one.title)


def all_offered(book: Read, path: str, place: Extent) -> tuple[Action, ...]:
    found = tuple(one for one in book.reading.diagnostics if one.span.path == path)
    return code_actions(book.index, book.index.chapters[path], found, place)


def at(root: Path, text: str, words: str = "") -> tuple[Read, tuple[Action, ...]]:
    """Return what is offered at the mark ▮ in a text that is the first chapter, with so many words selected."""
    whole, line, column = place_of(text)
    book = read(root, {DE: whole})
    return book, offered(book, DE, Extent(DE, line, column, line, column + len(words)))


def after(book: Read, action: Action, path: str = DE) -> str:
    return edited(book.text(path), [edit for edit in action.edits if edit.place.path == path])


def test_each_fix_and_all_of_them(small_root: Path) -> None:
    text = "# T\n\nVon 1914▮-1918 war Krieg.\n\nUnd  noch eins.\n"
    book, actions = at(small_root, text)
    fixes = [one for one in book.reading.diagnostics if one.fix and one.span.path == DE]
    assert len(fixes) == 2
    here = [one for one in actions if one.sort is ActionSort.FIX]
    assert here and all(edit.place.line == 3 for one in here for edit in one.edits)
    (whole,) = (one for one in actions if one.sort is ActionSort.FIX_ALL)
    expected, _ = fixed_text(book.text(DE), sorted(one.fix for one in fixes if one.fix))
    assert after(book, whole) == expected
    assert "1914–1918 war" in expected and "Und noch" in expected


def test_a_fix_whose_place_has_changed_is_not_offered(small_root: Path) -> None:
    book, _ = at(small_root, "# T\n\nVon 1914▮-1918 war Krieg.\n")
    newer = book.index.chapters[DE].__class__(DE, "# T\n\nAnders.\n", "01-anfang", "T", (), ())
    found = tuple(one for one in book.reading.diagnostics if one.span.path == DE)
    assert code_actions(book.index, newer, found, Extent(DE, 1, 1, 9, 1)) == ()


def test_the_fact_that_was_meant(small_root: Path) -> None:
    book, actions = at(small_root, "# T\n\nEs sind [viele]{fact=tro▮ps}.\n")
    assert [one.title for one in actions] == ["Write “troops”"]
    assert "{fact=troops}" in after(book, actions[0])
    assert [one.code for one in actions[0].diagnostics] == ["fact.unknown"]


def test_a_value_becomes_a_fact(small_root: Path) -> None:
    text = '# T\n\nEs sind [30 km]{quan▮tity="30 km"} und [40 km]{quantity="40 km"}.\n'
    book, actions = at(small_root, text)
    one, both = actions
    assert one.title == "Move “30 km” to facts.toml"
    assert after(book, one) == '# T\n\nEs sind [30 km]{fact=quantity-30-km} und [40 km]{quantity="40 km"}.\n'
    assert after(book, one, "facts.toml") == FACTS + '\n[quantity-30-km]\nquantity = "30 km"\n'
    assert both.title == "Move all 2 values of this chapter to facts.toml"
    assert "[40 km]{fact=quantity-40-km}" in after(book, both)


@pytest.mark.heavy
def test_a_value_becomes_a_fact_in_the_translation_as_well(tmp_path: Path, dossier_read: Read) -> None:
    """And what was translated stays translated, though the texts of both sides have changed."""
    root = tmp_path / "book"
    shutil.copytree(dossier_read.root, root)
    for path in ("chapters/de/02-montag.md", "chapters/en/02-montag.md"):
        file = root / path
        text = file.read_text("utf-8")
        number = "[100.000]" if "/de/" in path else "[100,000]"
        file.write_text(text.replace(f"{number}{{fact=troops}}", f"{number}{{number=100000}}"), "utf-8")
    before = read(root)
    # The state is brought to what stands there now, as `translate sync` does.
    path = "chapters/de/02-montag.md"
    old = {
        one.path: dossier_read.text(one.path)
        for one in before.index.chapters.values()
        if one.id == "02-montag"
    }
    index = replace(before.index, chapters={p: dossier_read.index.chapters[p] for p in before.index.chapters})
    new = {path: before.text(path) for path in old}
    write_edits(root, tuple(state_edits(index, new)))
    tracked = read(root)
    assert states(tracked) == states(dossier_read)
    chapter, line, column = tracked.at(path, "[100▮.000]{number")
    actions = offered(tracked, chapter, Extent(path, line, column, line, column))
    (action,) = (one for one in actions if one.title.startswith("Move “"))
    assert {edit.place.path for edit in action.edits} == {*old, "facts.toml", "l10n/en/02-montag.toml"}
    write_edits(root, action.edits)
    after_it = read(root)
    assert "[100,000]{fact=number-100000}" in after_it.text("chapters/en/02-montag.md")
    assert states(after_it) == states(dossier_read)


def states(book: Read) -> list[str]:
    return [f"{c.path} {s.status}" for c in book.index.chapters.values() for s in block_states(book.index, c)]


def write_edits(root: Path, edits: tuple[Edit, ...]) -> None:
    for path in {edit.place.path for edit in edits}:
        text = (root / path).read_text("utf-8")
        (root / path).write_text(edited(text, [one for one in edits if one.place.path == path]), "utf-8")


def test_a_name_becomes_a_mark(small_root: Path) -> None:
    book, actions = at(small_root, "# T\n\nIn Ki▮ew war es kalt.\n")
    assert [one.title for one in actions] == ["Mark as the name kyiv: Kiew"]
    assert after(book, actions[0]) == "# T\n\nIn [Kiew]{name=kyiv} war es kalt.\n"
    book, actions = at(small_root, "# T\n\nMit ▮Wolodymyr Selenskyjs Worten.\n", "Wolodymyr Selenskyjs")
    assert after(book, actions[0]) == "# T\n\nMit [Wolodymyr Selenskyjs]{name=zelensky} Worten.\n"


def test_other_words_become_an_entry_of_an_index(small_root: Path) -> None:
    book, actions = at(small_root, "# T\n\nDie ▮NATO tagte.\n", "NATO")
    assert [after(book, one) for one in actions] == ['# T\n\nDie [NATO]{index="NATO"} tagte.\n']


@pytest.mark.parametrize(
    ("words", "value"), [('"Die" NATO', r'"\"Die\" NATO"'), ("Yahoo! Japan", '"Yahoo\u01c3 Japan"')]
)
def test_an_entry_is_the_words_that_were_selected(small_root: Path, words: str, value: str) -> None:
    book, actions = at(small_root, f"# T\n\n▮{words} tagte.\n", words)
    assert [after(book, one) for one in actions] == [f"# T\n\n[{words}]{{index={value}}} tagte.\n"]


@pytest.mark.parametrize("words", ["a | b", r"a \* b", "NATO {.caps}"])
def test_what_is_markup_is_no_entry(small_root: Path, words: str) -> None:
    assert at(small_root, f"# T\n\n▮{words} tagte.\n", words)[1] == ()


def test_marked_words_and_mere_positions_offer_nothing(small_root: Path) -> None:
    assert at(small_root, "# T\n\nIn [Ki▮ew]{name=kyiv}.\n")[1] == ()
    assert at(small_root, "# T\n\nDie NA▮TO tagte.\n")[1] == ()
    assert at(small_root, "# T\n\n▮In [Kiew]{name=kyiv}.\n", "In [Kiew]")[1] == ()


EN = "chapters/en/01-anfang.md"
STATE = "l10n/en/01-anfang.toml"
TRACKED = {
    DE: "# Eins\n\nErster Absatz.\n\nZweiter Absatz,\nin zwei Zeilen.\n\nDritter Absatz, der lang genug ist.\n",
    EN: "# One\n\nFirst paragraph.\n\nSecond paragraph,\nin two lines.\n\nThird paragraph.\n",
}


@pytest.fixture
def tracked(tmp_path: Path, small_root: Path) -> Path:
    """A book whose first chapter was translated, and whose source has changed in two paragraphs since."""
    root = tmp_path / "book"
    shutil.copytree(small_root, root)
    for path, text in TRACKED.items():
        (root / path).write_text(text, "utf-8")
    assert main(["translate", "sync", "--same", "--book", str(root), "--locale", "en"]) == 0
    text = TRACKED[DE].replace("Zweiter Absatz", "Zweiter, neuer Absatz").replace("der lang", "der nun lang")
    (root / DE).write_text(text, "utf-8")
    return root


def recorded(book: Read, line: int) -> list[Action]:
    actions = offered(book, EN, Extent(EN, line, 1, line, 1))
    return [one for one in actions if one.title.startswith("Record as done")]


@pytest.mark.parametrize(("line", "left"), [(5, [8]), (6, [8]), (8, [5])])
def test_a_block_is_recorded_as_done(tracked: Path, line: int, left: list[int]) -> None:
    book = read(tracked)
    assert [one.line for one in block_states(book.index, book.index.chapters[EN])] == [5, 8]
    block, every = recorded(book, line)
    assert {edit.place.path for edit in block.edits} == {STATE}
    write_edits(tracked, block.edits)
    again = read(tracked)
    assert [one.line for one in block_states(again.index, again.index.chapters[EN])] == left
    assert every.title == "Record as done: all 2 blocks of this chapter that are translated"


def test_all_blocks_are_recorded_as_the_command_does(tracked: Path) -> None:
    book = read(tracked)
    assert recorded(book, 1) == recorded(book, 3)
    (every,) = recorded(book, 1)
    before = (tracked / STATE).read_text("utf-8")
    write_edits(tracked, every.edits)
    after = (tracked / STATE).read_text("utf-8")
    (tracked / STATE).write_text(before, "utf-8")
    assert main(["translate", "sync", "--book", str(tracked), "--locale", "en"]) == 0
    assert (tracked / STATE).read_text("utf-8") == after != before
    assert recorded(read(tracked), 5) == []


def test_what_is_still_a_copy_is_recorded_by_itself_alone(tmp_path: Path, small_root: Path) -> None:
    """As the command does, which takes a copy for a text that nobody has translated."""
    root = tmp_path / "book"
    shutil.copytree(small_root, root)
    for path, fixed in ((DE, "Dieser Absatz bleibt."), (EN, "This paragraph stays.")):
        text = f"{TRACKED[path]}\n{fixed}\n\nVierter Absatz auf Deutsch.\n"
        (root / path).write_text(text, "utf-8")
    assert main(["translate", "sync", "--book", str(root), "--locale", "en"]) == 0
    text = (root / DE).read_text("utf-8").replace("Zweiter Absatz", "Zweiter, neuer Absatz")
    (root / DE).write_text(text.replace("der lang", "der nun lang"), "utf-8")
    block, every = recorded(read(root), 12)
    assert every.title == "Record as done: all 2 blocks of this chapter that are translated"
    assert "Vierter Absatz" not in "".join(edit.new for edit in every.edits)
    assert "Vierter Absatz" in "".join(edit.new for edit in block.edits)


def test_what_is_not_translated_or_not_tracked_cannot_be_recorded(tracked: Path) -> None:
    (tracked / DE).write_text(TRACKED[DE] + "\nEin neuer Absatz.\n", "utf-8")
    assert recorded(read(tracked), 8) == []
    (tracked / STATE).write_text("nonsense [", "utf-8")
    assert recorded(read(tracked), 5) == []
    (tracked / STATE).unlink()
    assert recorded(read(tracked), 5) == []


def test_what_a_draft_shows_for_one_problem_and_for_all_of_its_kind(small_root: Path) -> None:
    text = "# T\n\n![](https://example.org/a▮.png)\n\nWort <b>und</b> mehr.\n\n- x\n\n![](https://example.org/b.png)\n"
    whole, line, column = place_of(text)
    book = read(small_root, {DE: whole})
    actions = all_offered(book, DE, Extent(DE, line, column, line, column))
    by_title = {one.title: one for one in actions}
    one, every = (
        by_title["As a draft shows it [image.remote]"],
        by_title["All 2 of this chapter as a draft shows them [image.remote]"],
    )
    assert '::: missing {source="https://example.org/a.png"}' in after(book, one)
    assert "![](https://example.org/b.png)" in after(book, one)
    assert after(book, every).count("::: missing") == 2 and "<b>und</b>" in after(book, every)
    assert "As a draft shows it [html.raw]" not in by_title, "it stands elsewhere"


@pytest.mark.heavy
def test_every_case_can_be_shown_as_a_draft_shows_it(tmp_path: Path) -> None:
    """The edits are those of the repairs, at the right places, and never overlap."""
    tried = 0
    for number, (_, case) in enumerate(FOUND):
        said = case.expected.get("says", "")
        if not any(f"[{code}]" in said for code in repairs()):
            continue
        root = book.write(tmp_path / str(number), case.files)
        reading = read(root)
        for path, chapter in reading.index.chapters.items():
            problems = [one for one in reading.reading.diagnostics if one.span.path == path]
            for one in problems:
                edits = repair_edits(chapter, reading.index.project.flavour, [one])
                repair = repairs().get(one.code)
                text = MarkdownText(path, chapter.text, reading.index.project.flavour)
                expected = text.edited(repair.mend(text, one)).text if repair else chapter.text
                assert edited(chapter.text, edits) == expected
                tried += bool(edits)
            edited(chapter.text, repair_edits(chapter, reading.index.project.flavour, problems))
    assert tried > 50
