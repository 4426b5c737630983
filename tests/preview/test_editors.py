"""Places are opened in the user's editor, and asked for by it."""

from __future__ import annotations

import os
import socket
import stat
import time
from pathlib import Path

import pytest

from bookbuilder.diagnostics import Span
from bookbuilder.preview import remote_control
from bookbuilder.preview.editor import COMMANDS, Editor, EditorProcess, configured_editor, editor
from bookbuilder.preview.live_state import LiveState
from tests.patience import PATIENCE

SPAN = Span("chapters/de/03 mittwoch.md", 14, 7)


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("vscode", "vscode://file/book%20one/chapters/de/03%20mittwoch.md:14:7"),
        ("zed", "zed://file/book%20one/chapters/de/03%20mittwoch.md:14:7"),
        ("kate", ""),
    ],
)
def test_an_editor_with_addresses_is_opened_by_one(name: str, address: str) -> None:
    assert Editor(name).address(Path("/book one"), SPAN) == address


def test_a_path_is_one_argument_of_a_command_and_cannot_leave_its_string() -> None:
    span = Span("it's.md", 3, 0)
    command = Editor("nvim", "/run/nvim").command(Path("/b"), span)
    assert command[-1] == "execute('drop ' .. fnameescape('/b/it''s.md')) .. setcursorcharpos(3, 1)"
    assert Editor("emacsclient").command(Path("/b"), span)[-1] == "/b/it's.md"
    assert all(Editor(name).command(Path("/b"), span)[0] == name for name in COMMANDS)


@pytest.mark.parametrize(
    ("wanted", "environ", "found"),
    [
        ("", {}, None),
        ("", {"VISUAL": "vim", "EDITOR": "code"}, None),
        ("zed", {"VISUAL": "code"}, Editor("zed")),
        ("", {"EDITOR": "emacsclient -c"}, Editor("emacsclient")),
        ("nvim", {}, None),
        ("nvim", {"NVIM": "/run/nvim"}, Editor("nvim", "/run/nvim")),
    ],
)
def test_the_editor_is_that_of_the_user(wanted: str, environ: dict[str, str], found: Editor | None) -> None:
    assert editor(wanted, environ) == found


@pytest.mark.parametrize(
    ("text", "name"), [('editor = "zed"\n', "zed"), ("editor = 3\n", ""), ("editor = \n", ""), ("\xff", "")]
)
def test_the_editor_may_be_configured(tmp_path: Path, text: str, name: str) -> None:
    place = tmp_path / "bookbuilder/config.toml"
    place.parent.mkdir()
    place.write_text(text, encoding="latin-1")
    assert configured_editor({"XDG_CONFIG_HOME": str(tmp_path)}) == name
    assert configured_editor({"HOME": str(tmp_path)}) == ""


def test_a_command_opens_files_of_the_book_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    programs, root, said = tmp_path / "programs", tmp_path / "book", tmp_path / "said.txt"
    programs.mkdir()
    program = programs / "subl"
    program.write_text(f'#!/bin/sh\necho "$1" >> {said}\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    (root / "chapters").mkdir(parents=True)
    (root / "chapters/a.md").write_text("A")
    (tmp_path / "outside.md").write_text("B")
    (root / "leads-out.md").symlink_to(tmp_path / "outside.md")
    monkeypatch.setenv("PATH", f"{programs}:{os.environ['PATH']}")
    opener = EditorProcess(Editor("subl"), root)
    for path in ("../outside.md", "leads-out.md", "nothing.md", "chapters/a.md"):
        opener.open(Span(path, 4, 2))
    until = time.monotonic() + PATIENCE
    while not (said.exists() and said.read_text().endswith("\n")) and time.monotonic() < until:
        time.sleep(0.02)
    assert said.read_text() == f"{root}/chapters/a.md:4:2\n"
    opener.close()


def test_a_preview_is_asked_by_the_same_user_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    live = LiveState()
    assert remote_control.ask(tmp_path, SPAN) is None, "nobody is there"
    on = remote_control.listen(tmp_path)
    assert on is not None
    assert remote_control.listen(tmp_path) is None, "another preview has it"
    remote_control.answer(on, live, "http://127.0.0.1:1/x/")
    assert remote_control.ask(tmp_path, SPAN) == "http://127.0.0.1:1/x/"
    assert (live.state.at, live.state.asked) == (SPAN, 1)
    with socket.socket(socket.AF_UNIX) as other:
        other.connect(on.getsockname())
        other.sendall(b"no JSON")
        other.shutdown(socket.SHUT_WR)
        assert other.recv(10) == b""
    monkeypatch.setattr(remote_control, "_user", lambda _: -1)
    assert remote_control.ask(tmp_path, SPAN) is None
    assert live.state.asked == 1
