"""A tool may cut the segments of an XLIFF 2.1 file anew, and name them as it likes: what comes back is the same."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from lxml import etree

from bookbuilder.diagnostics import Findings
from bookbuilder.translate.exchange import xliff, xliff2
from tests.translate.dossier import copy
from tests.translate.test_xliff2 import bring, export

N = "{urn:oasis:names:tc:xliff:document:2.0}"
Piece = tuple[str, str]
"""A text, or a code: what it is (`text`, `ph`, `open`, `close`), and its text, id, or attributes."""


def pieces(side: etree._Element) -> list[Piece]:
    found: list[Piece] = [("text", side.text or "")]
    for child in side:
        name, number = etree.QName(child).localname, str(child.get("id"))
        if name == "ph":
            found.append(("ph", number))
        else:
            found += [("open", number), *pieces(child), ("close", number)]
        found.append(("text", child.tail or ""))
    return [piece for piece in found if piece != ("text", "")]


def cut(whole: Sequence[Piece], parts: int, chance: random.Random) -> list[list[Piece]]:
    """Cut a side at random places, also inside of words and of pairs."""
    letters = [(kind, letter) for kind, text in whole for letter in (text if kind == "text" else [text])]
    places = sorted(chance.randint(0, len(letters)) for _ in range(parts - 1))
    return [letters[a:b] for a, b in zip([0, *places], [*places, len(letters)], strict=True)]


def written(part: Sequence[Piece]) -> str:
    """Return the XML of a part; pairs are written as their two halves, as they must be if another segment closes them."""
    forms = {"text": escape, "ph": '<ph id="{}"/>'.format,
             "open": '<sc id="{}" canOverlap="no"/>'.format,
             "close": '<ec startRef="{}" canOverlap="no"/>'.format}  # fmt: skip
    return "".join(forms[kind](text) for kind, text in part)


def resegmented(data: bytes, chance: random.Random) -> bytes:
    """Cut every unit of a file that may be cut."""
    tree = etree.fromstring(data)
    for unit in tree.iter(f"{N}unit"):
        file = next(unit.iterancestors(f"{N}file"))
        (segment,) = unit.iterchildren(f"{N}segment")
        assert (segment.get("canResegment") or unit.get("canResegment") or file.get("canResegment")) != "no"
        source, target = segment.find(f"{N}source"), segment.find(f"{N}target")
        count = chance.randint(1, 4)
        assert source is not None
        sources = cut(pieces(source), count, chance)
        targets = cut(pieces(target), count, chance) if target is not None else [None] * count
        place = unit.index(segment)
        unit.remove(segment)
        for number, (one, other) in enumerate(zip(sources, targets, strict=True)):
            answer = "" if other is None else f"<target>{written(other)}</target>"
            state = segment.get("state")
            inner = f"<source>{written(one)}</source>{answer}"
            text = f'<segment xmlns="{N[1:-1]}" id="t{number}" state="{state}">{inner}</segment>'
            unit.insert(place + number, etree.fromstring(text))
    return bytes(etree.tostring(tree))


@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.heavy) for seed in range(2, 12))])
def test_units_are_the_same_in_any_segments(tmp_path: Path, seed: int) -> None:
    root = copy(tmp_path)
    for chapter in (root / "chapters/de").glob(
        "0[14]*.md"
    ):  # some blocks are outdated, with their old source
        text = chapter.read_text(encoding="utf-8")
        chapter.write_text(re.sub(r"\bnicht\b", "gar nicht", text), encoding="utf-8")
    data = export(root, "--all").read_bytes()
    told = Findings()
    plain = xliff2.read(data, "a.xlf", told)
    cut_up = xliff2.read(resegmented(data, random.Random(seed)), "a.xlf", told)
    assert told.sorted() == ()
    assert [chapter.source for chapter in cut_up] == [chapter.source for chapter in plain]
    for one, other in zip(plain, cut_up, strict=True):
        for unit, again in zip(one.units, other.units, strict=True):
            assert (again.id, again.source, again.target) == (unit.id, unit.source, unit.target)
            assert (again.finished, again.target_digest, again.partial) == (
                unit.finished,
                unit.target_digest,
                "",
            )


def test_translations_in_new_segments_come_in(tmp_path: Path) -> None:
    root = copy(tmp_path)
    file = export(root, "--all", "-c", "02-montag")
    before = (root / "chapters/en/02-montag.md").read_text(encoding="utf-8")
    data = resegmented(file.read_bytes(), random.Random(5))
    tree = etree.fromstring(data)
    changed = 0
    for unit in tree.iter(f"{N}unit"):
        targets = [target for target in unit.iter(f"{N}target") if unit.get("translate") != "no"]
        if targets and len(targets) > 1:
            last = targets[-1]
            text = last[-1] if len(last) else None
            if text is None:
                last.text = f"{last.text or ''} plus"
            else:
                text.tail = f"{text.tail or ''} plus"
            for part in unit.iterchildren(f"{N}segment"):
                part.set("state", "translated")
            changed += 1
    file.write_bytes(etree.tostring(tree))
    assert changed > 5
    assert bring(root, file) == 0
    after = (root / "chapters/en/02-montag.md").read_text(encoding="utf-8")
    assert after != before and after.count(" plus") == changed


@pytest.mark.parametrize(
    ("answer", "partial"),
    [
        ('state="initial"><source>Noch ein Satz!</source><target/>', True),
        ("><source>Noch ein Satz!</source><target> </target>", True),
        ('state="initial"><source>Noch ein Satz!</source>', True),
        ('state="initial"><source>Noch ein Satz!</source><target>Noch ein Satz!</target>', True),
        ('state="translated"><source>Noch ein Satz!</source><target>Noch ein Satz!</target>', False),
        ('state="translated"><source>Noch ein Satz!</source><target/>', False),  # said in the sentence before
        ('state="initial"><source>… – </source><target/>', False),
    ],
)
def test_a_sentence_that_nobody_has_translated_is_not_left_out(answer: str, partial: bool) -> None:
    unit = f"""<unit id="a"><segment state="translated"><source>Ein Satz. </source><target>One. </target></segment>
      <segment {answer}</segment>
      <segment state="translated"><source>Dritter?</source><target>Three?</target></segment></unit>"""
    head = f'<xliff xmlns="{N[1:-1]}" version="2.1" srcLang="de" trgLang="en"><file id="f" original="a.md">'
    told = Findings()
    ((returned,),) = [
        one.units for one in xliff2.read(f"{head}{unit}</file></xliff>".encode(), "a.xlf", told)
    ]
    assert told.sorted() == ()
    assert bool(returned.partial) == partial


@pytest.mark.parametrize(
    ("state", "sentence", "partial"),
    [("", "Two!", False), ("", "", True), ("", " ", True), (' state="final"', "", False)],
)
def test_so_it_is_in_xliff_1_2(state: str, sentence: str, partial: bool) -> None:
    marks = [f'<mrk mtype="seg" mid="{number}">' for number in range(2)]
    content = (
        '<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2"><file original="a.md"'
        ' source-language="de" target-language="en" datatype="plaintext"><body><trans-unit id="a">'
        "<source>Ein Satz. Noch einer!</source>"
        f"<seg-source>{marks[0]}Ein Satz.</mrk> {marks[1]}Noch einer!</mrk></seg-source>"
        f"<target{state}>{marks[0]}One.</mrk> {marks[1]}{sentence}</mrk></target>"
        "</trans-unit></body></file></xliff>"
    )
    told = Findings()
    ((returned,),) = [one.units for one in xliff.read(content.encode(), "a.xlf", told)]
    assert told.sorted() == ()
    assert bool(returned.partial) == partial
