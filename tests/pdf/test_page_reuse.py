"""A part that is edited is the same, byte for byte, whether its other pages are taken from the layout before or not."""

from __future__ import annotations

import gc
import pickle
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import fields, make_dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from weasyprint.formatting_structure import boxes
from weasyprint.formatting_structure.boxes import Box

from bookbuilder.formats.pdf.compile.compiled_part import decode
from bookbuilder.formats.pdf.compile.job import Task
from bookbuilder.formats.pdf.engine.compile_part import compile_part
from bookbuilder.formats.pdf.engine.marks import Planned, mark_planned, marks
from bookbuilder.formats.pdf.engine.page_reuse import box_signature, cached_layouts
from bookbuilder.formats.pdf.engine.page_reuse.cached_page import CachedPage
from bookbuilder.formats.pdf.engine.page_reuse.page_reuse import PageReuse
from bookbuilder.formats.pdf.engine.patch import Kind, Scope
from bookbuilder.formats.pdf.engine.setup.install_patches import names, patched, patches
from scripts import weasyprint_stubs
from tests.bench import corpus, notes
from tests.cases import book
from tests.conftest import REPO, Shared
from tests.pdf.recorded_tasks import recorded_tasks
from tests.sampled import sampled

SEED = 16
BLOCK = re.compile(
    r"\n<(p|h2|h3|ul|ol|figure|div|aside|blockquote|table|pre)\b[^>]*>.*?</\1>(?=\n)", re.DOTALL
)
Edit = Callable[[str, random.Random, str], str]


@pytest.fixture(autouse=True)
def _without_kept_layouts() -> Iterator[None]:
    """Nothing is kept before a test, or after it."""
    cached_layouts._CACHED.clear()
    yield
    cached_layouts._CACHED.clear()


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The numbers of the pages that were taken from the layout before, from 0."""
    found: list[int] = []
    theirs = PageReuse.taken

    def noted(self: PageReuse, *given: Any) -> CachedPage | None:
        page = theirs(self, *given)
        if page is not None:
            found.append(len(self.pages) - 1)
        return page

    monkeypatch.setattr(PageReuse, "taken", noted)
    return found


@pytest.fixture(scope="module")
def whole(shared: Shared) -> Task:
    """A chapter of fourteen pages with figures, tables and notes."""
    return _longest(shared, "corpus")


@pytest.fixture(scope="module")
def chapter(whole: Task) -> Task:
    """Its first pages."""
    blocks = list(BLOCK.finditer(whole.job.html))
    return with_html(
        whole, whole.job.html[: blocks[len(blocks) // 3].end()] + "\n</section></main></body></html>"
    )


def _longest(shared: Shared, name: str) -> Task:
    """Return what the longest part of one of the books is compiled from."""
    task = pickle.loads((shared.folder("page-reuse", _write_tasks) / name).read_bytes())
    assert isinstance(task, Task)
    return task


def _write_tasks(folder: Path) -> None:
    everything = (REPO / "tests/theme/everything.md").read_text(encoding="utf-8")
    files: dict[str, Any] = {"chapters/de/01-eins.md": everything}
    files |= {
        f"chapters/de/images/{name}.svg": (REPO / f"tests/drawings/{name}.svg").read_bytes()
        for name in ("bars", "axis")
    }
    books = {
        "everything": book.write(folder / "books/everything", files, editions=book.PRINT),
        "notes": notes.write(folder / "books/notes", notes.chapters(8)),
        "corpus": corpus.write(folder / "books/corpus", 14),
    }
    for name, root in books.items():
        task = max(recorded_tasks(root), key=lambda task: len(task.job.html))
        (folder / name).write_bytes(pickle.dumps(replace(task, edited=True)))


def with_html(task: Task, html: str) -> Task:
    """Return a task for another text."""
    return replace(task, job=replace(task.job, html=html))


def alone(task: Task) -> bytes:
    """Compile a task as a process does that has compiled nothing."""
    with patched([(cached_layouts, "_CACHED", [])]):
        return compile_part(replace(task, edited=False))


# -- edits of a page of HTML -------------------------------------------------------------------------------------------


def a_sentence(html: str, dice: random.Random, name: str) -> str:
    """Put a sentence at the end of a paragraph, an item, a cell or a note."""
    end = dice.choice(list(re.finditer("</p>|</li>|</td>|</span>|</h2>", html))).start()
    return f"{html[:end]} Satz {name} mehr.{html[end:]}"


def a_paragraph_longer(html: str, dice: random.Random, name: str) -> str:
    """Put several lines at the end of a paragraph."""
    end = dice.choice(list(re.finditer("</p>", html))).start()
    return f"{html[:end]}{f' Ein Satz mit der Nummer {name}.' * 6}{html[end:]}"


def a_word(html: str, dice: random.Random, _: str) -> str:
    """Put another word in the place of one."""
    words = list(re.finditer(r"\b[a-zäöü]{4,}\b(?=[^<>]*</p>)", html))
    word = dice.choice(words) if words else None
    return f"{html[: word.start()]}anders{html[word.end() :]}" if word else html


def emphasis(html: str, dice: random.Random, _: str) -> str:
    """Emphasise a word."""
    words = list(re.finditer(r"\b[a-zäöü]{4,}\b(?=[^<>]*</p>)", html))
    word = dice.choice(words) if words else None
    return f"{html[: word.start()]}<em>{word.group()}</em>{html[word.end() :]}" if word else html


def a_block_less(html: str, dice: random.Random, _: str) -> str:
    """Leave a block out."""
    block = dice.choice(list(BLOCK.finditer(html)))
    return html[: block.start()] + html[block.end() :]


def a_block_more(html: str, dice: random.Random, name: str) -> str:
    """Put a copy of a block before another one."""
    blocks = list(BLOCK.finditer(html))
    copied = re.sub('id="', f'id="{name}-', dice.choice(blocks).group())
    at = dice.choice(blocks).start()
    return html[:at] + copied + html[at:]


def a_note(html: str, dice: random.Random, name: str) -> str:
    """Put a note at the end of a paragraph."""
    end = dice.choice(list(re.finditer("</p>", html))).start()
    return f'{html[:end]}<span class="footnote" data-number="1">Eine Note {name}.</span>{html[end:]}'


EDITS: tuple[Edit, ...] = (
    a_sentence, a_sentence, a_sentence, a_paragraph_longer, a_word, emphasis, a_block_less, a_block_more, a_note,
)  # fmt: skip


def edited_again_and_again(task: Task, count: int, seed: int) -> Iterator[Task]:
    """Yield a part as it is after more and more edits, some of which are taken back."""
    dice, html = random.Random(seed), task.job.html
    for number in range(count):
        new = dice.choice(EDITS)(html, dice, f"n{number}")
        yield with_html(task, new)
        html = new if dice.random() < 0.8 else html


# -- tests -------------------------------------------------------------------------------------------------------------


def test_every_field_of_a_box_is_compared_or_left_out_for_a_reason() -> None:
    (module,) = (one for one in weasyprint_stubs.declared() if one.name.endswith(".boxes"))
    declared = {name for one in module.classes for name in one.fields}
    assert declared == {*box_signature.PLAIN, *box_signature.BY_CONTENT, *box_signature.LEFT_OUT}
    assert len(declared) == len(box_signature.PLAIN + box_signature.BY_CONTENT) + len(box_signature.LEFT_OUT)


@pytest.mark.parametrize("name", [*box_signature.PLAIN, *box_signature.BY_CONTENT])
def test_boxes_that_differ_in_a_field_are_told_apart(name: str) -> None:
    """Whatever of a box is another one makes it another one, wherever it is in the box that is compared."""
    style: Any = {"float": "none"}
    element: Any = object()
    text, another = (boxes.TextBox("p", style, element, letter) for letter in "az")
    holder = boxes.BlockBox("p", style, element, [text])
    before = box_signature.signature(holder)
    assert before == box_signature.signature(holder.deepcopy())
    other: Any = {
        "style": {"float": "left"}, "first_letter_style": style, "first_line_style": style, "text": "b",
        "children": (), "column_groups": (another,), "footnote": another, "note": another, "element": object(),
    }.get(name, "another")  # fmt: skip
    setattr(holder if name in ("children", "column_groups") else text, name, other)
    assert box_signature.signature(holder) != before


@pytest.mark.parametrize("one", fields(Planned), ids=lambda one: one.name)
def test_children_that_are_planned_otherwise_are_told_apart(one: Any) -> None:
    style: Any = {}
    text = boxes.TextBox("p", style, None, "a")
    assert marks(text).planned.key() == Planned().key()
    setattr(mark_planned(text), one.name, "another")
    assert marks(text).planned.key() != Planned().key()
    assert marks(boxes.TextBox("p", style, None, "a")).planned.key() == Planned().key()


def test_a_field_that_is_added_is_in_the_key() -> None:
    """The key is made by reflection: nobody has to think of it."""
    added = make_dataclass("Added", [("colour", str, "red")], bases=(Planned,), slots=True, eq=False)
    first: Any = added()
    second: Any = added()
    assert first.key() == second.key()
    second.colour = "blue"
    assert first.key() != second.key()


def test_pages_without_a_change_are_taken(whole: Task, taken: list[int]) -> None:
    html = whole.job.html
    middle = list(re.finditer("</p>", html))[html.count("</p>") // 2].start()
    compile_part(whole)
    edited = with_html(whole, f"{html[:middle]} Neu.{html[middle:]}")
    made = compile_part(edited)
    pages = len(decode(made).pages)
    assert pages == 15 and len(taken) >= pages - 5
    assert made == alone(edited)


def test_a_part_is_kept_when_it_is_edited(chapter: Task) -> None:
    compile_part(replace(chapter, edited=False))
    assert not cached_layouts._CACHED, "most parts are compiled once"
    compile_part(chapter)
    assert len(cached_layouts._CACHED) == 1


def test_edited_parts_are_the_same(chapter: Task, taken: list[int]) -> None:
    compile_part(chapter)
    for task in edited_again_and_again(chapter, 6, SEED):
        assert compile_part(task) == alone(task), task.job.html
    assert taken


def test_edited_parts_in_two_columns_are_the_same(chapter: Task, taken: list[int]) -> None:
    css = chapter.job.css + ".chapter { column-count: 2 } .opening { column-span: all }"
    columns = replace(chapter, job=replace(chapter.job, css=css))
    compile_part(columns)
    for task in edited_again_and_again(columns, 6, SEED):
        assert compile_part(task) == alone(task), task.job.html
    assert not taken, "only planned pages are"


@pytest.mark.parametrize(
    "change",
    [{"right": False}, {"first": 7, "page_count": 99}, {"css": "p + p { text-indent: 2em }"}],
    ids=str,
)
def test_a_part_that_stands_elsewhere_is_made_anew(
    change: dict[str, Any], chapter: Task, taken: list[int]
) -> None:
    compile_part(chapter)
    if "css" in change:
        change = {"css": chapter.job.css + change["css"]}
    other = replace(chapter, job=replace(chapter.job, **change))
    assert compile_part(other) == alone(other)
    assert not taken


@pytest.mark.parametrize(
    "rule",
    sampled(
        [
            "h4 + p { letter-spacing: 0.1em }",
            "h4 + p::first-letter { color: red }",
            "h4 ~ p::first-line { font-style: italic }",
            "h4 ~ h2 { bookmark-label: 'x' content() }",
            "h4 ~ p { string-set: title content() } @page { @top-left { content: string(title) } }",
            "h4 ~ h2 { counter-increment: other } h2 { bookmark-label: counter(other) }",
        ]
    ),
)
def test_what_a_rule_of_css_reaches_is_made_anew(rule: str, chapter: Task) -> None:
    """The element is the same as before, but not its style: that depends on the one before it."""
    html = chapter.job.html
    heading = list(re.finditer("<h2.*?</h2>", html))[-1]
    styled = replace(chapter, job=replace(chapter.job, css=chapter.job.css + rule))
    compile_part(styled)
    new = heading.group().replace("h2", "h4")
    edited = with_html(styled, html[: heading.start()] + new + html[heading.end() :])
    assert compile_part(edited) == alone(edited)


@pytest.mark.parametrize(
    ("css", "before", "after"),
    [
        # A block without boxes in it.
        ("hr { border: 0; height: 12px } hr::before { content: none }", "<hr>", "<hr>\n<hr>"),
        # What is hidden has no box, but is among the text nodes that a text is made from.
        (
            "b { display: none }",
            '<p id="h1">aa <b>eins</b> bb</p>',
            '<p id="h1">aa <b>zwei</b> bb</p>',
        ),
        # Columns are no children of their table.
        (
            "table { table-layout: fixed; width: 60mm }",
            '<table><colgroup><col style="width: 10mm"></colgroup><tr><td>a</td><td>b</td></tr></table>',
            '<table><colgroup><col style="width: 40mm"></colgroup><tr><td>a</td><td>b</td></tr></table>',
        ),
    ],
    ids=["empty", "hidden", "columns"],
)
def test_blocks_with_less_in_them_than_in_their_boxes(
    css: str, before: str, after: str, chapter: Task
) -> None:
    html = chapter.job.html
    end = html.rindex("\n</section>")
    styled = replace(chapter, job=replace(chapter.job, css=chapter.job.css + css))
    compile_part(with_html(styled, f"{html[:end]}\n{before}{html[end:]}"))
    edited = with_html(styled, f"{html[:end]}\n{after}{html[end:]}")
    assert compile_part(edited) == alone(edited)


def test_a_broken_part_leaves_nothing_behind(chapter: Task, monkeypatch: pytest.MonkeyPatch) -> None:
    compile_part(chapter)
    with monkeypatch.context() as patch:
        patch.setattr("bookbuilder.formats.pdf.engine.compile_part.emit", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            compile_part(with_html(chapter, a_word(chapter.job.html, random.Random(SEED), "")))
    assert not cached_layouts._CACHED
    assert compile_part(chapter) == alone(chapter)


def test_one_part_is_kept_and_the_memory_of_others_is_free(chapter: Task) -> None:
    first = next(BLOCK.finditer(chapter.job.html)).start()
    small = with_html(chapter, chapter.job.html[:first] + "</section></main></body></html>")
    other = replace(small, job=replace(small.job, name="other"), edited=False)

    def live_boxes() -> int:
        gc.collect()
        return sum(isinstance(one, Box) for one in gc.get_objects())

    compile_part(other)
    before = live_boxes()
    compile_part(chapter)
    for edited in edited_again_and_again(chapter, 3, SEED):
        compile_part(edited)
        held = live_boxes()
        assert held > before + 500
    compile_part(other)
    assert live_boxes() < before + 400


def test_a_long_part_is_not_kept(chapter: Task, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cached_layouts, "LONGEST", len(chapter.job.html) - 1)
    compile_part(chapter)
    assert not cached_layouts._CACHED


def without(task: Task, *patch: str) -> Task:
    """Return a task that leaves changes to WeasyPrint out."""
    return replace(task, job=replace(task.job, without_patches=patch))


@pytest.fixture(scope="module")
def edits(chapter: Task) -> list[tuple[Task, bytes]]:
    """The chapter and three edits of it, each with what it is compiled to alone."""
    return [(task, alone(task)) for task in (chapter, *edited_again_and_again(chapter, 3, SEED))]


@pytest.mark.parametrize(
    "patch",
    [
        "style_cache",
        *(
            pytest.param(name, marks=pytest.mark.heavy)
            for name in ("speed", *patches())
            if name not in ("style_cache", "declarations")
            and (name == "speed" or patches()[name].kind is Kind.SPEED)
        ),
    ],
)
def test_edits_are_the_same_without_a_patch_for_speed(
    patch: str, edits: list[tuple[Task, bytes]], taken: list[int]
) -> None:
    assert [compile_part(without(task, patch)) for task, _ in edits] == [made for _, made in edits]
    assert bool(taken) == ("page_reuse" in names([patch]))


@pytest.mark.parametrize("unit", sampled(["ch", "ex", "ic", "cap"], 4))
def test_units_that_measure_a_character_are_shared(unit: str, chapter: Task) -> None:
    css = f"p {{ text-indent: 2{unit} }} h1, h2 {{ font-size: 3{unit} }}"
    styled = replace(chapter, job=replace(chapter.job, css=chapter.job.css + css))
    assert compile_part(styled) == alone(without(styled, "style_cache"))


OTHER_PATCHES = [
    name
    for name, patch in patches().items()
    if patch.kind in (Kind.FIX, Kind.LAYOUT) and patch.scope is not Scope.LOADING
]


@pytest.mark.heavy
@pytest.mark.parametrize("patch", OTHER_PATCHES)
def test_an_edit_is_compiled_without_any_other_patch(patch: str, chapter: Task) -> None:
    """One for each, and each another one."""
    compile_part(without(chapter, patch))
    for task in edited_again_and_again(chapter, 1, SEED + OTHER_PATCHES.index(patch)):
        left_out = without(task, patch)
        assert compile_part(left_out) == alone(left_out)


@pytest.mark.heavy
@pytest.mark.parametrize(("name", "count"), [("corpus", 12), ("notes", 12), ("everything", 6)])
def test_many_edits(name: str, count: int, shared: Shared, taken: list[int]) -> None:
    """Thirty edits of three books; twice as many are compared in the same way above, with a patch less."""
    task = _longest(shared, name)
    compile_part(task)
    for edited in edited_again_and_again(task, count, 0):
        assert compile_part(edited) == alone(edited), edited.job.html
    assert taken or name == "everything"
