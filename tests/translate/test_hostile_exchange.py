"""Files of translators that are broken, huge or made to harm end as diagnostics with their place, whatever their format."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookbuilder.cli import main
from bookbuilder.cli.shared.translations import load_project
from bookbuilder.diagnostics import Findings
from bookbuilder.translate.exchange import po, xliff, xliff2
from bookbuilder.translate.exchange.import_files import import_files
from bookbuilder.world import World
from tests.cases import book

DE = "# Der *Hafen*\n\nEin [Satz](https://example.org) mit `ls` und *zwei* Noten.[^a]\n\n[^a]: Eine Note.\n"
EN = "# The *Harbor*\n\nA [sentence](https://example.org) with `ls` and *two* notes.[^a]\n\n[^a]: A note.\n"
FORMS = pytest.mark.parametrize("form", ["xliff", "xliff2", "po"])
SUFFIXES = {"xliff": "xlf", "xliff2": "xliff2.xlf", "po": "po"}
BOMB = "<!DOCTYPE x [" + "".join(
    f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "a" * 10}">' for n in range(12)
) + "]>"  # fmt: skip
OUTSIDE = '<!DOCTYPE x [<!ENTITY a11 SYSTEM "file:///etc/passwd">]>'
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book of one chapter whose translation is done, with a file of each format beside it."""
    folder = tmp_path_factory.mktemp("hostile")
    found = book.write(folder / "book", {"chapters/de/01-a.md": DE, "chapters/en/01-a.md": EN})
    assert main(["translate", "sync", "--same", "--book", str(found)]) == 0
    for form in SUFFIXES:
        into = str(folder / form)
        assert (
            main(["translate", "export", "en", "--all", "-f", form, "--into", into, "--book", str(found)])
            == 0
        )
    return found


def exported(root: Path, form: str) -> str:
    return (root.parent / form / f"en.{SUFFIXES[form]}").read_text(encoding="utf-8")


def told(root: Path, form: str, data: bytes) -> list[str]:
    """Return what is told of a file; each line has the file, and nothing but the book and what is kept would be written."""
    findings, world = Findings(), World(root)
    name = f"en.{SUFFIXES[form]}"
    result = import_files(world, load_project(world), {name: data}, findings)
    known = r"chapters/en/01-a\.md|l10n/en/.*\.toml|book\.toml|translate/en\.rejected\.[\w.]+"
    assert all(re.fullmatch(known, path) for path in result.files), sorted(result.files)
    lines = [str(found) for found in findings.sorted()]
    assert all(line.startswith(f"{name}:") and "[exchange." in line for line in lines), lines
    return lines


@FORMS
@pytest.mark.parametrize(
    "start", [BOMB, OUTSIDE, '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">', "<!DOCTYPE xliff>"]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_no_document_type_is_read(root: Path, form: str, start: str, encoding: str) -> None:
    content = exported(root, form)
    if form == "po":
        content = f"{start}\n{content}"
    else:
        named = HEAD.replace("UTF-8", encoding.upper())
        content = content.replace(HEAD, named + start).replace("The ", "&a11; ", 1)
    lines = told(root, form, content.encode(encoding))
    assert lines if form == "po" else len(lines) == 1 and "[exchange.active]" in lines[0]


@FORMS
@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: b"", lambda data: b"\0" * 4096, lambda data: data[: len(data) // 2], lambda data: data[:-12],
        lambda data: data.replace(b"UTF-8", b"no-such-encoding"),
        lambda data: data.replace(b"Hafen", "H\udc00fen".encode("utf-8", "surrogatepass")),
        lambda data: b"\xff\xfe" + data, lambda data: data.replace(b"Hafen", b"Haf\xe4n"),
        lambda data: b"<a>" * 100_000, lambda data: bytes(range(256)) * 64,
        lambda data: data.replace(b"Harbor", b"\x01"), lambda data: data * 2,
    ],
)  # fmt: skip
def test_a_broken_file_is_told_with_its_name(root: Path, form: str, spoil: object) -> None:
    assert callable(spoil)
    assert told(root, form, spoil(exported(root, form).encode()))


@pytest.mark.heavy
@FORMS
def test_a_file_of_many_units_that_are_not_ours(root: Path, form: str) -> None:
    content = exported(root, form)
    parts = {
        "xliff": r"(?s)<trans-unit.*?</trans-unit>", "xliff2": r"(?s)<unit.*?</unit>", "po": r"(?s)#\. heading.*?\n\n",
    }  # fmt: skip
    unit = re.search(parts[form], content.replace("01-a", "01-a"))
    assert unit is not None
    own = re.search(r'(?:unit id="|#)([0-9a-f]{12})', unit[0])
    assert own is not None
    many = "".join(unit[0].replace(own[1], f"{n:012x}") for n in range(2000))
    lines = told(root, form, content.replace(unit[0], many).encode())
    assert len([line for line in lines if "exchange.stale" in line]) >= 1990


XLIFF12 = [
    '<x id="1"/>',
    '<g id="1">',
    "</g>",
    '<bx id="2" rid="2"/>',
    '<ex id="2" rid="2"/>',
    "<mrk>",
    "</mrk>",
    "<it/>",
]
XLIFF21 = [
    '<ph id="1"/>',
    '<pc id="1">',
    '<pc id="2">',
    "</pc>",
    '<sc id="1"/>',
    '<ec startRef="1"/>',
    '<ph id="99999999999"/>',
]
XLIFF21 += [
    '<ec id="3" isolated="yes"/>',
    '<sm id="m"/>',
    '<em startRef="m"/>',
    '<cp hex="0001"/>',
    '<cp hex="D800"/>',
]
OTHERS = [
    "a",
    " ",
    "12",
    "&amp;",
    "<y:z/>",
    '<x id="-1"/>',
    "{1}",
    "<1>",
    "</1>",
    "{999999}",
    "\\\\",
    '\\"',
    "\\n",
]
OTHERS += ["<![CDATA[<a>]]>", "&#xA0;"]
PIECES = st.sampled_from(XLIFF12 + XLIFF21 + OTHERS)


@pytest.mark.heavy
@FORMS
@settings(max_examples=60, deadline=None)
@given(soup=st.lists(PIECES, max_size=12))
def test_any_soup_of_codes_is_taken_or_told(root: Path, form: str, soup: list[str]) -> None:
    content = exported(root, form)
    said = "".join(soup)
    if form == "po":
        content = re.sub(r'msgstr "A .*"', lambda _: f'msgstr "{said}"', content, count=1)
    else:
        content = re.sub(r"(<target[^>]*>)A .*(</target>)", lambda m: f"{m[1]}{said}{m[2]}", content, count=1)
    lines = told(root, form, content.encode())
    assert all("exchange.stale" not in line for line in lines)


@pytest.mark.parametrize("form", [xliff, xliff2, po], ids=["xliff", "xliff2", "po"])
@settings(max_examples=100, deadline=None)
@given(
    data=st.binary(max_size=200)
    | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass"))
)
def test_no_bytes_make_a_reader_fail(form: object, data: bytes) -> None:
    getattr(form, "read")(data, "a", Findings())  # noqa: B009 -- a module is no Format to mypy
