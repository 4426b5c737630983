"""Changes of a source and of a translation are classified as what they are."""

from __future__ import annotations

import random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bookbuilder.diagnostics import Findings
from bookbuilder.translate.block_status import BlockStatus
from bookbuilder.translate.chapter_blocks import Block, blocks
from bookbuilder.translate.chapter_paths import ChapterPaths
from bookbuilder.translate.compare_blocks import Unit, compare_blocks
from bookbuilder.translate.load_chapter import LoadedChapter
from bookbuilder.translate.state import StateEntry, read, state_toml
from bookbuilder.translate.update_state import sync_chapter
from bookbuilder.translate.word_diff import WordChange, diff, diff_text

NOUNS = [
    *("Abend", "Amt", "Bahn", "Brief", "Dorf", "Ernte", "Feld", "Grenze", "Hafen", "Insel"),
    *("Kohle", "Licht", "Markt", "Netz", "Ofen", "Pflicht", "Rat", "Stadt", "Tal", "Ufer"),
]
VERBS = ["prüft", "zeigt", "findet", "ordnet", "misst", "zählt", "öffnet", "schließt", "trägt", "bewegt"]


def sentence(dice: random.Random) -> str:
    return f"{' '.join(dice.choice(NOUNS) for _ in range(7))} {dice.choice(VERBS)} {dice.randrange(10_000)}."


def paragraphs(dice: random.Random, count: int) -> list[str]:
    return [" ".join(sentence(dice) for _ in range(3)) for _ in range(count)]


def cut(texts: list[str]) -> tuple[Block, ...]:
    return blocks("\n\n".join(texts) + "\n", "chapters/de/01-a.md")


def english(text: str) -> str:
    """Return a text that is another one, but as good a translation as a program can make up."""
    return text.lower()[::-1].strip(".") + "."


def recorded(sources: tuple[Block, ...], targets: tuple[Block, ...]) -> tuple[StateEntry, ...]:
    return tuple(StateEntry(s.digest, s.text, (t.digest,)) for s, t in zip(sources, targets, strict=True))


def standings(units: tuple[Unit, ...]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for unit in units:
        found.setdefault(unit.status.value, []).append(unit.block.text)
    return found


@pytest.mark.heavy
@given(
    st.integers(0, 10_000),
    st.sampled_from(["none", "edit", "insert", "delete", "move", "split", "merge", "wrap"]),
)
@settings(max_examples=150, deadline=None)
def test_a_change_of_the_source_is_what_it_is(seed: int, what: str) -> None:
    dice = random.Random(seed)
    texts = paragraphs(dice, 9)
    sources, targets = cut(texts), cut([english(text) for text in texts])
    state = recorded(sources, targets)
    at, new, expected = dice.randrange(8), list(texts), {}
    done = list(texts)
    match what:
        case "edit":
            words = new[at].split()
            words[3] = "anders"
            new[at] = " ".join(words)
            expected = {"outdated": [new[at]]}
            done.remove(texts[at])
        case "insert":
            new.insert(at, sentence(dice))
            expected = {"missing": [new[at]]}
        case "delete":
            del new[at]
            expected = {"orphan": [english(texts[at])]}
            done.remove(texts[at])
        case "move":
            new.insert((at + 4) % 9, new.pop(at))
            expected = {"moved": [texts[at]]}
            done = [text for text in new if text != texts[at]]
        case "split":
            first, dot, second = new[at].partition(". ")
            new[at : at + 1] = [first + dot.strip(), second]
            expected = {"outdated": [first + dot.strip(), second]}
            done.remove(texts[at])
        case "merge":
            new[at : at + 2] = [f"{new[at]} {new[at + 1]}"]
            expected = {"outdated": [new[at]]}
            del done[at : at + 2]
        case "wrap":
            new[at] = new[at].replace(" ", "\n", 5)
            done[at] = new[at]
    units = compare_blocks(cut(new), targets, state)
    assert standings(units) == {"done": done, **expected}
    for unit in units:
        # What translates a block is known, whatever became of the source.
        if unit.status in (BlockStatus.DONE, BlockStatus.MOVED) or what == "edit":
            assert unit.targets[0].digest == next(e.targets[0] for e in state if e in unit.entries)
        if what == "merge" and unit.status is BlockStatus.OUTDATED:
            assert [t.text for t in unit.targets] == [english(text) for text in texts[at : at + 2]]
        if what == "split" and unit.status is BlockStatus.OUTDATED:
            assert [t.text for t in unit.targets] == [english(texts[at])]


def test_an_edited_translation_and_a_deleted_one() -> None:
    texts = paragraphs(random.Random(1), 5)
    sources = cut(texts)
    state = recorded(sources, cut([english(text) for text in texts]))
    new = [english(text) for text in texts]
    new[2] = new[2].replace("a", "u")
    del new[4]
    units = compare_blocks(sources, cut(new), state)
    assert [unit.status.value for unit in units] == ["done", "done", "edited", "done", "missing"]
    assert units[2].targets[0].text == new[2]


def test_a_moved_block_whose_translation_moved_along_is_done() -> None:
    texts = paragraphs(random.Random(2), 6)
    state = recorded(cut(texts), cut([english(text) for text in texts]))
    texts.insert(0, texts.pop(4))
    units = compare_blocks(cut(texts), cut([english(text) for text in texts]), state)
    assert {unit.status for unit in units} == {BlockStatus.DONE}


def test_cells_that_read_alike_are_told_apart() -> None:
    source = "| Tag | Ort |\n| --- | --- |\n| Mo | Kiew |\n| Di | Kiew |\n| Mi | Kiew |\n"
    target = source.replace("Kiew", "Kyiv").replace("Tag", "Day").replace("Ort", "Place")
    sources, targets = blocks(source, "a.md"), blocks(target, "b.md")
    state = recorded(sources, targets)
    assert {unit.status for unit in compare_blocks(sources, targets, state)} == {BlockStatus.DONE}
    units = compare_blocks(blocks(source.replace("Di | Kiew", "Di | Berlin"), "a.md"), targets, state)
    assert [u.block.text for u in units if u.status not in (BlockStatus.DONE, BlockStatus.ORPHAN)] == [
        "Berlin"
    ]


def test_a_split_and_a_merged_translation_are_done() -> None:
    texts = paragraphs(random.Random(3), 4)
    sources = cut(texts)
    targets = cut(["one", "one b", "two and three", "four"])
    one = [block.digest for block in targets]
    state = tuple(
        StateEntry(block.digest, block.text, hashes, merged=at == 2)
        for at, (block, hashes) in enumerate(
            zip(sources, ((one[0], one[1]), (one[2],), (one[2],), (one[3],)), strict=True)
        )
    )
    units = compare_blocks(sources, targets, state)
    assert [unit.status.value for unit in units] == ["done"] * 4
    assert [len(unit.targets) for unit in units] == [2, 1, 1, 1]


@given(
    st.integers(0, 10_000),
    st.lists(st.sampled_from(["edit", "insert", "delete", "move", "split", "merge"]), max_size=4),
)
@example(1080, ["edit", "edit", "insert", "move"])  # a moved block between two that share a target
@settings(max_examples=100, deadline=None)
def test_what_was_synced_is_done(seed: int, changes: list[str]) -> None:
    """Whatever happens to both sides: what a sync wrote down is done, and nothing but doubts and orphans is left open."""
    dice = random.Random(seed)
    texts = paragraphs(dice, 7)
    sides = [list(texts), [english(text) for text in texts]]
    sources, targets = cut(sides[0]), cut(sides[1])
    state = recorded(sources, targets)
    for change in changes:
        side = sides[dice.randrange(2)]
        at = dice.randrange(len(side) - 1)
        match change:
            case "edit":
                side[at] = side[at].replace(" ", " anders ", 2)
            case "insert":
                side.insert(at, sentence(dice))
            case "delete":
                del side[at]
            case "move":
                side.insert(dice.randrange(len(side)), side.pop(at))
            case "split":
                middle = len(side[at]) // 2
                side[at : at + 1] = [f"{side[at][:middle]}x", f"x{side[at][middle:]}"]
            case "merge":
                side[at : at + 2] = [f"{side[at]} {side[at + 1]}"]
    paths = ChapterPaths("en", "01-a", "chapters/de/01-a.md", "chapters/en/01-a.md", "l10n/en/01-a.toml")
    loaded = LoadedChapter(paths, cut(sides[0]), cut(sides[1]), state)
    result = sync_chapter(loaded)
    findings = Findings()
    assert read(state_toml(result.entries), paths.state, findings) == result.entries, findings.sorted()
    units = LoadedChapter(paths, loaded.sources, loaded.targets, result.entries).units()
    doubted = {(doubt.source.line, doubt.source.column) for doubt in result.uncertain}
    for unit in units:
        if unit.sources and (unit.block.line, unit.block.column) not in doubted:
            assert unit.status is BlockStatus.DONE, (unit, result)
    again = sync_chapter(LoadedChapter(paths, loaded.sources, loaded.targets, result.entries))
    assert again.changed == 0 or doubted


def test_hostile_chapters_are_compared_in_time() -> None:
    many = tuple(Block("cell", "x", "x", n, 1) for n in range(20_000))
    state = tuple(StateEntry("x", "x", ("y",)) for _ in range(20_000))
    assert len(compare_blocks(many, (), state)) == 20_000
    other = tuple(Block("paragraph", f"a {n}", f"a{n}", n, 1) for n in range(3000))
    changed = tuple(StateEntry(f"b{n}", f"b {n}", (f"c{n}",)) for n in range(3000))
    assert len(compare_blocks(other, other, changed, quick=True)) >= 3000


@given(st.text(alphabet="ab c.\n", max_size=60), st.text(alphabet="ab c.\n", max_size=60))
def test_a_difference_holds_both_texts(old: str, new: str) -> None:
    pieces = diff(old, new)
    assert "".join(t for how, t in pieces if how is not WordChange.IN) == " ".join(old.split())
    assert "".join(t for how, t in pieces if how is not WordChange.OUT) == " ".join(new.split())


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("Rund 200 Millionen.", "Rund 450 Millionen.", "Rund [-200-]{+450+} Millionen."),
        ("Ein Wort", "Ein\nWort", "Ein Wort"),
        ("", "Neu.", "{+Neu.+}"),
        ("Er kam, sah.", "Er kam und sah.", "Er kam[-,-]{+ und+} sah."),
    ],
)
def test_a_difference_as_text(old: str, new: str, said: str) -> None:
    assert diff_text(diff(old, new)) == said
