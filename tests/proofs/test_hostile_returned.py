"""Files of strangers that come back are read or told, in bounded time, and change nothing but what they ask for."""

from __future__ import annotations

import re
import time
import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bookbuilder.diagnostics import Findings
from bookbuilder.proof.desk import read_desk
from bookbuilder.proof.merge import MergedFiles, merge
from bookbuilder.proof.read_annotations import MARKS
from bookbuilder.proof.received_file import received_name, received_text
from bookbuilder.session import Session
from bookbuilder.world import World
from tests.proofs.merged_book import CHAPTER, SentBook, edited, small_book

SECONDS = 40
"""For one file, on a machine that has other things to do."""


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> SentBook:
    return small_book(tmp_path_factory.mktemp("hostile") / "book")


def merged(sent: SentBook, data: bytes) -> tuple[MergedFiles, list[str]]:
    """Return what a file says, and the codes of what is wrong with it; what came in is written and read again."""
    findings = Findings()
    started = time.monotonic()
    with Session(World.of(sent.root), jobs=1, jail=False).work() as work:
        result = merge(work.context, work.world, {"back.docx": data}, findings, write=True)
    assert time.monotonic() - started < SECONDS
    assert sent.chapter == CHAPTER, "merge itself writes nothing"
    world, told = World(sent.root), Findings()
    for one in result.received:
        place = sent.root / received_name(one.origin, one.digest, world)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(received_text(one), encoding="utf-8")
        found = {mark.mark.id for mark in read_desk(World(sent.root), told).marks}
        assert {mark.id for mark in one.marks} <= found
        place.unlink()
    assert not told.sorted()
    return result, [one.code for one in findings.sorted()]


def with_parts(data: bytes, **parts: bytes) -> bytes:
    """Return a file with other parts or more of them; `__` in a name is a slash."""
    out = BytesIO()
    new = {name.replace("__", "/").replace("_xml", ".xml"): part for name, part in parts.items()}
    with zipfile.ZipFile(BytesIO(data)) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as result:
        for name in archive.namelist():
            if name not in new:
                result.writestr(name, archive.read(name))
        for name, part in new.items():
            result.writestr(name, part)
    return out.getvalue()


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
W15 = 'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"'


def with_comments(data: bytes, count: int, answers: Callable[[int], int], date: str = "2024-05-02") -> bytes:
    """Return a file with comments, of which each answers another one."""
    comments = "".join(
        f'<w:comment w:id="{n}" w:author="A" w:date="{date}"><w:p w14:paraId="{n:08X}"><w:r><w:t>{n}?</w:t></w:r></w:p>'
        "</w:comment>"
        for n in range(count)
    )
    threads = "".join(
        f'<w15:commentEx w15:paraId="{n:08X}" w15:paraIdParent="{answers(n):08X}"/>' for n in range(count)
    )
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = (
        f'<Relationship Id="rC1" Type="{base}/comments" Target="comments.xml"/><Relationship Id="rC2"'
        ' Type="http://schemas.microsoft.com/office/2011/relationships/commentsExtended" Target="commentsExtended.xml"/>'
    )
    linked = edited(
        data,
        lambda text: text.replace("</Relationships>", f"{relations}</Relationships>"),
        "word/_rels/document.xml.rels",
    )
    return with_parts(
        linked,
        word__comments_xml=f"<w:comments {W} {W14}>{comments}</w:comments>".encode(),
        word__commentsExtended_xml=f"<w15:commentsEx {W15}>{threads}</w15:commentsEx>".encode(),
    )


def test_a_bomb_is_told(sent: SentBook) -> None:
    large = b"<w:document>" + b" " * (600 << 20) + b"</w:document>"
    bomb = with_parts(sent.data, word__document_xml=large)
    assert len(bomb) < 1 << 20
    result, codes = merged(sent, bomb)
    assert not result.received
    assert len(codes) == 1 and codes[0].startswith(("xml.", "archive."))


@pytest.mark.parametrize("depth", [90, 300, 100_000])
def test_nesting_without_end_is_told(sent: SentBook, depth: int) -> None:
    inside = "<w:sdt><w:sdtContent>" * (depth // 2)
    outside = "</w:sdtContent></w:sdt>" * (depth // 2)
    deep = edited(
        sent.data,
        lambda text: text.replace("<w:body>", f"<w:body>{inside}<w:p/>{outside}"),
    )
    result, codes = merged(sent, deep)
    assert codes == ([] if depth < 100 else ["xml.unsafe"])
    assert bool(result.received) is (depth < 100)


@pytest.mark.parametrize(
    ("answers", "circle"),
    [(lambda n: max(n - 1, 0), False), (lambda n: n, True), (lambda n: (n + 1) % 3000, True)],
    ids=["a chain", "itself", "in a circle"],
)
def test_comments_that_answer_one_another(
    sent: SentBook, answers: Callable[[int], int], circle: bool
) -> None:
    result, codes = merged(sent, with_comments(sent.data, 3000, answers))
    assert not codes
    assert sorted(int(mark.comment[:-1]) for mark in result.marks) == list(range(3000))
    seen: set[str] = set()
    for mark in result.marks:  # whoever answers stands behind
        assert not mark.answers or mark.answers in seen
        seen.add(mark.id)
    assert circle or sum(not mark.answers for mark in result.marks) == 1


def test_a_hundred_thousand_comments(sent: SentBook) -> None:
    result, codes = merged(sent, with_comments(sent.data, 100_000, lambda n: max(n - 1, 0)))
    assert codes == ["proof.many"]
    assert len(result.marks) == MARKS


@pytest.mark.parametrize(
    "date", ["", "gestern", "9999-99-99T99:99:99Z", "0000-00-00", "2024-05-02T10:00:00+99:99"]
)
def test_broken_dates_are_no_dates(sent: SentBook, date: str) -> None:
    result, codes = merged(sent, with_comments(sent.data, 2, lambda _: 99, date))
    assert not codes
    assert {mark.date for mark in result.marks} == {""}


@pytest.mark.parametrize(
    "target", ["../../../../etc/passwd", "/etc/passwd", "file:///etc/passwd", "C:\\a.xml"]
)
def test_no_part_lies_outside(sent: SentBook, target: str) -> None:
    outside = edited(
        sent.data,
        lambda text: re.sub('Target="(footnotes|comments|styles)[^"]*"', f'Target="{target}"', text).replace(
            "\\", "&#92;"
        ),
        "word/_rels/document.xml.rels",
    )
    result, _ = merged(sent, outside)
    assert "root:" not in "".join(mark.words.quote + mark.new + mark.comment for mark in result.marks)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_file_with_anything_in_it_is_read_or_told(sent: SentBook, data: st.DataObject) -> None:
    with zipfile.ZipFile(BytesIO(sent.data)) as archive:
        names = [name for name in archive.namelist() if name.endswith((".xml", ".rels"))]
        name = data.draw(st.sampled_from(names))
        part = archive.read(name)
    start = data.draw(st.integers(0, len(part)))
    end = data.draw(st.integers(start, min(start + 400, len(part))))
    piece = data.draw(
        st.one_of(
            st.binary(max_size=20),
            st.just(b""),
            st.just(part[start:end] * 3),
            st.sampled_from(
                [b"<w:p/>", b"</w:p>", b"</w:t>", b"&#x202e;", b"\x00", b'w:id="-1"', b"<!-- -->"]
            ),
        )
    )
    key = name.replace("/", "__")
    merged(sent, with_parts(sent.data, **{key: part[:start] + piece + part[end:]}))
