"""What is wrong with the layout on screens is told at its line, with the widths and sizes of text at which it is seen.

Faults are put into pages that have none (`test_every_fault_is_found`), between blocks that look like faults and are none.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bookbuilder.formats.format import Artifact
from bookbuilder.validators import screen_layout
from bookbuilder.validators.validate import judge_one
from bookbuilder.validators.validator import ValidatorInput
from tests.check.made import Made, judge, make, repacked

CHAPTER = """\
# Ein Kapitel

Der erste Absatz.

## Eine Überschrift

Der zweite Absatz mit Verfassungsgerichtsentscheidungen.

| Tag    | Ort  |
|--------|------|
| Montag | Kiew |

::: figure
![Ein Strich](a.svg)

Die Unterschrift des Bildes.
:::

Der letzte Absatz.
"""
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50"><text x="5" y="20" font-size="{}">Kiew</text></svg>'
pytestmark = pytest.mark.usefixtures("warm")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    files: dict[str, str | bytes] = {"chapters/de/01-a.md": CHAPTER, "chapters/de/a.svg": PICTURE.format(8)}
    return make(tmp_path_factory.mktemp("layout"), files)


def _told(made: Made, suffix: str, old: str, new: str) -> list[str]:
    judged = made.one(suffix)
    if suffix == ".epub":
        data = repacked(
            judged.data, lambda name, text: text.replace(old, new) if name.endswith(".xhtml") else text
        )
    else:
        data = judged.data.replace(old.encode(), new.encode())
    assert data != judged.data
    return [str(one) for one in judge(screen_layout.VALIDATOR, judged, data)]


@pytest.mark.heavy
@pytest.mark.parametrize("suffix", [".epub", ".html"])
def test_good_pages_have_none(made: Made, suffix: str) -> None:
    assert judge(screen_layout.VALIDATOR, made.one(suffix)) == ()


@pytest.mark.heavy
@pytest.mark.parametrize("suffix", [".epub", ".html"])
def test_a_fault_is_told_once_at_its_line(made: Made, suffix: str) -> None:
    widths, alone = "320, 360, 758 and 1280 px", "with the basic style sheet alone"
    where = f"{widths}; {widths} with text at 200 %; {widths} {alone}; {widths} with text at 200 % {alone}"
    over = 'Der <span style="margin-inline-start: -2em">letzte</span> Absatz'
    (found,) = _told(made, suffix, "Der letzte Absatz", over)
    assert found == (
        f"chapters/de/01-a.md:19:1: warning: 'letzte' lies on 'Der' ({where}) [screen.overprint]"
    )
    cut = '<span style="display: block; width: 3em; overflow: hidden; white-space: nowrap">Der letzte Absatz.</span>'
    (found,) = _told(made, suffix, "Der letzte Absatz.", cut)
    assert found == (
        f"chapters/de/01-a.md:19:1: warning: 'letzte' is cut off by its box ({where}) [screen.cut]"
    )
    style = "display: inline-block; width: 5em; hyphens: none; overflow-wrap: anywhere"
    torn = f'<span style="{style}">Verfassungsgericht</span>'
    (found,) = _told(made, suffix, "Verfassungsgerichtsentscheidungen", torn)
    assert re.fullmatch(
        r"chapters/de/01-a\.md:7:1: warning: the end of a line tears 'Verfas\w+' from '\w+t' without a hyphen"
        r" \(320, .*\) .*",
        found,
    )
    assert found.endswith("[screen.torn]")


@pytest.mark.heavy
def test_hyphens_of_small_screens_do_not_excuse_large_ones(made: Made) -> None:
    style = "<style>p.a { width: 6em; hyphens: manual } @media (max-width: 40em) { p.a { hyphens: auto } }</style>"
    data = f'{HEAD}\n{style}\n<p class="a">Verfassungsgericht</p>\n</body>\n</html>'.encode()
    judged = ValidatorInput(made.world, made.books[0][0], Artifact("seeded.html", {"": data}))
    (remark,) = judge_one(screen_layout.VALIDATOR, judged)
    # With text at 200 % each of these screens has fewer than 40 em.
    assert "(758 and 1280 px)" in str(remark.message)


@pytest.mark.heavy
def test_small_text_in_a_drawing(tmp_path: Path) -> None:
    picture = PICTURE.format(2.5)
    made = make(tmp_path, {"chapters/de/01-a.md": CHAPTER, "chapters/de/a.svg": picture})
    for suffix in (".epub", ".html"):
        (found,) = judge(screen_layout.VALIDATOR, made.one(suffix))
        assert re.fullmatch(
            r"chapters/de/01-a\.md:1[34]:1: warning: the text 'Kiew' in a drawing is [78]\.\d px high"
            r" \(320 and 360 px\) .*",
            str(found),
        )
        assert str(found).endswith("[screen.small]")


# ------------------------------------------------------------------------------------------------------ seeded faults

KINDS = ("overprint", "cut", "torn", "small")
WORDS = (
    "der",
    "Vertrag",
    "von",
    "Moskau",
    "gilt",
    "nicht",
    "und",
    "niemand",
    "hat",
    "ihn",
    "gelesen",
    "wenn",
    "reden",
)
LONG = (
    "Verfassungsgerichtsentscheidung",
    "Donaudampfschifffahrtsgesellschaft",
    "Truppenverlegungsankündigung",
    "Sicherheitsgarantieverhandlung",
)
FAULTS = 60
SPACES = " " * 50


def _text(draw: random.Random, least: int = 3, most: int = 30) -> str:
    return " ".join(draw.choice(WORDS) for _ in range(draw.randint(least, most)))


def _overprint(draw: random.Random) -> str:
    text, more = _text(draw, 2, 12), _text(draw, 3, 20)
    px = draw.randint(9, 22)
    return draw.choice(
        (
            f'<p>{text}</p><p style="margin-top: -{px / 10 + 0.2:.1f}em">{more}</p>',
            f'<p>{text} <span style="position: relative; left: -{draw.randint(2, 4)}em">{more}</span></p>',
            (
                '<div style="padding-bottom: 15em"><div style="height: 1em">'
                f"{_text(draw, 20, 25)}</div><p>{more}</p></div>"
            ),
            f'<p style="line-height: 0.{draw.randint(2, 4)}">{_text(draw, 60, 80)}</p>',
            (
                '<div style="position: relative; padding-bottom: 15em">'
                f'{text}<div style="position: absolute; top: 0; left: 0">{more}</div></div>'
            ),
            f'<p>{text}</p><p style="transform: translateY(-{px}px); line-height: 1">{more}</p>',
            f'<p><span style="margin-right: -2.5em">{text}</span>{more}</p>',
        )
    )


def _cut(draw: random.Random) -> str:
    text = _text(draw, 30, 40)
    return draw.choice(
        (
            f'<div style="height: {draw.randint(1, 3)}em; overflow: hidden">{_text(draw, 60, 80)}</div>',
            f'<p style="white-space: nowrap; overflow: hidden">{text}</p>',
            f'<p style="white-space: nowrap; overflow: hidden; text-overflow: ellipsis">{text}</p>',
            f'<p style="white-space: nowrap">{text}</p>',
            f'<p style="margin-left: -{draw.randint(5, 9)}em">{text}</p>',
            f'<p style="width: {draw.randint(82, 120)}em">{text} {text}</p>',
            f'<div style="overflow-x: clip; width: 8em"><p style="width: 12em">{text}</p></div>',
            (
                f'<table style="table-layout: fixed; width: 12em"><tr><td style="white-space: nowrap">'
                f"{text[:30]}</td><td></td></tr></table>"
            ),
            f'<div style="overflow: auto"><p style="margin-left: -{draw.randint(4, 9)}em">{text}</p></div>',
        )
    )


def _torn(draw: random.Random) -> str:
    word, how = draw.choice(LONG), draw.choice(("anywhere", "break-word"))
    style = f"overflow-wrap: {how}; hyphens: {draw.choice(('none', 'manual'))}"
    return draw.choice(
        (
            f'<p style="width: {draw.randint(4, 8)}em; {style}">{_text(draw)} {word} {_text(draw)}</p>',
            f'<h2 style="font-size: {draw.randint(60, 90)}px; width: 300px; {style}">{word}</h2>',
            (
                f'<table style="table-layout: fixed; width: 9em; {style}"><tr><td>'
                f"{word}</td><td>und</td></tr></table>"
            ),
            f'<p style="word-break: break-all; width: {draw.randint(50, 90)}px">{word} {word}</p>',
            f'<p style="width: 5em; {style}">{word[:6]}<em>{word[6:]}</em></p>',
            # It can be hyphenated, but its parts have no room.
            f'<p lang="de" style="width: 1.2em; overflow-wrap: {how}; hyphens: auto">{word}</p>',
        )
    )


def _small(draw: random.Random) -> str:
    size = draw.uniform(4, 8.5)
    text = f'<text x="2" y="40" font-size="{size:.2f}">{_text(draw, 1, 3)}</text>'
    return draw.choice(
        (
            f'<svg width="200" height="60" viewBox="0 0 200 60">{text}</svg>',
            f'<svg width="200" height="60" viewBox="0 0 400 120"><g transform="scale(2)">{text}</g></svg>',
            (
                f'<svg width="200" height="60" viewBox="0 0 200 60"><text font-size="30" x="2" y="50">A'
                f'<tspan style="font-size: {size:.2f}px">klein</tspan></text></svg>'
            ),
            (
                '<img alt="Bild" style="width: 250px; padding: 0; border: 0" src="data:image/svg+xml,'
                f"%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 250 90'%3E%3Ctext y='40' font-size='{size:.2f}'%3E"
                'klein%3C/text%3E%3C/svg%3E"/>'
            ),
        )
    )


def _good(draw: random.Random) -> str:
    """Return what looks like a fault and is none."""
    text, word = _text(draw), draw.choice(LONG)
    return draw.choice(
        (
            f"<p>{text} {word}</p>",
            f'<div style="overflow: auto"><p style="white-space: nowrap">{text} {text}</p></div>',
            f'<div style="overflow: auto; height: 5em"><p>{text} {text}</p></div>',
            f'<p style="position: absolute; left: -9999px">{text}</p>',
            (
                '<p style="position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%)">'
                f"{text}</p>"
            ),
            f'<p style="visibility: hidden; margin-top: -2em">{text}</p>',
            f'<p style="line-height: 1">{text} {text}</p>',
            f"<p>{text}<sup>12</sup> H<sub>2</sub>O <ruby>漢字<rt>かんじ</rt></ruby> {text}</p>",
            (
                '<p style="width: 6em; hyphens: manual">Ver&#173;'
                f"fassungs&#173;gerichts&#173;ent&#173;schei&#173;dung {text}</p>"
            ),
            f'<p lang="de" style="width: 8em; hyphens: auto; overflow-wrap: anywhere">{word} {text}</p>',
            '<p style="width: 3em; overflow-wrap: anywhere">日本語の文章は語の間に空白を置かない。</p>',
            (
                '<p style="width: 6em; overflow-wrap: anywhere">https://beispiel.example/ein/langer/pfad '
                "<code>ein_langer_name_ohne_ende</code></p>"
            ),
            f'<p><span style="float: left; font-size: 3em; line-height: .8">D</span>{text} {text}</p>',
            f"<table><tr><td>{text}</td><td>{draw.choice(WORDS)}</td></tr></table>",
            (
                '<svg width="200" height="60" viewBox="0 0 200 60">'
                f'<text x="2" y="40" font-size="{draw.uniform(9.1, 20):.1f}">Gut</text></svg>'
            ),
            f"<details><summary>{text}</summary><p>{text}</p></details>",
            (
                '<div style="position: relative; height: 4em"><span style="position: absolute; bottom: 0">'
                f"{draw.choice(WORDS)}</span></div>"
            ),
            (f'<p style="white-space: pre-wrap; max-width: 16em">{text}{SPACES}{text}</p>'),
        )
    )


MAKERS: dict[str, Callable[[random.Random], str]] = {
    "overprint": _overprint,
    "cut": _cut,
    "torn": _torn,
    "small": _small,
}
HEAD = (
    '<!DOCTYPE html>\n<html lang="de">\n<head>\n<meta charset="utf-8">\n<title>T</title>\n'
    "<style>body { margin: 0 12px; font-family: serif; overflow-wrap: break-word; hyphens: auto }"
    " p { margin: 0 } section { overflow: visible; padding: 3em 0;"
    " clear: both } img { max-width: 100% } table { max-width: 100% }</style>\n</head>\n<body>"
)


def _page(maker: Callable[[random.Random], str], draw: random.Random) -> tuple[bytes, set[int]]:
    """Return a page with faults between good blocks, and the lines of the faults."""
    lines, faults = HEAD.split("\n"), set[int]()
    for _ in range(FAULTS):
        lines.append(f"<section>{_good(draw)}</section>")
        lines.append(f"<section>{maker(draw)}</section>")
        faults.add(len(lines))
    return "\n".join([*lines, "</body>", "</html>"]).encode(), faults


def _found(made: Made, data: bytes) -> Iterator[tuple[int, str]]:
    book = made.books[0][0]
    judged = ValidatorInput(made.world, book, Artifact("seeded.html", {"": data}))
    for remark in judge_one(screen_layout.VALIDATOR, judged):
        yield remark.line, remark.code.removeprefix("screen.")


@pytest.mark.heavy
@pytest.mark.parametrize("kind", KINDS)
def test_every_fault_is_found(made: Made, kind: str) -> None:
    """Of sixty faults of a kind 98 % are found, and of as many good blocks at most 1 % are taken for a fault."""
    data, faults = _page(MAKERS[kind], random.Random(f"{kind} 0"))
    found = list(_found(made, data))
    lost = sorted(faults - {line for line, code in found if code == kind})
    source = data.decode().split("\n")
    assert len(lost) <= 0.02 * FAULTS, [source[line - 1] for line in lost]
    false = sorted((line, code) for line, code in found if line not in faults)
    assert len(false) <= 0.01 * FAULTS, [(code, source[line - 1]) for line, code in false]
