"""Only the browser of this preview is let in, and only what is published is given away."""

from __future__ import annotations

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
