"""Pictures inside pictures, and all pictures together: what holds for one that a chapter names holds at every depth."""

from __future__ import annotations

import base64
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from PIL import Image

from bookbuilder import api
from bookbuilder.diagnostics import Findings, Span
from bookbuilder.document import picture_files
from bookbuilder.document.picture_files import PictureBudget, decode_data_uri, read_picture
from bookbuilder.document.svg_safety import MAX_SHAPES, count_shapes
from bookbuilder.world import World
from tests.cases import book
from tests.sampled import sampled

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">'
RECT = '<rect width="1" height="1"/>'


def flat(width: int, height: int, kind: str = "PNG") -> bytes:
    """Return a picture of one color: few bytes, many pixels."""
    out = BytesIO()
    Image.new("1", (width, height)).save(out, kind)
    return out.getvalue()


def uri(data: bytes, media_type: str) -> str:
    return f"data:{media_type};base64,{base64.b64encode(data).decode()}"


def bomb(name: str, use: Callable[[int], str], levels: int = 9) -> str:
    """Return a drawing in which each `name` uses the one before ten times."""
    parts = "".join(f'<{name} id="a{n + 1}">{use(n) * 10}</{name}>' for n in range(levels))
    return f'{HEAD}<{name} id="a0">{RECT}</{name}>{parts}{use(levels)}</svg>'


def codes(folder: Path, text: str | bytes) -> list[str]:
    """Return the codes of what is said about a drawing."""
    (folder / "a.svg").write_bytes(text if isinstance(text, bytes) else text.encode())
    findings = Findings()
    read_picture(World(folder), "a.svg", Span(), findings)
    return [d.code for d in findings.sorted()]


RULE = "@media print {{ g > .c{0}[x]:not(b) {{ fill: url(#a{0}) }} }}"
BOMBS = {
    "use": bomb("g", lambda n: f'<use href="#a{n}"/>'),
    "xlink": bomb("g", lambda n: f'<use xlink:href="#a{n}"/>'),
    "symbol": bomb("symbol", lambda n: f'<use href="#a{n}"/>'),
    "pattern": bomb("pattern", lambda n: f'<rect width="1" height="1" fill="url(#a{n})"/>'),
    "stroke": bomb("pattern", lambda n: f"<rect width='1' height='1' style='stroke: url(\"#a{n}\")'/>"),
    "mask": bomb("mask", lambda n: f'<rect width="1" height="1" mask="url(#a{n})"/>'),
    "clip": bomb("clipPath", lambda n: f'<rect width="1" height="1" clip-path="url( #a{n} )"/>'),
    "marker": bomb("marker", lambda n: f'<path d="M0 0L1 1" marker-mid="url(#a{n})"/>'),
    "filter": bomb("filter", lambda n: f'<feImage href="#a{n}"/><rect filter="url(#a{n})"/>'),
    "sheet": bomb("pattern", lambda n: f'<rect class="c{n}" width="1" height="1"/>').replace(
        RECT,
        f"{RECT}<style>{''.join(RULE.format(n) for n in range(10))}</style>",
    ),
    "group": f'{HEAD}<pattern id="p">{RECT * 400}</pattern><g fill="url(#p)">{RECT * 400}</g></svg>',
    "points": f'{HEAD}<marker id="m">{RECT * 50}</marker><path marker="url(#m)" d="M0 0{"L1 1" * 2000}"/></svg>',
    "letters": f'{HEAD}<text>{"a" * (MAX_SHAPES + 1)}</text></svg>',
    "letters of a pattern": f'{HEAD}<pattern id="p">{RECT * 400}</pattern><text fill="url(#p)">{"a" * 400}</text></svg>',
    "two of one name": f'{HEAD}<g id="a">{RECT * 400}</g>{"""<use href="#a"/>""" * 400}<g id="a"/></svg>',
    "itself": f'{HEAD}<pattern id="p"><rect width="1" height="1" fill="url(#p)"/></pattern><rect fill="url(#p)"/></svg>',
}  # fmt: skip


@pytest.mark.parametrize("name", sampled(BOMBS))
def test_a_drawing_that_draws_too_much(name: str, tmp_path: Path) -> None:
    start = time.process_time()
    assert codes(tmp_path, BOMBS[name]) == ["image.active"]
    assert time.process_time() - start < 20


@pytest.mark.parametrize("name", ["use", "pattern"])
@pytest.mark.parametrize("kind", ["image/png", "image/jpeg", "image/svg+xml", "image/PNG", "text/xml", ""])
def test_a_bomb_inside_a_drawing(name: str, kind: str, tmp_path: Path) -> None:
    """A renderer looks at the bytes, so what an address says of them counts for nothing."""
    inner = uri(BOMBS[name].encode(), kind)
    for _ in range(3):
        text = f'{HEAD}<image href="{inner}"/></svg>'
        assert codes(tmp_path, text) in (["image.active"], ["image.kind"])
        inner = uri(text.encode(), kind)


@pytest.mark.parametrize("element", ["image", "feImage", "use", "a"])
def test_too_many_pixels_inside_a_drawing(element: str, tmp_path: Path) -> None:
    large = f'{HEAD}<{element} xlink:href="{uri(flat(13_000, 13_000), "image/png")}"/></svg>'
    assert codes(tmp_path, large) == ["image.huge"]
    many = f'{HEAD}{f"""<image href="{uri(flat(5000, 5000), "image/png")}"/>""" * 2}</svg>'
    assert codes(tmp_path, many) == ["image.huge"]


def test_what_may_stand_inside_a_drawing(tmp_path: Path) -> None:
    for kind in ("PNG", "JPEG"):
        inner = uri(flat(20, 20, kind), f"image/{kind.lower()}")
        assert codes(tmp_path, f'{HEAD}<image width="9" href=" {inner}"/></svg>') == []
    assert codes(tmp_path, f'{HEAD}<image href="{uri(flat(2, 2, "GIF"), "image/png")}"/></svg>') == [
        "image.kind"
    ]
    assert codes(tmp_path, f'{HEAD}<image href="{uri(flat(2, 2, "GIF"), "image/gif")}"/></svg>') == [
        "image.active"
    ]
    assert codes(tmp_path, f'{HEAD}<g xml:base="http://127.0.0.1:9/"><use href="#a"/></g></svg>') == [
        "image.active"
    ]
    outside = '<img xmlns="http://www.w3.org/1999/xhtml" srcset="http://127.0.0.1:9/a.png"/>'
    assert codes(tmp_path, f"{HEAD}{outside}</svg>") == ["image.active"]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["g", "pattern", "mask", "symbol"]),
            st.lists(
                st.tuples(st.sampled_from(["href", "fill", "mask", "stroke"]), st.integers(0, 5)), max_size=4
            ),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_a_drawing_is_weighed_in_time_whatever_uses_what(
    groups: list[tuple[str, list[tuple[str, int]]]],
) -> None:
    """Any graph of elements that use one another, loops among them, has a weight, and each shape counts at least once."""
    inner = "".join(
        f'<{name} id="a{n}">'
        + "".join(
            f'<use href="#a{to}"/>' if key == "href" else f'<rect {key}="url(#a{to})"/>' for key, to in uses
        )
        + f"</{name}>"
        for n, (name, uses) in enumerate(groups)
    )
    root = etree.fromstring(f"{HEAD}{inner}</svg>")
    assert sum(1 for _ in root.iter()) <= count_shapes(root) <= MAX_SHAPES + 1


def test_all_pictures_of_a_book_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture_files, "_BOOK_PIXELS", 50)
    monkeypatch.setattr(picture_files, "_BOOK_SHAPES", 8)
    square = f"{HEAD}{RECT}</svg>"
    for name, text in {
        "pixels": "# A\n\n![a](a.png)\n\n![a](a.png)\n\n![b](b.png)\n",
        "shapes": "# A\n\n![c](c.svg)\n\n![c](c.svg)\n\n![c](c.svg)\n\n![c](c.svg)\n\n![c](c.svg)\n\n![c](c.svg)\n",
    }.items():
        files: dict[str, str | bytes] = {
            "a.png": flat(5, 5),
            "b.png": flat(6, 6),
            "c.svg": square,
            "01-a.md": text,
        }
        own = {f"chapters/de/{path}": data for path, data in files.items()}
        root = book.write(tmp_path / name, own)
        (found,) = api.check(root, editions=["web"], jobs=1).diagnostics
        line = {"pixels": 7, "shapes": 11}[name]
        assert (str(found.span), found.code) == (f"chapters/de/01-a.md:{line}:1", "image.budget")


def test_a_budget_tells_once() -> None:
    findings, budget = Findings(), PictureBudget()
    one = decode_data_uri("a", uri(flat(2000, 2000), "image/png"), Span(), findings)
    assert one is not None and one.pixels == 4_000_000
    assert [budget.take(one, Span(), findings) for _ in range(2501)] == [True] * 2500 + [False]
    assert not budget.take(one, Span(), findings)
    assert [d.code for d in findings.sorted()] == ["image.budget"]


@pytest.mark.parametrize(
    "repeat",
    sampled(
        [
            'linearGradient id="g" gradientUnits="userSpaceOnUse" x1="0" y1="0" x2="1e-7" y2="0"',
            'radialGradient id="g" gradientUnits="userSpaceOnUse" r="1e-7"',
            'linearGradient id="g" gradientTransform="scale(1e-7)"',
        ]
    ),
)
def test_a_gradient_that_repeats_for_ever(repeat: str, tmp_path: Path) -> None:
    """Each repetition was written out: 3 s and 500 MB for a thousandth, and no end for a millionth."""
    stops = '<stop offset="0" stop-color="red"/><stop offset="1" stop-color="blue"/>'
    name = repeat.split()[0]
    text = f'{HEAD}<{repeat} spreadMethod="repeat">{stops}</{name}><rect width="9" height="9" fill="url(#g)"/></svg>'
    files = {"chapters/de/01-a.md": "# A\n\n![a](a.svg)\n", "chapters/de/a.svg": text}
    start = time.process_time()
    result = api.build(book.write(tmp_path, files, editions=book.PRINT), jobs=1)
    assert [d.code for d in result.diagnostics] == []
    assert time.process_time() - start < 60
    assert len(result.files) == 1 and result.files[0].stat().st_size < 1_000_000
