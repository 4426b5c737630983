"""A block in easy language that is edited beside one that nobody has recorded: exactly the edited one has work."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.easy_language import test_free_translation as free

SOURCE = {
    "border": "Am Ende der Woche standen die Soldaten noch an der Grenze, und die Minister redeten noch miteinander.",
    "money": "Auf die Leitung zu verzichten, käme auch Deutschland mit 200 Millionen Euro teuer zu stehen.",
}
EASY = {"border": "Die Soldaten sind noch da.", "money": "Ohne die Leitung wird es teuer."}


def chapter(root: Path, order: tuple[str, ...], *, easy: tuple[str, ...] | None = None) -> None:
    for path, texts, names in ((free.CHAPTER, SOURCE, order), (free.OWN, EASY, easy or order)):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(
            "\n\n".join(["# Lage", *(texts[name] for name in names)]) + "\n", encoding="utf-8"
        )


@pytest.mark.parametrize("order", [("border", "money"), ("money", "border")])
@pytest.mark.parametrize("recorded", ["border", "money"])
@pytest.mark.parametrize(
    "new",
    [
        "Ein neuer Satz.",
        "Das ist jetzt ein ganz anderer und viel längerer Satz über Geld und über Soldaten und über 200 Millionen Euro.",
        "Die Minister reden. Die Soldaten bleiben an der Grenze.",
        "Ohne Leitung: 200 Millionen Euro.",
    ],
)
def test_the_edited_block_has_work(
    order: tuple[str, ...], recorded: str, new: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "book.toml").write_text(free.BOOK.format(english=""), encoding="utf-8")
    chapter(tmp_path, order)
    line = 3 + 2 * order.index(recorded)
    free.sync(tmp_path, "01-lage", f"{line}={line}")
    free.sync(tmp_path, "book.toml")
    assert free.work(tmp_path, capsys) == []
    free.change(tmp_path, free.OWN, EASY[recorded], new)
    assert free.work(tmp_path, capsys) == [("edited", free.CHAPTER, line)]
    free.sync(tmp_path, "01-lage")
    assert free.work(tmp_path, capsys) == []
    free.change(tmp_path, free.OWN, new, EASY[recorded])
    assert free.work(tmp_path, capsys) == [("edited", free.CHAPTER, line)], (
        "the pair was recorded, and no other"
    )


def test_what_is_deleted_is_no_work(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "book.toml").write_text(free.BOOK.format(english=""), encoding="utf-8")
    chapter(tmp_path, ("border", "money"))
    free.sync(tmp_path, "01-lage", "3=3")
    free.sync(tmp_path, "book.toml")
    free.change(tmp_path, free.OWN, EASY["border"] + "\n\n", "")
    assert free.work(tmp_path, capsys) == []


def test_what_is_recorded_later_counts_from_then_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "book.toml").write_text(free.BOOK.format(english=""), encoding="utf-8")
    chapter(tmp_path, ("border", "money"))
    free.sync(tmp_path, "01-lage", "3=3")
    free.sync(tmp_path, "book.toml")
    free.change(tmp_path, free.OWN, EASY["border"], "Die Soldaten bleiben.")
    free.sync(tmp_path, "01-lage", "5=5")
    assert free.work(tmp_path, capsys) == [("edited", free.CHAPTER, 3)], "nobody has confirmed it"
    free.change(tmp_path, free.OWN, EASY["money"], "Es wird teuer.")
    assert free.work(tmp_path, capsys) == [("edited", free.CHAPTER, 3), ("edited", free.CHAPTER, 5)]


def test_a_changed_source_beside_one_that_nobody_tells_is_outdated(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "book.toml").write_text(free.BOOK.format(english=""), encoding="utf-8")
    chapter(tmp_path, ("border", "money"))
    free.sync(tmp_path, "01-lage", "5=5")
    free.sync(tmp_path, "book.toml")
    free.change(tmp_path, free.CHAPTER, "käme auch Deutschland", "käme auch Deutschland noch")
    assert free.work(tmp_path, capsys) == [("outdated", free.CHAPTER, 5)]
