"""`bookbuilder sources check`: which addresses of sources lead to something, and which copies the Internet Archive offers.

No test uses the network: every host is a server in this process.
"""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock, Thread
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookbuilder import toml
from bookbuilder.cli import main
from bookbuilder.cli.sources import check
from bookbuilder.public_web import check_client, internet_archive
from bookbuilder.public_web.check_link import LinkState, check_link
from bookbuilder.public_web.check_links import LIMITS, LinkQuestion, LinkReport, check_links
from bookbuilder.public_web.connection import Network
from bookbuilder.public_web.internet_archive import copy_in
from bookbuilder.sources import web_addresses
from bookbuilder.sources.web_addresses import with_archived
from tests.cases import book

PUBLIC = "93.184.216.34"
QUICK = replace(LIMITS, seconds=2.0)
COPY = "https://web.archive.org/web/20220123000000/"


@dataclass
class Web:
    """All hosts of the web: `answers` are a status, and where it leads on to, by host and path; HEAD has its own where it
    differs. `asked` has all requests, `most` the most that were there at once, of all hosts and of one."""

    answers: dict[str, tuple[int, str]] = field(default_factory=dict)
    archived: tuple[str, ...] = ()
    asked: list[str] = field(default_factory=list)
    slow: float = 0.0
    most: list[int] = field(default_factory=lambda: [0, 0])
    network: Network | None = None

    def links(self, *questions: LinkQuestion) -> list[LinkReport]:
        assert self.network is not None
        return list(check_links(questions, self.network, QUICK))


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    monkeypatch.setattr(internet_archive, "AVAILABLE", "http://archive.example/wayback/available")
    made, lock, now = Web(), Lock(), list[str]()

    class Handler(BaseHTTPRequestHandler):
        def answered(self) -> None:
            host = self.headers.get("Host", "").partition(":")[0]
            with lock:
                now.append(host)
                made.most[:] = [max(made.most[0], len(now)), max(made.most[1], now.count(host))]
                made.asked.append(f"{self.command} {host}{self.path}")
            time.sleep(made.slow)
            body = b""
            status, target = made.answers.get(f"{self.command} {host}{self.path}") or made.answers.get(
                f"{host}{self.path}", (404, "")
            )
            if host == "archive.example":
                query = parse_qs(urlsplit(self.path).query)
                status, page = 200, query["url"][0]
                found = {
                    "closest": {"available": True, "status": "200", "url": f"{COPY.replace('s:', ':')}{page}"}
                }
                body = json.dumps({"archived_snapshots": found if page in made.archived else {}}).encode()
            with lock:
                now.remove(host)
            self.send_response(status)
            if target:
                self.send_header("Location", target)
            self.send_header("Content-Length", str(len(body)))
            with suppress(ConnectionError):  # whoever asked has waited long enough
                self.end_headers()
                self.wfile.write(body)

        do_GET = do_HEAD = answered

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    Thread(target=server.serve_forever, daemon=True).start()

    def resolve(host: str, port: int) -> Sequence[str]:
        return {"inside.example": ["10.0.0.1"], "nobody.example": []}.get(host, [PUBLIC])

    def connect(ip: str, port: int, seconds: float) -> socket.socket:
        assert ip == PUBLIC
        return socket.create_connection(("127.0.0.1", server.server_port), timeout=seconds)

    made.network = Network(resolve, connect)

    class Client:
        def __call__(self, questions: Sequence[LinkQuestion]) -> Iterator[LinkReport]:
            yield from made.links(*questions)

        def close(self) -> None:
            pass

    monkeypatch.setattr(check_client, "CheckClient", Client)
    yield made
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("answers", "state", "reason", "target", "moved"),
    [
        ({"a.example/": (200, "")}, "alive", "", "", False),
        ({"HEAD a.example/": (405, ""), "a.example/": (200, "")}, "alive", "", "", False),
        ({"HEAD a.example/": (404, ""), "a.example/": (200, "")}, "alive", "", "", False),
        ({}, "dead", "the server says 404", "", False),
        ({"a.example/": (410, "")}, "dead", "the server says 410", "", False),
        ({"a.example/": (403, "")}, "uncertain", "the server says 403", "", False),
        ({"a.example/": (503, "")}, "uncertain", "the server says 503", "", False),
        ({"a.example/": (301, "/b"), "a.example/b": (200, "")}, "alive", "", "http://a.example/b", True),
        ({"a.example/": (302, "/b"), "a.example/b": (200, "")}, "alive", "", "http://a.example/b", False),
        (
            {"a.example/": (308, "http://b.example/x"), "b.example/x": (301, "y"), "b.example/y": (200, "")},
            *("alive", "", "http://b.example/y", True),
        ),
        ({"a.example/": (301, "/gone")}, "dead", "the server says 404", "http://a.example/gone", False),
        ({"a.example/": (302, "/")}, "dead", "more than 5 times", "", False),
        ({"a.example/": (302, "")}, "dead", "it leads on to nowhere", "", False),
        ({"a.example/": (302, "http://inside.example/")}, "uncertain", "a private network", "http://inside.example/", False),
        ({"a.example/": (302, "file:///etc/passwd")}, "uncertain", "begins with file:", "file:///etc/passwd", False),
    ],
)  # fmt: skip
def test_an_address(
    web: Web, answers: dict[str, tuple[int, str]], state: str, reason: str, target: str, moved: bool
) -> None:
    web.answers = answers
    assert web.network is not None
    found = check_link("http://a.example/", web.network, 2.0)
    assert (found.state, found.target) == (state, target)
    assert reason in found.reason
    assert found.moved == moved or state == "dead"


@pytest.mark.parametrize(
    ("address", "state", "reason"),
    [
        ("http://nobody.example/", "dead", "there is no host"),
        ("http://inside.example/", "uncertain", "private network"),
        ("http://127.0.0.1/", "uncertain", "private network"),
        ("ftp://a.example/", "uncertain", "begins with ftp:"),
        ("http://[/", "uncertain", "no address of the web"),
        ("http://me:word@a.example/", "uncertain", "a name or a password"),
        ("", "uncertain", ""),
    ],
)
def test_what_is_not_asked(address: str, state: str, reason: str) -> None:
    def resolve(host: str, port: int) -> Sequence[str]:
        return {"inside.example": ["10.0.0.1"], "127.0.0.1": ["127.0.0.1"]}.get(host, [])

    def connect(ip: str, port: int, seconds: float) -> socket.socket:
        raise AssertionError(f"{ip} was asked")

    found = check_link(address, Network(resolve, connect), 2.0)
    assert found.state == state
    assert reason in found.reason


def test_private_addresses_are_no_question_of_the_archive(web: Web) -> None:
    reports = web.links(
        *(LinkQuestion(one, archive=True) for one in ("http://inside.example/", "ftp://a.example/"))
    )
    assert [one.state for one in reports] == ["uncertain", "uncertain"]
    assert web.asked == []


def test_without_a_network_nothing_is_dead() -> None:
    def unknown(*_: object) -> Sequence[str]:
        raise OSError

    network = Network(unknown, lambda *_: socket.socket())
    (found,) = check_links([LinkQuestion("http://a.example/")], network, QUICK)
    assert (found.state, found.reason) == ("uncertain", "there is no host a.example")


def test_a_server_that_says_nothing(web: Web) -> None:
    web.slow = 30.0
    began = time.monotonic()
    (found,) = web.links(LinkQuestion("http://a.example/"))
    assert time.monotonic() - began < 10
    assert (found.state, found.reason) == (LinkState.UNCERTAIN, "it takes too long")


def test_a_few_at_a_time_and_one_of_a_host(web: Web) -> None:
    web.slow = 0.05
    questions = [LinkQuestion(f"http://h{number % 6}.example/{number}") for number in range(24)]
    web.answers = {f"h{number % 6}.example/{number}": (200, "") for number in range(24)}
    reports = web.links(*questions)
    assert [one.state for one in reports] == ["alive"] * 24
    assert 1 < web.most[0] <= LIMITS.at_once
    assert web.most[1] == 1
    assert web.network is not None
    reports = list(check_links(questions, web.network, replace(QUICK, number=3)))
    assert [one.state for one in reports] == ["alive"] * 3 + ["uncertain"] * 21


SOURCES = """\
# Sources of the book
[alive]  # seen
type = "webpage"
title = "Lebt"
URL = "http://a.example/"
accessed = 2022-01-23
archived = "http://old.example/"

[dead]
type = "webpage"
title = { de = "Tot", en = "Dead" }
URL = "http://a.example/dead" # gone
accessed = 2022-01-24

# the next one
[nowhere]
type = "webpage"
title = "Nirgends"
URL = "http://a.example/nowhere"
issued = "2022"

[[inline]]
"""
FILES = {
    "chapters/de/01-a.md": "# A\n\nText.\n",
    "sources.toml": SOURCES.removesuffix("[[inline]]\n"),
    "sources.json": '[{"id": "json", "type": "webpage", "title": "J", "URL": "http://b.example/j"}]',
    "sources.bib": "@online{bib, title = {B}, url = {http://b.example/b}, urldate = {2022-01-25}}\n",
}


def test_what_the_desk_is_told(web: Web, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    web.answers = {
        "a.example/": (301, "/new"),
        "a.example/new": (200, ""),
        "b.example/j": (200, ""),
        "b.example/b": (403, ""),
    }
    web.archived = ("http://a.example/dead", "http://b.example/j", "http://b.example/b")
    root = book.write(tmp_path, FILES)
    assert main(["sources", "check", str(root)]) == 1
    said = capsys.readouterr().out
    assert said.splitlines() == [
        "bib: URL http://b.example/b; uncertain, the server says 403",
        f"  sources.bib: archiveurl = {{{COPY}http://b.example/b}},",
        "json: URL http://b.example/j",
        f'  sources.json: "archived": "{COPY}http://b.example/j"',
        "alive: URL http://a.example/; has moved to http://a.example/new",
        "alive: archived http://old.example/; dead, the server says 404",
        "dead: URL http://a.example/dead; dead, the server says 404",
        f'  sources.toml: archived = "{COPY}http://a.example/dead"',
        "nowhere: URL http://a.example/nowhere; dead, the server says 404",
        "  the Internet Archive has no copy",
        "6 links: 3 dead, 1 uncertain",
    ]  # fmt: skip
    assert {path: (root / path).read_text("utf-8") for path in FILES} == FILES
    of_archive = [one for one in web.asked if "archive.example" in one]
    assert any("a.example%2Fdead&timestamp=20220124" in one for one in of_archive)
    assert not any("old.example" in one for one in of_archive)
    assert check.STARTED == []

    assert main(["sources", "check", str(root), "--json"]) == 1
    data = json.loads(capsys.readouterr().out)
    assert [(one["source"], one["state"]) for one in data["links"]] == [
        ("bib", "uncertain"), ("json", "alive"), ("alive", "alive"), ("alive", "dead"), ("dead", "dead"),
        ("nowhere", "dead"),
    ]  # fmt: skip
    assert data["links"][2]["leads_to"] == "http://a.example/new"
    assert data["links"][2]["moved"] is True
    assert data["links"][4]["copy"] == f"{COPY}http://a.example/dead"
    assert data["written"] == []


def test_copies_are_written(web: Web, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    web.archived = ("http://a.example/", "http://a.example/dead", "http://b.example/j")
    root = book.write(tmp_path, FILES)
    assert main(["sources", "check", str(root), "--write"]) == 1
    assert f'  written: archived = "{COPY}http://a.example/dead"' in capsys.readouterr().out.splitlines()
    expected = FILES["sources.toml"].replace(
        "accessed = 2022-01-24\n", f'accessed = 2022-01-24\narchived = "{COPY}http://a.example/dead"\n'
    )
    assert (root / "sources.toml").read_text("utf-8") == expected
    assert (root / "sources.json").read_text("utf-8") == FILES["sources.json"]
    assert (root / "sources.bib").read_text("utf-8") == FILES["sources.bib"]
    assert main(["sources", "check", str(root), "--write"]) == 1
    assert (root / "sources.toml").read_text("utf-8") == expected


DOIS = """\
[good]
type = "article-journal"
title = "A"
DOI = "10.1000/good"

[wrong]
type = "article-journal"
title = "B"
DOI = "https://doi.org/10.1000/a<b>"
accessed = 2022-01-24

[refused]
type = "article-journal"
title = "C"
DOI = "doi:10.1000/refused"
URL = "http://a.example/"

[gone]
type = "article-journal"
title = "D"
DOI = "10.1000/gone"
archived = "http://old.example/"
"""


def test_dois(
    web: Web, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web_addresses, "RESOLVER", "http://doi.example/")
    web.answers = {
        "doi.example/10.1000/good": (302, "http://a.example/good"),
        "a.example/good": (200, ""),
        "doi.example/10.1000/refused": (302, "http://a.example/refused"),
        "a.example/refused": (403, ""),
        "a.example/": (200, ""),
        "doi.example/10.1000/gone": (302, "http://a.example/gone"),
        "old.example/": (200, ""),
    }
    web.archived = ("http://doi.example/10.1000/good",)
    root = book.write(tmp_path, {"chapters/de/01-a.md": "# A\n\nText.\n", "sources.toml": DOIS})
    assert main(["sources", "check", str(root), "--write"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "good: DOI http://doi.example/10.1000/good",
        f'  written: archived = "{COPY}http://doi.example/10.1000/good"',
        "wrong: DOI http://doi.example/10.1000/a%3Cb%3E; dead, nobody has registered this DOI (the server says 404)",
        "  the Internet Archive has no copy",
        (
            "refused: DOI http://doi.example/10.1000/refused; uncertain, it is registered, and leads to "
            "http://a.example/refused: the server says 403"
        ),
        (
            "gone: DOI http://doi.example/10.1000/gone; dead, it is registered, and leads to http://a.example/gone: "
            "the server says 404"
        ),
        "  the Internet Archive has no copy",
        "6 links: 2 dead, 1 uncertain",
    ]
    text = (root / "sources.toml").read_text("utf-8")
    assert f'DOI = "10.1000/good"\narchived = "{COPY}http://doi.example/10.1000/good"\n' in text
    assert not any("example%2Frefused" in one for one in web.asked)


def test_a_book_without_sources(web: Web, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = book.write(tmp_path, {"chapters/de/01-a.md": "# A\n\nText.\n"})
    assert main(["sources", "check", str(root)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "this book has no sources.toml, sources.json or sources.bib",
        "0 links: 0 dead, 0 uncertain",
    ]
    assert web.asked == []


def test_a_build_never_asks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A contract in pyproject.toml says so of the modules; here a whole build says so."""

    def asked(*_: object, **__: object) -> None:
        raise AssertionError("a build has asked a server")

    monkeypatch.setattr(check_client, "CheckClient", asked)
    monkeypatch.setattr(socket, "create_connection", asked)
    monkeypatch.setattr(socket, "getaddrinfo", asked)
    chapter = "# A\n\nText [@dead; @alive].\n\n::: sources {uncited=yes}\n:::\n"
    root = book.write(tmp_path, {**FILES, "chapters/de/01-a.md": chapter})
    assert main(["build", str(root), "-e", "web"]) == 0


def test_the_process_answers_and_ends() -> None:
    client = check_client.CheckClient()
    try:
        reports = list(client([LinkQuestion("http://127.0.0.1/"), LinkQuestion("ftp://a.example/")]))
    finally:
        client.close()
    assert [one.state for one in reports] == ["uncertain", "uncertain"]
    assert "private network" in reports[0].reason


@pytest.mark.parametrize(
    "text",
    [
        '[a]\nURL = "u"',
        'a = { type = "book", URL = "u" }\n',
        '[a]\nURL = { de = "u", en = "v" }\n\n# b\n[b]\nx = 1\n',
        '[a]\n\n# of a\nURL = "u"\naccessed = 2022-01-01 # today\n\n\n[b]\n',
        '["a"]\nURL = "u"\ntitle = "t"\n[b]\n',
        'a.URL = "u"\na.type = "book"\n',
    ],
)
def test_all_else_stays(text: str) -> None:
    written = with_archived(text, {"a": 'https://x.example/ä"', "gone": "y"})
    before, after = toml.loads(text), toml.loads(written)
    assert after["a"].pop("archived") == 'https://x.example/ä"'
    assert after == before
    lines = [line for line in text.split("\n") if "#" in line]
    assert [line for line in written.split("\n") if "#" in line] == lines
    assert with_archived(written, {"a": "z"}) == written


@given(st.one_of(st.binary(max_size=200), st.recursive(
    st.one_of(st.none(), st.booleans(), st.text(max_size=9)),
    lambda inner: st.dictionaries(st.sampled_from(["archived_snapshots", "closest", "available", "url", "status"]), inner),
).map(lambda value: json.dumps(value).encode())))  # fmt: skip
def test_any_answer_of_the_archive(data: bytes) -> None:
    assert copy_in(data) == "" or copy_in(data).startswith("https://web.archive.org/web/")
