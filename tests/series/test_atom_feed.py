"""The Atom feed of a series: what RFC 4287 wants, the same bytes each time, only what is finished."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from bookbuilder import api
from bookbuilder.cli import main
from tests.series import desk

NAMESPACES = {"a": "http://www.w3.org/2005/Atom"}
SERIES = (
    '[series]\nid = "heft"\naddress = "https://example.org/hefte"\n[locales.de]\nseries = "Das <Heft>"\n'
    '[imprint]\npublisher = "Muster & Co"\n[editions.web]\nformat = "web"\n'
)


def issue(number: int, more: str = "") -> dict[str, str]:
    settings = desk.settings(f"heft-{number}", f"2022-01-0{number}", f'description = "Über {number}"\n{more}')
    return {f"{number}/book.toml": settings, f"{number}/chapters/de/01-a.md": "# A\n\nText.\n"}


@pytest.mark.heavy
def test_a_feed_has_what_is_finished(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    released = issue(1)
    released["1/book.toml"] = released["1/book.toml"].replace(
        "date =", 'version = "1.1"\nreleased = 2022-03-01\ndate ='
    )
    root = desk.write(tmp_path, {**released, **issue(2), **issue(3)}, series=SERIES)
    for number in (1, 2):
        assert api.build(root / str(number), jobs=1).files
    assert main(["series", "feed", "--series", str(root)]) == 0
    assert capsys.readouterr().out == f"{root}/output/feed.de.xml\n"
    data = (root / "output/feed.de.xml").read_bytes()
    feed = etree.fromstring(data)

    def texts(path: str) -> list[str]:
        return [str(one) for one in feed.xpath(path, namespaces=NAMESPACES)]

    # RFC 4287, 4.1.1 and 4.1.2: exactly one id, title and updated; an author; a link to itself, and one to each page.
    for element in (feed, *feed.findall("a:entry", NAMESPACES)):
        assert all(len(element.findall(f"a:{name}", NAMESPACES)) == 1 for name in ("id", "title", "updated"))
    assert texts("a:link[@rel='self']/@href") == ["https://example.org/hefte/feed.de.xml"]
    assert texts("a:author/a:name/text()") == ["Muster & Co"] and texts("a:title/text()") == ["Das <Heft>"]
    assert texts("a:entry/a:title/text()") == ["Heft heft-2", "Heft heft-1"]
    assert texts("a:entry/a:link[@rel='alternate']/@href") == [
        "https://example.org/hefte/heft-2/heft-2.de/",
        "https://example.org/hefte/heft-1/heft-1.de/",
    ]
    assert texts("a:entry/a:updated/text()") == ["2022-01-02T00:00:00Z", "2022-03-01T00:00:00Z"]
    assert texts("a:updated/text()") == ["2022-03-01T00:00:00Z"]
    assert texts("a:entry/a:summary/text()") == ["Über 2", "Über 1"]
    ids = texts("//a:id/text()")
    assert len(set(ids)) == 3 and all(one.startswith("urn:uuid:") for one in ids)

    named = '<link rel="alternate" type="application/atom+xml" title="Das &lt;Heft&gt;" href="https://example.org/hefte/feed.de.xml">'
    for page in ("index.html", "01-a.html"):
        assert named in (root / "1/output/heft-1.de" / page).read_text()
    assert "atom+xml" not in (root / "1/output/heft-1.de.html").read_text(), "it may lie anywhere"

    (root / "series.toml").write_text(SERIES.replace("example.org", "example.com"))
    assert main(["series", "feed", "--series", str(root / "1"), "--into", str(tmp_path / "site")]) == 0
    moved = (tmp_path / "site/feed.de.xml").read_bytes()
    assert moved.replace(b"example.com", b"example.org") == data, (
        "what readers have seen keeps its identifier"
    )


def test_what_a_feed_needs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = desk.write(tmp_path, issue(1), series=SERIES)
    assert main(["series", "feed", "--series", str(root)]) == 1
    assert "no book of the series has a finished web edition [feed.empty]" in capsys.readouterr().err
    (root / "series.toml").write_text('[series]\nid = "heft"\n')
    assert main(["series", "feed", "--series", str(root)]) == 1
    assert capsys.readouterr().err == (
        f"{root}/series.toml: error: series.toml does not say address of the series, which a feed needs [feed.address]\n"
        "  hint: add it to [series]\n"
    )
    assert not (root / "output").exists()
