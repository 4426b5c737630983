"""`bookbuilder help` shows what the manual says of a topic, and `bookbuilder docs` opens all of it."""

from __future__ import annotations

import fcntl
import os
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest

from bookbuilder.cli import commands, main
from bookbuilder.cli.shared import built_manual
from bookbuilder.diagnostics import Findings
from bookbuilder.manual.pages import ManualPage, pages
from bookbuilder.renamed import CODES
from bookbuilder.world import World
from tests.manual.first_pages import lay_first_pages
from tests.patience import PATIENCE
from tests.terminal import Terminal

ROOT = Path(__file__).parents[2]
PAGES = tuple(pages(World(ROOT)))


def shown(*topic: str, capsys: pytest.CaptureFixture[str]) -> str:
    """Return what is printed about a topic."""
    capsys.readouterr()
    assert main(["help", *topic]) == 0, topic
    return capsys.readouterr().out


def test_all_pages_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    out = shown(capsys=capsys).splitlines()
    assert [line.split(maxsplit=1)[1] for line in out[: len(PAGES)]] == [page.title for page in PAGES]
    assert out[-1] == f"The pages are in {ROOT / 'docs'}"


def test_every_page_of_the_folder_is_in_the_contents() -> None:
    """Decisions, and texts for WeasyPrint, are for those who have the sources."""
    home = ROOT / "docs"
    there = {path.relative_to(home).as_posix() for path in [*home.glob("*.md"), *home.glob("start/*.md")]}
    assert {page.path for page in PAGES} == there - {"SUMMARY.md"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_elsewhere_than_on_a_terminal(page: ManualPage, capsys: pytest.CaptureFixture[str]) -> None:
    text = (ROOT / "docs" / page.path).read_text(encoding="utf-8")
    assert page.title == text.partition("\n")[0].removeprefix("# ")
    for topic in (page.name, page.name.rpartition("/")[2], page.path, page.name.upper()):
        assert shown(topic, capsys=capsys).rstrip("\n") == text.rstrip("\n")


@pytest.mark.parametrize("name", sorted(set(commands()) - {page.name for page in PAGES}))
def test_a_command_has_a_section(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    out = shown(*name.split(), capsys=capsys)
    assert out.startswith(f"## {name}\n\n```sh\nbookbuilder {name}") and "\n## " not in out
    assert shown(name.replace(" ", "-"), capsys=capsys) == shown(f"bookbuilder {name}", capsys=capsys) == out


def test_a_group_has_the_sections_of_its_commands(capsys: pytest.CaptureFixture[str]) -> None:
    heads = [line for line in shown("fonts", capsys=capsys).splitlines() if line.startswith("## ")]
    assert heads == ["## fonts add", "## fonts list"]


@pytest.mark.parametrize("code", ["image.alt", "[image.alt]", next(iter(CODES))])
def test_a_message_is_explained(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", code]) == 0
    explained = capsys.readouterr().out
    assert shown(code, capsys=capsys) == explained


def test_any_heading_is_a_topic(capsys: pytest.CaptureFixture[str]) -> None:
    assert shown("pages", "for the", "Screen", capsys=capsys).startswith("## Pages for the screen\n")


@pytest.mark.parametrize(
    ("topic", "hint"),
    [("markdwon", 'did you mean "markdown"?'), ("buidl", 'did you mean "build"?'), ("xyzzy", "`bookbuilder help`")],
)  # fmt: skip
def test_an_unknown_topic(topic: str, hint: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["help", topic]) == 2
    out, err = capsys.readouterr()
    assert out == "" and err.startswith(f"the manual has nothing about {topic!r}\n  hint: {hint}")


# -- on a terminal --------------------------------------------------------------------------------------------------


def resize(terminal: Terminal, rows: int) -> None:
    fcntl.ioctl(terminal.ours, termios.TIOCSWINSZ, struct.pack("HHHH", rows, 100, 0, 0))


def test_a_long_page_is_paged_and_ctrl_c_is_for_the_pager(tmp_path: Path) -> None:
    pager = tmp_path / "pager"
    pager.write_text(
        "#!/bin/sh\ntrap 'echo caught' INT\ncat\necho asking\nread key </dev/stderr\necho closed\n"
    )
    pager.chmod(0o755)
    with Terminal("help", "commands", cwd=tmp_path, environ={"PAGER": str(pager)}) as terminal:
        resize(terminal, 30)
        text = terminal.until("asking")
        assert "\x1b[" in text and "| --- |" not in text and "](#" not in text
        terminal.interrupt()
        terminal.type("q\n")
        terminal.until("closed")
        assert terminal.ended()[0] == 0


@pytest.mark.parametrize(
    ("topic", "pager"), [("clean", "/no/such/pager"), ("commands", "/no/such/pager"), ("clean", "")]
)
def test_without_a_pager_or_need_of_one_it_is_printed(topic: str, pager: str, tmp_path: Path) -> None:
    with Terminal("help", topic, cwd=tmp_path, environ={"PAGER": pager or "false"}) as terminal:
        resize(terminal, 60)
        code, text = terminal.ended()
    assert code == 0 and "Deletes the finished files that builds made" in " ".join(text.split())


# -- docs -----------------------------------------------------------------------------------------------------------


@pytest.mark.heavy
def test_the_manual_is_built_once_and_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(built_manual, "manual_files", _two_pages)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    opened: list[str] = []
    monkeypatch.setattr("bookbuilder.jail.browser.open_page", opened.append)
    assert main(["docs", "--print-path"]) == 0 and opened == []
    (place,) = (tmp_path / "cache").rglob("manual-*/manual.en/index.html")
    made = place.stat().st_mtime_ns
    monkeypatch.setattr(built_manual, "manual_files", None)
    assert main(["docs"]) == 0
    assert opened == [place.as_uri()] and place.stat().st_mtime_ns == made
    assert (place.parent / "js/search-texts.js").is_file() and (place.parent / "02-b.html").is_file()
    (german,) = (place.parents[1] / "manual.de").glob("[0-9]*.html")
    assert german.name == "01-a.html" and "../manual.de/01-a.html" in (place.parent / "01-a.html").read_text()


def test_the_browser_is_opened_by_the_process_in_front(tmp_path: Path) -> None:
    """The command ends at once, and what the browser shows stays."""
    script = tmp_path / "browser"
    script.write_text(f'#!/bin/sh\necho "$1" >{tmp_path}/part\nmv {tmp_path}/part {tmp_path}/opened\n')
    script.chmod(0o755)
    place = lay_first_pages(tmp_path / "Zwischen speicher", "en") / "manual.en/index.html"
    environ = {**os.environ, "BROWSER": str(script), "XDG_CACHE_HOME": str(tmp_path / "Zwischen speicher")}
    start = "import sys; from bookbuilder.__main__ import main; sys.exit(main())"
    done = subprocess.run(
        [sys.executable, "-c", start, "docs"],
        cwd=tmp_path,
        env=environ,
        timeout=60,
        capture_output=True,
        check=True,
    )
    assert done.stdout.decode().strip() == str(place)
    end = time.monotonic() + PATIENCE
    while not (tmp_path / "opened").exists() and time.monotonic() < end:
        time.sleep(0.05)
    assert (tmp_path / "opened").read_text().strip() == place.as_uri()


def test_it_is_opened_in_the_language_of_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If there are pages in it; in English else."""
    cache = lay_first_pages(tmp_path, "en", "de")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    for language, name in (
        ("de", "manual.de"),
        ("en", "manual.en"),
        ("fr", "manual.en"),
        ("ja", "manual.en"),
    ):
        monkeypatch.setenv("BOOKBUILDER_LANG", language)
        assert built_manual.built_manual() == cache / name / "index.html"


def test_another_version_has_a_folder_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    first = built_manual._key(World(ROOT))
    assert built_manual._key(World(tmp_path)) == first
    monkeypatch.setattr(World, "program_digest", lambda _: "another")
    assert built_manual._key(World(ROOT)) != first


def test_a_folder_of_somebody_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    assert main(["docs", "--into", str(tmp_path)]) == 2
    assert capsys.readouterr().err == f"{tmp_path} is not empty: choose a new folder\n"
    assert os.listdir(tmp_path) == ["notes.txt"]


def _two_pages(world: World, findings: Findings) -> dict[str, bytes]:
    del findings
    return {
        "book.toml": world.read_asset("docs/manual.toml"),
        "styles/manual/theme.toml": world.read_asset("docs/styles/manual/theme.toml"),
        "chapters/en/01-a.md": b"# A\n\nText.\n",
        "chapters/en/02-b.md": b"# B\n\nMore.\n",
        "chapters/de/01-a.md": b"# A\n\nText.\n",
    }
