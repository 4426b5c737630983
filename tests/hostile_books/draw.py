"""Draws a hostile book: the whole book of `parts`, with one to four things wrong in any of its files.

What varies is what lies where (files, folders, links, pipes), what is linked to (inside, outside, devices, the network), how
deep, how long, how many, and which bytes.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.hostile_books.parts import Files, whole_book
from tests.linear.samples import PIECES, SIGNS

LINK, PIPE, FOLDER = "link", "pipe", "folder"


@dataclass
class HostileBook:
    """Files by path, and what lies in the place of files: a link to a path, a pipe, a folder. `changes` say what is."""

    files: Files
    others: dict[str, tuple[str, str]] = field(default_factory=dict)
    changes: list[str] = field(default_factory=list)


Change = Callable[[HostileBook, random.Random, str, str], None]
"""Changes a book; gets the folder outside of it that it may not read, and the address of a host that it may not ask."""

TEXTS = (".toml", ".md", ".css", ".j2", ".svg")
STRANGE = (
    b"\0",
    b"\xff",
    b"\xed\xa0\x80",
    b"\xef\xbb\xbf",
    b"\r",
    b"\x1b[31m",
    b"\xe2\x80\xa8",
    b"\xe2\x80\xae",
    b"\x0c",
    b"\x85",
    b"\x7f",
    b"\xf4\x90\x80\x80",
    "\u200b".encode(),
    "\u0301".encode() * 40,
    "\U000e0041".encode(),
    b"\xc2\xad" * 20,
    "字".encode() * 30,
)
VALUES = (
    "nan",
    "inf",
    "-1",
    "0",
    "1e308",
    "99999999999999999999",
    "true",
    "[]",
    "{}",
    '""',
    '" "',
    "1979-05-27T07:32:00Z",
    "[[1]]",
    "{ a = 1 }",
    '"\\u0000"',
    '"\\u202e"',
    '"../../OUTSIDE/secret.txt"',
    '"OUTSIDE/secret.txt"',
    '"file://OUTSIDE/secret.txt"',
    '"HOST/x"',
    '"data:,x"',
    '"{{ 9 ** 9 ** 9 }}"',
    '"</style><script>"',
    '"A" ',
    '"' + "a" * 9_999 + '"',
    "'" + "\\" * 99 + "'",
    '"de"',
    '"pdf"',
    "0x7fffffffffffffff",
)
CSS = (
    '@import "HOST/a.css";',
    "p { background: url(HOST/a.png) }",
    "p { background: url(file://OUTSIDE/secret.txt) }",
    "@font-face { font-family: x; src: url(HOST/a.ttf) }",
    "p { content: url('../../OUTSIDE/secret.txt') }",
    "a{" * 3000,
    "(" * 3000,
    "[" * 3000,
    "p { color: " + "(" * 2000 + " }",
    ".a" * 20_000 + " {}",
    "p" + " > p" * 3000 + " {}",
    "@media a { " * 1000,
    "p { width: calc(1px" + " + 1px" * 9000 + ") }",
    ":root{"
    + "".join(f"--v{n}: var(--v{n + 1}) var(--v{n + 1});" for n in range(40))
    + "--v40: x} p { quotes: var(--v0) }",
    "p { font-size: 1e30px }",
    "p { margin: -1e9px }",
    "p { columns: 100000 }",
    "* { display: table-cell }",
    "* { float: left }",
    "* { position: fixed }",
    "p { letter-spacing: 1e9px }",
    "@page { size: 1px 1px }",
    "@page { size: 100000mm 1mm }",
    "p { height: 100000000px }",
    "p::before { content: counter(page) }",
    "p { line-height: 0 }",
    "p { line-height: -4 }",
    "* { break-before: page }",
    "p { transform: scale(1e9) }",
    "p { background: linear-gradient(red" + ", blue" * 5000 + ") }",
    "{{ 'a' * 99999999 }}",
    "{% for i in range(99999999) %}a{% endfor %}",
    "{% include 'print.css' %}",
    "{{ theme|string * 9999 }}",
    "</style>",
    "\\" * 999,
    "p { hyphenate-limit-chars: 1e9 }",
    "p { orphans: 1000000 }",
    "table { border-spacing: 1e8px }",
    "p { grid-template-columns: repeat(100000, 1fr); display: grid }",
)
TEMPLATES = (
    "{% for a in range(9999) %}{% for b in range(9999) %}x{% endfor %}{% endfor %}",
    "{{ 'x' * 10 ** 9 }}",
    "{{ [0] * 10 ** 9 }}",
    "{{ 9 ** 9 ** 9 }}",
    "{% include 'cover.html.j2' %}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{{ ''.__class__.__mro__ }}",
    "{{ self }}",
    "{{ x|safe }}",
    "</article><article>",
    "<link rel=stylesheet href='HOST/a.css'>",
    "<script>alert(1)</script>",
    "<img src='HOST/a.png'>",
    "<iframe src='file://OUTSIDE/secret.txt'></iframe>",
    "{{ 'a'|center(10 ** 9) }}",
    "{{ '%1000000000d' % 1 }}",
    "{{ '{:1000000000}'.format(1) }}",
    "{% set a = ['x' * 99] %}" + "{% set a = a + a %}" * 40 + "{{ a }}",
    "<!-- ",
    "<div>" * 3000,
    "<p",
    "&#0;",
    "<svg><image href='HOST/a.png'/></svg>",
    "{{ undefined.attribute }}",
    "{% extends 'x' %}",
    "{% raw %}",
    "{{ range(10 ** 9)|list }}",
    "{{ book.title|replace('', 'x' * 9999) }}",
    "{{ lipsum(n=100000) }}",
    "{% for c in ('a' * 9999)|batch(1) %}{{ c * 9999 }}{% endfor %}",
    "</body></html>",
    "",
)
SVGS = (
    '<image href="HOST/a.png" width="9" height="9"/>',
    '<image href="file://OUTSIDE/secret.txt"/>',
    '<use href="#g" id="g"/>',
    "<script>alert(1)</script>",
    '<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject>',
    "<g>" * 3000,
    '<style>@import "HOST/a.css"</style>',
    '<path d="' + "M0 0L9 9" * 20_000 + '"/>',
    '<rect width="1e30" height="1e30"/>',
    '<text font-size="1e9">x</text>',
    '<animate attributeName="x"/>',
    '<pattern id="p" width="1e-9" height="1e-9"><path d="M0 0h1"/></pattern><rect width="99" height="99" fill="url(#p)"/>',
    '<rect width="9" height="9" filter="url(#f)"/>',
    '<a href="javascript:alert(1)"><text>x</text></a>',
    "<text>" + "w " * 20_000 + "</text>",
    "".join(f'<g id="u{n}"><use href="#u{n + 1}"/><use href="#u{n + 1}"/></g>' for n in range(40)),
    '<marker id="m"/><path marker-mid="url(#m)" d="M0 0h1h1"/>',
)
DOCTYPE = (
    '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{("&" + chr(97 + n) + ";") * 10}">' for n in range(9))
    + "]>"
)


def hostile_book(seed: int, outside: str, host: str) -> HostileBook:
    """Return the book of a seed. It may try to read `outside`, a folder beside it, and to ask `host`, an address."""
    chance = random.Random(seed)
    book = HostileBook(dict(whole_book()))
    for _ in range(chance.choice((1, 1, 2, 2, 3, 4))):
        change = chance.choice(CHANGES)
        change(book, chance, outside, host)
    return book


def _text(book: HostileBook, chance: random.Random, *suffixes: str) -> str:
    return chance.choice(
        [path for path in sorted(book.files) if path.endswith(suffixes or TEXTS)] or ["book.toml"]
    )


def _put(book: HostileBook, path: str, data: bytes, what: str) -> None:
    book.files[path] = data
    book.changes.append(f"{path}: {what}")


def _told(text: str, outside: str, host: str) -> str:
    return text.replace("OUTSIDE", outside).replace("HOST", host)


def bytes_in_a_text(book: HostileBook, chance: random.Random, outside: str, host: str) -> None:
    path = _text(book, chance)
    data = book.files.get(path, b"")
    at, piece = chance.randint(0, len(data)), chance.choice(STRANGE) * chance.choice((1, 1, 2, 50))
    _put(book, path, data[:at] + piece + data[at:], f"{piece[:8]!r} at {at}")


def another_encoding(book: HostileBook, chance: random.Random, outside: str, host: str) -> None:
    path = _text(book, chance)
    encoding = chance.choice(("latin-1", "utf-16", "utf-32", "utf-7", "cp1252", "utf-8-sig"))
    text = book.files.get(path, b"").decode("utf-8", "replace")
    _put(book, path, text.encode(encoding, "replace"), encoding)


def cut_or_doubled(book: HostileBook, chance: random.Random, outside: str, host: str) -> None:
    path = chance.choice(sorted(book.files))
    data = book.files[path]
    way = chance.choice(("cut", "doubled", "empty", "shuffled", "many times", "reversed"))
    lines = data.splitlines(keepends=True)
    chance.shuffle(lines)
    result = {
        "cut": data[: chance.randint(0, len(data))],
        "doubled": data + data,
        "empty": b"",
        "shuffled": b"".join(lines),
        "many times": data * (3 if len(data) > 50_000 else chance.choice((30, 300))),
        "reversed": data[::-1],
    }[way]
    _put(book, path, result, way)


def random_bytes(book: HostileBook, chance: random.Random, outside: str, host: str) -> None:
    path = chance.choice(sorted(book.files))
    data = bytearray(book.files[path])
    for _ in range(chance.choice((1, 8, 64, 512))):
        if data:
            data[chance.randrange(len(data))] = chance.randrange(256)
    _put(book, path, bytes(data), "bytes changed")


def repeated_text(book: HostileBook, chance: random.Random, outside: str, host: str) -> None:
    path = _text(book, chance, ".md")
    pieces = [
        chance.choice((*SIGNS, *PIECES, "\n", "\n\n", "word ", "- a\n", "> ", "::: aside\n", "*a **b "))
        for _ in range(chance.randint(1, 5))
    ]
    fragment, count = "".join(pieces), chance.choice((30, 300, 3000))
    data = book.files.get(path, b"")
    at = chance.choice((len(data), data.find(b"\n\n") + 2, chance.randint(0, len(data))))
    _put(
        book, path, data[:at] + (fragment * count).encode() + data[at:], f"{count} times {fragment!r} at {at}"
    )


def another_value(book: HostileBook, chance: random.Random, outside: str, host: str) -> None:
    path = _text(book, chance, ".toml")
    lines = book.files.get(path, b"").decode("utf-8", "replace").split("\n")
    places = [at for at, line in enumerate(lines) if "=" in line]
    if not places:
        return
    at, value = chance.choice(places), _told(chance.choice(VALUES), outside, host)
    lines[at] = f"{lines[at].partition('=')[0]}= {value}"
    _put(book, path, "\n".join(lines).encode(), f"line {at + 1} is {value[:60]}")


def another_front_matter(book: HostileBook, chance: random.Random, outside: str, host: str) -> None:
    path = _text(book, chance, ".md")
    value = _told(chance.choice(VALUES), outside, host)
    key = chance.choice(
        ("title", "kind", "date", "summary", "events", "place", "author", "short", "x" * 300, "&a [*a]", "? ")
    )
    nested = chance.choice(
        (
            value,
            "[" * 3000,
            "{a: " * 2000,
            "&a [*a, *a]",
            "!!python/object:os.system x",
            "- " * 2000,
            "|\n " + "x " * 9999,
        )
    )
    body = book.files.get(path, b"").decode("utf-8", "replace").partition("\n---\n")[2]
    _put(book, path, f"---\ntitle: A\n{key}: {nested}\n---\n{body}".encode(), f"{key[:20]}: {nested[:40]}")


def deep_toml(book: HostileBook, chance: random.Random, outside: str, host: str) -> None:
    path, depth = _text(book, chance, ".toml"), chance.choice((50, 500, 5000))
    text = chance.choice(
        (
            "a = " + "[" * depth + "]" * depth,
            "a = " + "{ b = " * depth + "1" + " }" * depth,
            "[" + ".".join("a" * depth) + "]",
            "\n".join(f'k{n} = "v"' for n in range(depth)),
            "\n".join(f'[t{n}]\nname = "v"' for n in range(depth)),
            "a = [" * 3,
            'a = """' + "x\n" * depth,
            "a = 1\n" * 3,
            f'"{"k" * depth}" = 1',
        )
    )
    _put(book, path, book.files.get(path, b"") + b"\n" + text.encode() + b"\n", text[:40])


def another_place(book: HostileBook, chance: random.Random, outside: str, host: str) -> None:
    path = chance.choice(sorted(book.files))
    path = chance.choice((path, path.rpartition("/")[0] or path))
    kind = chance.choice((LINK, LINK, LINK, PIPE, FOLDER))
    target = chance.choice(
        (
            f"{outside}/secret.txt",
            outside,
            "/dev/zero",
            "/dev/stdin",
            "/proc/self/environ",
            "/etc/passwd",
            "/",
            "..",
            path.rpartition("/")[2],
            "nowhere",
            "book.toml",
            ".",
            "/dev/full",
            "/proc/self/mem",
        )
    )
    for other in [other for other in book.files if other == path or other.startswith(f"{path}/")]:
        del book.files[other]
    book.others[path] = kind, target
    book.changes.append(f"{path}: {kind} {target if kind == LINK else ''}")


def strange_names(book: HostileBook, chance: random.Random, outside: str, host: str) -> None:
    name = chance.choice(
        (
            "a" * 250,
            "ä" * 120,
            "CON",
            "a\nb",
            "a\x1b[2Jb",
            "-rf",
            "a b",
            ".hidden",
            "\u202egpj",
            "a'\"<>&b",
            "%2e%2e",
            "a\\b",
            "*",
            "~",
            "{{ 1 }}",
            "index",
            "01-tag",
            "\udcff",
        )
    )
    folder = chance.choice(
        (
            "chapters/de",
            "chapters/en",
            "chapters",
            "styles/mine",
            "fonts",
            "l10n/en",
            "",
            "chapters/de/" + "/".join("d" * chance.choice((5, 60))),
        )
    )
    suffix = chance.choice((".md", ".toml", ".css", ".png", ".svg", ""))
    data = book.files.get(_text(book, chance, ".md"), b"") if suffix == ".md" else b"x"
    _put(book, f"{folder}/{name}{suffix}".lstrip("/"), data, "is there")


def many_files(book: HostileBook, chance: random.Random, outside: str, host: str) -> None:
    count, folder, suffix = (
        chance.choice((40, 200)),
        chance.choice(
            ("chapters/de", "chapters/en", "chapters/de/images", "styles/mine", "printers", "l10n/en")
        ),
        chance.choice((".md", ".toml", ".svg")),
    )
    for number in range(count):
        book.files[f"{folder}/x{number:04}{suffix}"] = f"# T {number}\n\nText.\n".encode()
    book.changes.append(f"{folder}: {count} files {suffix}")


def own_css(book: HostileBook, chance: random.Random, outside: str, host: str) -> None:
    path = f"styles/mine/{chance.choice(('print', 'web', 'epub', 'base', 'cover'))}.css"
    piece = _told(chance.choice(CSS), outside, host)
    _put(book, path, book.files.get(path, b"") + piece.encode() + b"\n", piece[:60])


def own_template(book: HostileBook, chance: random.Random, outside: str, host: str) -> None:
    path = "styles/mine/templates/" + chance.choice(
        (
            "cover.html.j2",
            "web/chapter.html.j2",
            "web/page.html.j2",
            "web/layout.html.j2",
            "web/index.html.j2",
            "pdf/part-chapter.html.j2",
            "epub/chapter.xhtml.j2",
            "pdf/cover-page.html.j2",
            "title.html.j2",
            "web/single.html.j2",
        )
    )
    piece = _told(chance.choice(TEMPLATES), outside, host)
    old = book.files.get(path, b"") if chance.random() < 0.5 else b""
    _put(book, path, old + piece.encode(), piece[:60])


def own_svg(book: HostileBook, chance: random.Random, outside: str, host: str) -> None:
    piece = _told(chance.choice(SVGS), outside, host)
    head = chance.choice(
        (
            "",
            "",
            DOCTYPE,
            '<?xml version="1.1"?>',
            f'<?xml-stylesheet href="{host}/a.css"?>',
            f'<!DOCTYPE svg SYSTEM "{host}/a.dtd">',
        )
    )
    end = chance.choice(("</svg>", "</svg>", ""))
    view = chance.choice(('viewBox="0 0 9 9"', 'width="1e9" height="1e9"', 'viewBox="0 0 0 0"', ""))
    text = (
        f'{head}<svg xmlns="http://www.w3.org/2000/svg" {view}>{"&j;" if head == DOCTYPE else ""}{piece}{end}'
    )
    _put(book, "chapters/de/images/b.svg", text.encode(), f"{head[:20]} {piece[:40]}")


def own_picture(book: HostileBook, chance: random.Random, outside: str, host: str) -> None:
    import struct
    import zlib

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    size = chance.choice((1, 0, 60_000, 2**31 - 1))
    head = chunk(
        b"IHDR",
        struct.pack(
            ">IIBBBBB",
            size,
            size,
            chance.choice((1, 8, 16, 3)),
            chance.choice((0, 2, 3, 6, 7)),
            0,
            0,
            chance.choice((0, 1)),
        ),
    )
    body = chance.choice(
        (
            b"",
            chunk(b"IDAT", zlib.compress(b"\0" * 99)),
            chunk(b"IDAT", zlib.compress(b"\0" * 9_999_999)),
            chunk(b"zTXt", b"a\0\0" + zlib.compress(b"x" * 9_999_999)),
        )
    )
    data = b"\x89PNG\r\n\x1a\n" + head + body + chance.choice((b"", chunk(b"IEND", b"")))
    data = chance.choice(
        (
            data,
            b"\xff\xd8\xff\xe0" + data,
            b"GIF89a" + struct.pack("<HH", 65535, 65535) + data,
            b"RIFF\xff\xff\xff\xffWEBPVP8 " + data,
            b"%PDF-1.4\n",
            b"<svg",
        )
    )
    _put(book, "chapters/de/images/a.png", data, f"a picture of {size} pixels")


def own_directives(book: HostileBook, chance: random.Random, outside: str, host: str) -> None:
    path = _text(book, chance, ".md")
    piece = _told(
        chance.choice(
            (
                "![x](HOST/a.png)",
                "![x](OUTSIDE/secret.txt)",
                "![x](../../../OUTSIDE/secret.txt)",
                "![ ](images/a.png)",
                "::: include ../../../OUTSIDE/secret.txt\n:::",
                "{{< include OUTSIDE/secret.txt >}}",
                "::: figure {#a}\n![x](/dev/zero)\n:::",
                "[x](javascript:alert(1))",
                "[x](file://OUTSIDE/secret.txt)",
                "<script>x</script>",
                "<img src=HOST/a.png>",
                ":::: " + "a " * 2000,
                "::: table\n\n"
                "|" + "a|" * 300 + "\n" + "|" + "-|" * 300 + "\n" + ("|" + "b|" * 300 + "\n") * 40 + "\n:::",
                "[^" + "n" * 999 + "]",
                "[a]{fact=aid form=" + "x" * 999 + "}",
                '[a]{amount="1e999999 USD"}',
                "[a]{date=9999-99-99}",
                "[a]{number=1e400}",
                '[a]{index="' + "a;" * 500 + '"}',
                "::: chronology\n:::\n" * 50,
                "::: index {of=places}\n:::\n" * 50,
                "# " + "a " * 3000,
                "## h\n\n" * 2000,
                "| " * 5000,
                "<!-- " * 3000,
                "[a](#" + "b" * 5000 + ")",
                "[](#zwei){ref=page} " * 2000,
                "x[^n] " * 500,
                "$" + "{" * 2000 + "$",
                "$$\n\\frac{1}{2}\n$$",
                "```{.python}\n" + "x" * 90_000 + "\n```",
                "> " * 3000 + "a",
            )
        ),
        outside,
        host,
    )
    data = book.files.get(path, b"")
    _put(book, path, data + b"\n" + piece.encode() + b"\n", piece[:60])


CHANGES: tuple[Change, ...] = (
    bytes_in_a_text,
    another_encoding,
    cut_or_doubled,
    random_bytes,
    repeated_text,
    repeated_text,
    another_value,
    another_value,
    another_front_matter,
    deep_toml,
    another_place,
    another_place,
    strange_names,
    many_files,
    own_css,
    own_css,
    own_template,
    own_template,
    own_svg,
    own_picture,
    own_directives,
    own_directives,
)
