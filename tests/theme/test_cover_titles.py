"""The title and the subtitle are broken evenly on covers, as on the title page: in as few lines as they need, none of which
could take a word of its neighbour without being longer than all others."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookbuilder import api
from bookbuilder.formats.pdf import cover
from bookbuilder.formats.pdf.cover import PageJob
from bookbuilder.formats.pdf.engine import typeset
from bookbuilder.html.marked_text import marked
from tests.cases import book
from tests.pdf.line_breaking.typeset_paragraphs import (
    Line,
    Typesetter,
    dossier_task,
    dossier_typesetter,
    lines,
)

SIZE = "@page { size: 148mm 210mm; margin: 0 } .cover .names { position: static; margin: 0 8vw 0 9vw }"
LINE_BY_LINE = ".title, .subtitle { --line-breaking: line !important }"


def cover_job(folder: Path) -> PageJob:
    """Return what the cover picture of an e-book is drawn from."""
    jobs: list[PageJob] = []
    draw = cover.lay_out

    def drawn(job: PageJob) -> bytes:
        jobs.append(job)
        return draw(job)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cover, "lay_out", drawn)
        # With a title of its own, since a cover like that of another test is not drawn again.
        toml = book.settings(["de"], editions='[editions.e]\nformat = "epub"\n')
        own = toml.replace('title = "', 'title = "Umschläge: ')
        api.build(book.write(folder, {"book.toml": own, "chapters/de/01-a.md": book.CHAPTER}), jobs=1)
    return jobs[0]


class Covers:
    """The style sheets and fonts of the cover of print and of that of an e-book. It is no dataclass, for hypothesis would
    print all of it."""

    def __init__(self, of: dict[str, tuple[str, Any]]) -> None:
        self.of = of


@pytest.fixture(scope="module")
def covers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Covers]:
    task = dossier_task(tmp_path_factory.mktemp("print"))
    job = cover_job(tmp_path_factory.mktemp("epub"))
    with ExitStack() as stack:
        printed: Typesetter = stack.enter_context(dossier_typesetter(task))
        fonts, _ = stack.enter_context(typeset.typesetter(job.world, job.font_directory, job.css, ()))
        yield Covers({"print": (task.job.css, printed.fonts), "epub": (job.css, fonts)})


def set_lines(css: str, fonts: Any, section: str, inner: str, more: str, kind: str) -> list[Line]:
    html = f'<html lang="de"><body><section class="{section}">{inner}</section></body></html>'
    return lines(typeset.lay_out(html, f"{css}\n{SIZE}\n{more}", {}, fonts).document, kind)


def width(line: Line) -> float:
    return float(sum(box.margin_width() for box in line.box.children))


@pytest.mark.heavy
@settings(max_examples=25)
@given(
    st.lists(
        st.sampled_from(["Fünf", "Tage", "im", "Januar", "Diplomatie", "und", "Eine", "Woche"]),
        min_size=2,
        max_size=14,
    ),
    st.sampled_from(["print", "epub"]),
    st.sampled_from(["title medium", "title long", "subtitle"]),
)
def test_the_lines_of_a_title_are_even(covers: Covers, words: list[str], medium: str, kind: str) -> None:
    css, fonts = covers.of[medium]
    inner = f'<div class="names"><p class="{kind}">{" ".join(words)}</p></div>'
    even, filled = (
        [width(line) for line in set_lines(css, fonts, "cover", inner, more, kind.split()[0])]
        for more in ("", LINE_BY_LINE)
    )
    assert len(even) == len(filled)
    assert max(even) <= max(filled) + 0.1
    assert sum(one * one for one in even) <= sum(one * one for one in filled) + 1


@pytest.mark.parametrize("medium", ["print", "epub"])
def test_no_word_is_left_over(covers: Covers, medium: str) -> None:
    css, fonts = covers.of[medium]
    words = "Eine Woche der Diplomatie um Nord Stream\u00a02 zwischen Kiew, Moskau, Berlin und Genf"
    inner = f'<div class="names"><p class="subtitle">{words}</p></div>'
    widths = [width(line) for line in set_lines(css, fonts, "cover", inner, "", "subtitle")]
    assert len(widths) == 3 and min(widths) > 0.7 * max(widths)


@pytest.mark.parametrize("medium", ["print", "epub"])
@pytest.mark.parametrize("kind", ["long", "longest"])
def test_a_title_with_a_name_and_a_range_is_even(covers: Covers, medium: str, kind: str) -> None:
    """Its letters and spaces are set closer and wider by hand."""
    css, fonts = covers.of[medium]
    words = marked(
        "Die fünf Tage vom 17.–21.\u00a0Januar und der Artikel\u00a05 von Nord Stream\u00a02",
        "",
        here="ltr",
        xml=False,
    )
    inner = f'<div class="names"><p class="title {kind}">{words}</p></div>'
    found = set_lines(css, fonts, "cover", inner, "", "title")
    assert [line.text for line in found][-1] == "Nord Stream\u00a02"
    assert "17.–21.\u00a0Januar und" in [line.text for line in found]
    assert min(map(width, found)) > 0.7 * max(map(width, found))
