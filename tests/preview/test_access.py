"""Only the browser of this preview is let in, and only what is published is given away."""

from __future__ import annotations

import zipfile

import pytest

from bookbuilder.preview.server import HOST
from tests.preview.conftest import TOKEN, Served


def test_who_has_the_address_is_let_in(served: Served) -> None:
    answer = served.ask(f"/{TOKEN}/")
    assert answer.status == 200 and b"preview.js" in answer.body
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert served.ask(f"/{TOKEN}/preview.js").headers["content-type"].startswith("text/javascript")
    assert served.ask(f"/{TOKEN}/", host=f"localhost:{served.port}").status == 200
    assert served.ask(f"/{TOKEN}/", Origin=f"http://{HOST}:{served.port}").status == 200


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "//",
        f"/{TOKEN[:-1]}/",
        f"/{TOKEN}x/",
        f"/{TOKEN.upper()}/",
        "/preview.js",
        f"/x/{TOKEN}/",
        "/%00/",
    ],
)
def test_who_has_another_token_is_not(served: Served, path: str) -> None:
    assert served.ask(path).status == 404


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", HOST, "{host}:1", "none", "[::1]:{port}"]
)
def test_another_name_is_refused(served: Served, host: str) -> None:
    """A foreign name that leads to 127.0.0.1 (DNS rebinding) would let a foreign page read the book."""
    assert served.ask(f"/{TOKEN}/", host=host.format(port=served.port, host=HOST)).status in (400, 421)


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "no-cors"},
        {"Sec_Fetch_Site": "same-site", "Sec_Fetch_Mode": "cors"},
    ],
)
@pytest.mark.parametrize("path", ["", "events", "pages/de/pdf", "preview.js"])
def test_another_page_is_refused(served: Served, path: str, headers: dict[str, str]) -> None:
    assert served.ask(f"/{TOKEN}/{path}", **headers).status == 403


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "FOO"])
def test_nothing_can_be_changed(served: Served, method: str) -> None:
    assert served.ask(f"/{TOKEN}/", method).status == 405


OURS = {"Origin": f"http://{HOST}:{{port}}"}


@pytest.mark.parametrize(
    "path",
    [
        "open?path=book.toml&line=1&column=1",
        "fix?problem=0&place=x",
        "record?locale=en&stem=01-a&line=1&column=1",
    ],
)
@pytest.mark.parametrize(
    "headers",
    [{}, {"Origin": "https://evil.example"}, {"Origin": "null"}, {**OURS, "Sec_Fetch_Site": "cross-site"}],
)
def test_only_our_page_may_act(served: Served, path: str, headers: dict[str, str]) -> None:
    headers = {name: value.format(port=served.port) for name, value in headers.items()}
    assert served.ask(f"/{TOKEN}/{path}", "POST", **headers).status == 403
    assert served.ask(f"/{TOKEN}/{path}").status == 405


def test_what_is_not_there_is_neither_opened_nor_fixed(served: Served) -> None:
    origin = {"Origin": f"http://{HOST}:{served.port}"}
    assert served.ask(f"/{TOKEN}/open?path=book.toml&line=1&column=1", "POST", **origin).status == 404
    assert served.ask(f"/{TOKEN}/open?path=book.toml&line=x&column=1", "POST", **origin).status == 400
    assert served.ask(f"/{TOKEN}/fix?problem=0&place=x", "POST", **origin).status == 409
    assert served.ask(f"/{TOKEN}/fix?problem=-1&place=x", "POST", **origin).status == 400


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("source/de/pdf?page=1&x=1&y=1", 404),
        ("source/de/nichts?page=1&x=1&y=1", 404),
        ("source/de/web?html=x&node=0&offset=0", 404),
        ("source/de/pdf?page=one&x=1&y=1", 400),
        ("source/de/pdf?page=1&x=nan&y=1e9", 400),
        ("source/de/pdf?page=1&word=99999999999", 400),
        ("place/de/pdf?path=book.toml&line=1&column=1", 404),
        ("place/de/pdf?path=book.toml&line=&column=1", 400),
        ("marks/xx/pdf", 404),
        ("outline/de/pdf", 404),
        ("proof/xx/pdf?path=chapters/de/01-a.md", 404),
        ("proof/de/pdf?path=../../etc/passwd", 404),
        ("outline/de/web", 404),
        ("outline/xx/pdf", 404),
        ("source/de/web?html=x&picture=0", 404),
        ("source/de/web?html=x&picture=one", 400),
        ("nothing.js", 404),
        ("..%2fserver.js", 404),
    ],
)
def test_strange_questions_are_answered(served: Served, question: str, status: int) -> None:
    assert served.ask(f"/{TOKEN}/{question}").status == status


def test_the_reader_of_e_books_runs_no_script_of_theirs(served: Served) -> None:
    answer = served.ask(f"/{TOKEN}/reader?edition=de/epub")
    policy = answer.headers["content-security-policy"]
    assert answer.status == 200 and "script-src 'self';" in policy and "connect-src 'self';" in policy
    assert served.ask(f"/{TOKEN}/foliate-js/view.js").status == 200
    for name in ("../preview.js", "..%2fpreview.js", "nothing.js", "LICENSE"):
        assert served.ask(f"/{TOKEN}/foliate-js/{name}").status == 404
    epub = served.root / "output/buch.de.epub"
    with zipfile.ZipFile(epub, "w") as archive:
        archive.writestr("EPUB/text/a.xhtml", "<script>")
    answer = served.ask(f"/{TOKEN}/epub/de/epub/EPUB/text/a.xhtml")
    assert answer.body == b"<script>" and answer.headers["content-type"] == "application/octet-stream"
    assert served.ask(f"/{TOKEN}/epub/de/epub/").body == b'{"EPUB/text/a.xhtml":8}'
    for name in ("EPUB/text/b.xhtml", "../buch.de.html", "/etc/passwd"):
        assert served.ask(f"/{TOKEN}/epub/de/epub/{name}").status == 404
    assert served.ask(f"/{TOKEN}/epub/de/pdf/x").status == 404


def test_no_file_is_shown_that_is_not_a_problem(served: Served) -> None:
    for path in ("book.toml", "../outside.txt", "/etc/passwd"):
        answer = served.ask(f"/{TOKEN}/source/de/pdf?path={path}&line=1&column=1")
        assert answer.body == b"null"


def test_files_of_editions_are_given(served: Served) -> None:
    answer = served.ask(
        f"/{TOKEN}/book/output/buch.de/css/book.css", Origin="null", Sec_Fetch_Site="cross-site"
    )
    assert answer.status == 200 and answer.body == b"p { color: red }"
    assert answer.headers["content-type"].startswith("text/css")
    assert "sandbox" in answer.headers["content-security-policy"]
    assert served.ask(f"/{TOKEN}/book/output/buch.de.html").body == b"<p>one file</p>"


@pytest.mark.parametrize(
    "path",
    [
        "book.toml",
        "output/other.txt",
        "output/buch.de/../../book.toml",
        "output/buch.de/%2e%2e/%2e%2e/book.toml",
        "output/buch.de/..%2f..%2fbook.toml",
        "output/buch.de/leads-out/outside.txt",
        "output/buch.de",
        "output/buch.de/",
        "output/buch.de/none.html",
        "output/buch.de/none%00.html",
        "/etc/passwd",
        "output",
        "",
    ],
)
def test_nothing_else_is(served: Served, path: str) -> None:
    answer = served.ask(f"/{TOKEN}/book/{path}")
    assert answer.status == 404 and b"secret" not in answer.body


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("pages/de/pdf", 404),
        ("pages/de/none", 404),
        ("pages/de/web", 404),
        ("pages/de/pdf/1.png?width=nonsense", 400),
        ("pages/de/pdf/1.png?width=999999999", 400),
        ("pages/de/pdf/1.png?width=-5", 400),
        ("pages/de/pdf/1.png", 404),
        ("pages/de/pdf/99999999999999999999999.png", 404),
        ("pages/de/web/1.png", 404),
        ("pages/de/pdf/-1.png", 404),
        ("none", 404),
    ],
)
def test_what_there_is_not_is_said(served: Served, path: str, status: int) -> None:
    assert served.ask(f"/{TOKEN}/{path}").status == status
