"""`import --fetch`: pictures from the web, from public addresses alone and within limits, whatever a server does.

No test uses the network: names are resolved to public addresses by a function of the test, and connections to these lead
to a server in this process.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from ipaddress import IPv4Address, IPv6Address
from pathlib import Path
from threading import Thread
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookbuilder.cli import import_, main
from bookbuilder.diagnostics import Findings
from bookbuilder.importers.remote_pictures.fetch_client import FetchClient
from bookbuilder.importers.remote_pictures.fetch_limits import LIMITS
from bookbuilder.importers.remote_pictures.fetch_picture import fetch_picture
from bookbuilder.importers.remote_pictures.fetch_process import fetched
from bookbuilder.importers.remote_pictures.fetched_pictures import with_fetched_pictures
from bookbuilder.pipeline.build_request import BuildRequest
from bookbuilder.pipeline.text_errors import text_errors
from bookbuilder.public_web.connection import INTERNET, Network, NotFetchedError, port_allowed
from bookbuilder.public_web.public_address import is_public
from bookbuilder.world import World
from tests.commands import program
from tests.importer.imported import codes
from tests.importer.test_docx import png

PUBLIC = "93.184.216.34"
Answer = Callable[[str, socket.socket], None]
QUICK = replace(LIMITS, each=10_000, total=25_000, seconds=2.0, all_seconds=20.0)


def response(body: bytes = png(), *headers: str, status: str = "200 OK", kind: str = "image/png") -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", *headers]
    if not any(line.lower().startswith(("content-length", "transfer-encoding")) for line in headers):
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body


@pytest.fixture
def server() -> Iterator[Callable[..., Network]]:
    """A function that returns a network in which `answer` (bytes by path, or what writes them) is all there is."""
    listeners: list[socket.socket] = []

    def network(
        answer: dict[str, bytes] | Answer, resolve: Callable[[str, int], Sequence[str]] = lambda *_: [PUBLIC]
    ) -> Network:
        listener = socket.create_server(("127.0.0.1", 0))
        listeners.append(listener)

        def serve() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                Thread(target=answered, args=(connection,), daemon=True).start()

        def answered(connection: socket.socket) -> None:
            with connection:
                try:
                    head = b""
                    while (
                        b"\r\n\r\n" not in head
                        and head[:1] in (b"", b"G")
                        and (more := connection.recv(4096))
                    ):
                        head += more
                    path = head.decode("latin-1").split(" ")[1] if head[:1] == b"G" else ""
                    if callable(answer):
                        answer(path, connection)
                    else:
                        connection.sendall(answer.get(path, response(b"", status="404 Not Found")))
                except (OSError, IndexError):
                    return

        Thread(target=serve, daemon=True).start()

        def connect(ip: str, port: int, seconds: float) -> socket.socket:
            assert is_public(ip) and port_allowed(port)
            return socket.create_connection(listener.getsockname(), timeout=seconds)

        return Network(resolve, connect)

    yield network
    for listener in listeners:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()


Server = Callable[..., Network]


def refused(network: Network, address: str = "http://pictures.example/a.png") -> str:
    """Return why an address is not fetched, which must not take much longer than the limit."""
    began = time.monotonic()
    with pytest.raises(NotFetchedError) as error:
        fetch_picture(address, network, QUICK)
    assert time.monotonic() - began < QUICK.seconds + 5
    return str(error.value)


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("http://pictures.example/a.png", "/a.png"),
        ("http://pictures.example", "/"),
        ("http://pictures.example:8080/a%20b.png?x=1&y=ä#part", "/a%20b.png?x=1&y=%C3%A4"),
        ("http://bücher.example/ü.png", "/%C3%BC.png"),
        ("http://PICTURES.example./a.png", "/a.png"),
    ],
)
def test_a_picture(server: Server, address: str, path: str) -> None:
    assert fetch_picture(address, server({path: response()}), QUICK) == png()


@pytest.mark.parametrize(
    "answer",
    [
        response(png(), "Transfer-Encoding: chunked")[: -len(png())]
        + b"%x\r\n%s\r\n0\r\n\r\n" % (len(png()), png()),
        response(kind="application/octet-stream"),
        response(kind="IMAGE/PNG; x=y"),
        b"HTTP/1.0 200 OK\r\n\r\n" + png(),
    ],
    ids=["chunked", "octets", "case", "bare"],
)
def test_other_ways_to_answer(server: Server, answer: bytes) -> None:
    assert fetch_picture("http://pictures.example/a.png", server({"/a.png": answer}), QUICK) == png()


@pytest.mark.parametrize(
    "address",
    [
        "ftp://pictures.example/a.png",
        "file:///etc/passwd",
        "//pictures.example/a.png",
        "http://",
        "http://:80/",
        "http://[x/",
        "http://a b/",
        "http://a/\r\nX: y",
        "http://user:word@pictures.example/a.png",
        "http://pictures.example:25/a.png",
        "http://pictures.example:99999/a.png",
        "http://pictures.example:x/a.png",
        f"http://pictures.example/{'a' * 3000}",
        f"http://{'a' * 80}.example/",
        "",
    ],
)
def test_addresses_that_are_not_asked(server: Server, address: str) -> None:
    def resolve(host: str, port: int) -> list[str]:
        raise AssertionError(f"{host} was asked for")

    assert refused(server({}, resolve), address)


@pytest.mark.parametrize(
    "ip",
    [
        "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "224.0.0.1", "255.255.255.255", "192.0.0.8", "198.18.0.1", "240.0.0.1", "::", "::1", "fe80::1", "fe80::1%eth0",
        "fc00::1", "fd12::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "2002:7f00:1::",
        "64:ff9b::7f00:1", "64:ff9b:1::1", "2001:db8::1", "2001:0:1::1", "5f00::1",
        "3fff::1", "x", "",
    ],
)  # fmt: skip
def test_hosts_that_lead_inside(server: Server, ip: str) -> None:
    network = server({"/a.png": response()}, lambda *_: [ip])
    assert refused(network) == "it leads to this machine or a private network"
    assert refused(server({"/a.png": response()}, lambda *_: [PUBLIC, ip])) == (
        "it leads to this machine or a private network"
    )


@given(st.ip_addresses())
def test_what_python_calls_private_is_refused(ip: IPv4Address | IPv6Address) -> None:
    assert ip.is_global or not is_public(str(ip))


def test_an_answer_of_the_resolver_that_changes(server: Server) -> None:
    """The address that was looked at is the one that is connected to; the next request looks again."""
    answers = iter([[PUBLIC], ["127.0.0.1"]])
    asked: list[str] = []
    network = server({"/a.png": response()}, lambda *_: next(answers))

    def connect(ip: str, port: int, seconds: float) -> socket.socket:
        asked.append(ip)
        return network.connect(ip, port, seconds)

    recorded = Network(network.resolve, connect)
    assert fetch_picture("http://pictures.example/a.png", recorded, QUICK) == png()
    assert refused(recorded) == "it leads to this machine or a private network"
    assert asked == [PUBLIC]


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("http://127.0.0.1/a.png", "private network"),
        ("http://[::1]:8080/a.png", "private network"),
        ("http://169.254.169.254/latest/meta-data", "private network"),
        ("http://inside.example/a.png", "private network"),
        ("file:///etc/passwd", "begins with file:"),
        ("gopher://pictures.example/", "begins with gopher:"),
        ("data:image/png;base64,AAAA", "begins with data:"),
        ("http://pictures.example:22/", "port 22"),
        ("http://me:you@pictures.example/", "a name or a password"),
        ("/a.png", "more than 5 times"),
        ("", "to nowhere"),
    ],
)
@pytest.mark.parametrize(
    "status", ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"]
)
def test_redirects_that_are_not_followed(server: Server, target: str, reason: str, status: str) -> None:
    def resolve(host: str, port: int) -> list[str]:
        return {"pictures.example": [PUBLIC], "inside.example": ["10.0.0.1"]}.get(host, [host])

    answers = {"/a.png": response(b"", f"Location: {target}", status=status)}
    assert reason in refused(server(answers, resolve))


def test_redirects_that_are_followed(server: Server) -> None:
    answers = {f"/{n}.png": response(b"", f"Location: {n + 1}.png", status="302 Found") for n in range(5)}
    network = server({**answers, "/5.png": response()})
    assert fetch_picture("http://pictures.example/0.png", network, QUICK) == png()


def endless(_: str, connection: socket.socket) -> None:
    connection.sendall(response(b"", "Transfer-Encoding: chunked"))
    while True:
        connection.sendall(b"1000\r\n" + b"x" * 4096 + b"\r\n")


def dripping_body(_: str, connection: socket.socket) -> None:
    connection.sendall(response(b"", "Content-Length: 9000"))
    while True:
        time.sleep(0.05)
        connection.sendall(b"x")


def dripping_head(_: str, connection: socket.socket) -> None:
    while True:
        time.sleep(0.05)
        connection.sendall(b"H")


def going_on(_: str, connection: socket.socket) -> None:
    while True:
        connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")


def silent(_: str, connection: socket.socket) -> None:
    connection.recv(1)


def many_headers(_: str, connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 10_000)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (endless, "larger than 10,000 bytes"),
        (dripping_body, "takes too long"),
        (dripping_head, "takes too long"),
        (going_on, "takes too long"),
        (silent, "takes too long"),
        (many_headers, "does not answer"),
        ({"/a.png": response(b"x", "Content-Length: 99999999999999999999")}, "larger than 10,000 bytes"),
        ({"/a.png": response(b"x" * 10_001)}, "larger than 10,000 bytes"),
        ({"/a.png": response(b"x", "Content-Length: 100")}, "ends too early"),
        ({"/a.png": response(b"<html>", kind="text/html; charset=utf-8")}, "no picture, but text/html"),
        ({"/a.png": response(png(), "Content-Encoding: gzip")}, "packed"),
        ({"/a.png": b"\0\1\2"}, "does not answer"),
        ({"/a.png": b""}, "does not answer"),
        ({}, "says 404"),
    ],
    ids=lambda one: getattr(one, "__name__", None),
)
def test_hostile_servers(server: Server, answer: dict[str, bytes] | Answer, reason: str) -> None:
    assert reason in refused(server(answer))


@pytest.mark.parametrize(
    ("answer", "reason"), [({}, "does not answer"), (silent, "takes too long")], ids=["plain", "silent"]
)
def test_servers_without_tls(server: Server, answer: dict[str, bytes] | Answer, reason: str) -> None:
    def resolve(host: str, port: int) -> list[str]:
        assert port == 443
        return [PUBLIC]

    network = server(answer, resolve)
    assert reason in refused(network, "https://pictures.example/a.png")


def test_a_resolver_that_never_answers(server: Server) -> None:
    def resolve(host: str, port: int) -> list[str]:
        time.sleep(30)
        return [PUBLIC]

    assert refused(server({}, resolve)) == "it takes too long"


def test_a_resolver_that_knows_nothing(server: Server) -> None:
    def resolve(host: str, port: int) -> list[str]:
        raise socket.gaierror("no")

    assert refused(server({}, resolve)) == "there is no host pictures.example"
    assert refused(server({}, lambda *_: [])) == "there is no host pictures.example"


def test_limits_for_all(server: Server) -> None:
    network = server({"/a.png": response(b"x" * 9_000)})
    address = "http://pictures.example/a.png"
    replies = list(fetched([address, "http://x/", *[address] * 4, 3], network, replace(QUICK, number=6)))
    assert [len(data) for data, _ in replies] == [9_000, 0, 9_000, 0, 0, 0, 0]
    assert "larger than 7,000" in replies[3][1] and "more than 6" in replies[6][1]
    late = list(fetched([address] * 2, network, replace(QUICK, all_seconds=0)))
    assert all("take longer" in reason for _, reason in late)


def test_the_process_refuses_this_machine() -> None:
    client = FetchClient()
    addresses = [
        "http://127.0.0.1/a.png",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://[::1]/",
        "file:///etc/passwd",
    ]
    replies = list(client(addresses))
    client.close()
    assert [data for data, _ in replies] == [b""] * 5
    assert all("private" in reason for _, reason in replies[:4]) and "file:" in replies[4][1]


def test_a_process_that_has_ended() -> None:
    client = FetchClient()
    client.close()
    assert [reason for _, reason in client(["http://a.example/", "http://b.example/"])] == [
        "the process that fetches pictures has ended"
    ] * 2


TEXT = """\
---
title: A
---

![Eins](https://example.org/eins.png "Titel")

![Zwei [x]](<https://example.org/b/zwei.png?x=1>) und ![drei][d], ![vier], <img src="http://example.org/eins.png" alt="">

`![](https://example.org/code.png)` [kein Bild](https://example.org/seite.png) ![hier](images/eins.png)

```
![](https://example.org/code.png)
```

![weg](https://example.org/weg.png) ![keins](https://example.org/keins.png)

[d]: https://example.org/drei
[vier]: <https://example.org/vier.png> "Vier"
[seite]: https://example.org/seite.png
"""


def test_where_they_stand() -> None:
    asked: list[str] = []

    def fetch(addresses: Sequence[str]) -> Iterator[tuple[bytes, str]]:
        asked.extend(addresses)
        for address in addresses:
            yield (b"", "404") if "weg" in address else (b"<html>" if "keins" in address else png(), "")

    findings = Findings()
    before = {"chapters/de/01-a.md": TEXT.encode(), "chapters/de/images/eins.png": b"other", "book.toml": b""}
    files, listed = with_fetched_pictures(before, fetch, findings)
    assert asked == [
        "https://example.org/eins.png",
        "https://example.org/b/zwei.png?x=1",
        "http://example.org/eins.png",
        "https://example.org/weg.png",
        "https://example.org/keins.png",
        "https://example.org/drei",
        "https://example.org/vier.png",
    ]
    made = files["chapters/de/01-a.md"].decode()
    name = "images/eins-web-2.png"
    assert (
        f'![Eins]({name} "Titel")' in made
        and f"![Zwei [x]]({name})" in made
        and f'<img src="{name}" alt="">' in made
    )
    assert f"[d]: {name}\n" in made and f'[vier]: {name} "Vier"\n' in made
    assert "![weg](https://example.org/weg.png) ![keins](https://example.org/keins.png)" in made
    assert (
        made.count("https://example.org/code.png") == 2 and made.count("https://example.org/seite.png") == 2
    )
    assert files["chapters/de/images/eins.png"] == b"other" and files[f"chapters/de/{name}"] == png()
    assert [one.address for one in listed] == [*asked[:3], *asked[5:]]
    assert codes(findings) == ["import.unfetched"]
    assert [one.message.rpartition(": ")[2] for one in findings.sorted()] == [
        "it is no picture that a book can hold",
        "404",
    ]


class _Web:
    """Stands in for the process that fetches."""

    asked: ClassVar[list[str]] = []

    def __call__(self, addresses: Sequence[str]) -> Iterator[tuple[bytes, str]]:
        self.asked.extend(addresses)
        return iter(
            [(png(), "") if "eins" in address else (b"", "the server says 404") for address in addresses]
        )

    def close(self) -> None: ...


@pytest.mark.parametrize("option", [(), ("--fetch",)])
def test_the_command(
    option: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    _Web.asked = []
    monkeypatch.setattr("bookbuilder.importers.remote_pictures.fetch_client.FetchClient", _Web)
    source = tmp_path / "a.md"
    source.write_text(
        "# A\n\n![Eins](https://example.org/eins.png)\n\n![Zwei](https://example.org/zwei.png)\n"
    )
    target = tmp_path / "buch"
    words = ["import", str(source), "--dir", str(target), "--locale", "de", "--date", "2026-01-01", *option]
    assert main(words) == 0
    said = capsys.readouterr()
    made = (target / "chapters/de/01-a.md").read_text()
    assert '::: missing {source="https://example.org/zwei.png"}' in made
    if option:
        assert _Web.asked == ["https://example.org/eins.png", "https://example.org/zwei.png"]
        assert (
            "![Eins](images/eins.png)" in made
            and (target / "chapters/de/images/eins.png").read_bytes() == png()
        )
        assert "https://example.org/eins.png" in said.out and "chapters/de/images/eins.png" in said.out
        assert "the server says 404" in " ".join(said.err.split())
    else:
        assert _Web.asked == [] and '::: missing {source="https://example.org/eins.png"}' in made
    assert text_errors(World(target), {}, BuildRequest()) == ()
    assert import_.STARTED == []


def test_the_command_with_its_process_in_the_jail(tmp_path: Path) -> None:
    """The confined process has no network; that which fetches reaches nothing on this machine."""
    (tmp_path / "a.md").write_text("# A\n\n![Eins](http://127.0.0.1:8099/eins.png)\n")
    ran = program().run("import", "a.md", "--dir", "buch", "--locale", "de", "--fetch", folder=tmp_path)
    assert ran.returncode == 0
    assert "it leads to this machine or a private network" in " ".join(ran.stderr.split())


def test_the_network_of_the_machine_is_that_of_the_process() -> None:
    assert INTERNET.resolve("127.0.0.1", 80) == ["127.0.0.1"]
