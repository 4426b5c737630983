"""The World: what it reads, what it writes, and what it says when it cannot."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from bookbuilder import user_folders
from bookbuilder.diagnostics import BookbuilderError
from bookbuilder.library_files import KEPT_FOLDERS
from bookbuilder.open_folder import Folder
from bookbuilder.world import World, decode, relative


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"\xe4", ":1:1"),
        ("Fünf ".encode() + b"\xe4", ":1:6"),
        (b"a\r\nb\r\xfc", ":3:1"),
        (b"\xef\xbb\xbfa\n \xff", ":2:2"),
        ("\U0001f600\u0301".encode() + b"\x80", ":1:3"),
        (b"a\xc3", ":1:2"),
    ],
)
def test_a_byte_that_is_not_utf_8_is_found_in_characters(data: bytes, place: str) -> None:
    with pytest.raises(BookbuilderError) as raised:
        decode(data, "a.md")
    (found,) = raised.value.diagnostics
    assert str(found).startswith(f"a.md{place}: error: this file is not UTF-8: byte 0x")
    assert "UTF-8" in found.hint


def test_line_ends_and_the_byte_order_mark() -> None:
    assert decode(b"\xef\xbb\xbfa\r\nb\rc\n\n", "a.md") == "a\nb\nc\n\n"


@pytest.mark.parametrize(
    ("base", "path", "expected"),
    [
        ("chapters/de/01-a.md", "images/a.svg", "chapters/de/images/a.svg"),
        ("chapters/de/01-a.md", "../../a.svg", "a.svg"),
        ("chapters/de/01-a.md", "../../../a.svg", "../a.svg"),
        ("chapters/de/01-a.md", "./b/../a.svg", "chapters/de/a.svg"),
        ("chapters/de/01-a.md", "/a.svg", "a.svg"),
        ("a.md", "../../a.svg", "../../a.svg"),
        ("a.md", "", ""),
    ],
)
def test_a_path_in_a_file_starts_at_its_folder(base: str, path: str, expected: str) -> None:
    assert relative(base, path) == expected


def test_files_are_sorted_and_hidden_ones_left_out(tmp_path: Path) -> None:
    for name in ("b.md", "a.md", ".hidden.md", "c/d.md", ".git/e.md", "__pycache__/f.pyc"):
        place = tmp_path / "x" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.touch()
    assert World(tmp_path).files("x") == ("x/a.md", "x/b.md", "x/c/d.md")
    assert World(tmp_path).files("nothing") == ()


def test_publishing_replaces_files_and_folders_of_either_kind(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.publish("out", [("a", {"": b"1"}), ("b", {"x.html": b"2", "y/z.css": b"3"})], output=True)
    world.publish("out", [("a", {"x": b"4"}), ("b", {"": b"5"})], output=True)
    assert contents(tmp_path / "out") == {"a/x": "4", "b": "5"}


def test_publishing_leaves_the_files_of_others_alone(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out/mine.txt").write_text("mine")
    World(tmp_path).publish("out", [("a.pdf", {"": b"1"})])
    assert {p.name for p in (tmp_path / "out").iterdir()} == {"mine.txt", "a.pdf"}


def test_what_is_published_can_be_read_by_others(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        World(tmp_path).publish("out", [("a.pdf", {"": b"1"}), ("site", {"b/index.html": b"2"})])
    finally:
        os.umask(before)
    out = tmp_path / "out"
    modes = {
        name: (out / name).stat().st_mode & 0o777 for name in ("a.pdf", "site", "site/b", "site/b/index.html")
    }
    assert modes == {"a.pdf": 0o644, "site": 0o755, "site/b": 0o755, "site/b/index.html": 0o644}


def test_a_file_that_is_a_link_is_replaced_not_followed(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "other.txt").write_text("other")
    (tmp_path / "out/a.pdf").symlink_to("../other.txt")
    (tmp_path / "out/b").symlink_to("..", target_is_directory=True)
    World(tmp_path).publish("out", [("a.pdf", {"": b"1"}), ("b", {"x": b"2"})])
    assert (tmp_path / "other.txt").read_text() == "other"
    assert (tmp_path / "out/a.pdf").read_bytes() == b"1" and not (tmp_path / "out/a.pdf").is_symlink()
    assert (tmp_path / "out/b/x").read_bytes() == b"2" and not (tmp_path / "x").exists()


def contents(folder: Path) -> dict[str, str]:
    """Return what lies in a folder, hidden things as well."""
    return {str(p.relative_to(folder)): p.read_text() for p in folder.rglob("*") if p.is_file()}


OLD = [("a.pdf", {"": b"old"}), ("site", {"x/y.html": b"old"}), ("c.epub", {"": b"old"})]
NEW = [("a.pdf", {"": b"new"}), ("site", {"x/z.html": b"new"}), ("c.epub", {"": b"new"})]


@pytest.mark.parametrize("broken", ["a.pdf", "site", "c.epub"])
def test_what_was_published_comes_back_when_a_file_cannot_be_put_into_place(
    broken: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    World(tmp_path).publish("out", OLD, output=True)
    before = contents(tmp_path / "out")
    real = Folder.move

    def move(folder: Folder, name: str, other: Folder, new: str) -> None:
        if folder.place.endswith("/new") and new == broken:
            raise OSError(errno.EIO, "the disk is broken")
        real(folder, name, other, new)

    monkeypatch.setattr(Folder, "move", move)
    with pytest.raises(OSError, match="the disk is broken"):
        World(tmp_path).publish("out", NEW, output=True)
    assert contents(tmp_path / "out") == before


def test_a_full_disk_changes_nothing(tmp_path: Path) -> None:
    World(tmp_path).publish("out", OLD, output=True)
    before = contents(tmp_path / "out")

    def filling() -> Iterator[tuple[str, Mapping[str, bytes]]]:
        yield from NEW[:2]
        raise OSError(errno.ENOSPC, "full")

    with pytest.raises(OSError, match="full"):
        World(tmp_path).publish("out", filling(), output=True)
    assert contents(tmp_path / "out") == before


KILLED = """
import os, signal, sys
from pathlib import Path
from bookbuilder.open_folder import Folder
from bookbuilder.world import World

def die(folder, name, other, new):
    if folder.place.endswith("/new"):
        os.kill(os.getpid(), signal.SIGKILL)
    move(folder, name, other, new)

move, Folder.move = Folder.move, die
World(Path(sys.argv[1])).publish("out", [(sys.argv[2], {"x/z.html": b"new"})], output=True)
"""


@pytest.mark.parametrize("name", ["site", "deep/er/site"])
def test_the_next_build_puts_right_what_a_killed_one_left(name: str, tmp_path: Path) -> None:
    World(tmp_path).publish("out", [*OLD, ("deep/er/site", {"x/y.html": b"old"})], output=True)
    before = contents(tmp_path / "out")
    done = subprocess.run([sys.executable, "-c", KILLED, tmp_path, name], check=False)
    assert done.returncode == -signal.SIGKILL
    assert not (tmp_path / "out" / name).exists()
    World(tmp_path).publish("out", [("d", {"": b"more"})], output=True)
    assert contents(tmp_path / "out") == {**before, "d": "more"}
    World(tmp_path).publish("out", [(name, {"x/z.html": b"new"})], output=True)  # all that is there is known
    assert (tmp_path / "out" / name / "x/z.html").exists() and not (
        tmp_path / "out" / name / "x/y.html"
    ).exists()


@pytest.mark.parametrize(
    "node", [".stage-x", ".stage-x/old", ".stage-x/old/0", ".stage-x/new", ".stage-x/names"]
)
def test_a_link_among_the_leftovers_is_not_followed(node: str, tmp_path: Path) -> None:
    """A stranger's book may bring the stage of a build that was never killed."""
    (tmp_path / "other/old").mkdir(parents=True)
    for name in ("other/secret", "other/old/secret", "other/0"):
        (tmp_path / name).write_text("secret")
    (tmp_path / "other/names").write_text('["a", "../a", "b/../../c", ".stage-x"]')
    before = contents(tmp_path / "other")
    stage = tmp_path / "book/out/.stage-x"
    (stage / "old").mkdir(parents=True)
    (stage / "names").write_text('["a", "../a", "b/../../c", "secret"]')
    place = tmp_path / "book/out" / node
    if place.is_dir():
        shutil.rmtree(place)
    place.unlink(missing_ok=True)
    place.symlink_to(tmp_path / "other" if node != ".stage-x/names" else tmp_path / "other/names")
    World(tmp_path / "book").publish("out", [("n", {"": b"1"})])
    assert contents(tmp_path / "other") == before
    assert not [p for p in (tmp_path / "book").rglob("*") if p.is_file() and p.read_text() == "secret"]


FOREIGN: dict[str, tuple[str, str]] = {
    "out/a.pdf/notes.txt": ("out/a.pdf", "out/a.pdf/notes.txt"),
    "out/site/notes.txt": ("out/site", "out/site/notes.txt"),
    "out/site/x/y/notes.txt": ("out/site", "out/site/x/y/notes.txt"),
    "out/site": ("out/site", "out/site"),
}


@pytest.mark.parametrize("path", FOREIGN)
@pytest.mark.parametrize("built_before", [False, True])
def test_what_no_build_made_is_not_deleted(path: str, built_before: bool, tmp_path: Path) -> None:
    if built_before:
        World(tmp_path).publish("out", OLD, output=True)
        for name in ("out/a.pdf", "out/site"):
            if path.startswith(f"{name}/") and (tmp_path / name).is_file():
                (tmp_path / name).unlink()
            if path == name:
                shutil.rmtree(tmp_path / name)
    place = tmp_path / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text("mine")
    before = contents(tmp_path / "out")
    with pytest.raises(BookbuilderError) as raised:
        World(tmp_path).publish("out", NEW, output=True)
    (found,) = raised.value.diagnostics
    target, lost = FOREIGN[path]
    assert found.code == "output.foreign" and found.span.path == lost
    assert (
        found.message
        == f"{target} would be replaced, and with it {lost}, which no build made; nothing was written"
    )
    assert found.hint == f"move it somewhere else, or delete {target} if nobody needs it"
    assert contents(tmp_path / "out") == before
    place.unlink()
    World(tmp_path).publish("out", NEW, output=True)
    assert contents(tmp_path / "out") == {"a.pdf": "new", "site/x/z.html": "new", "c.epub": "new"}


def test_what_builds_made_is_replaced_without_a_word(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.publish("out", OLD, output=True)
    (tmp_path / "out/site/.DS_Store").write_text("the machine's")
    world.publish("out", [("site", {"": b"x"}), ("a.pdf", {"b": b"x"})], output=True)
    assert contents(tmp_path / "out") == {"a.pdf/b": "x", "site": "x", "c.epub": "old"}
    shutil.rmtree(
        tmp_path / ".bookbuilder"
    )  # nobody knows any more what was made: what has the same names is replaced
    world.publish("out", [("site", {"": b"y"}), ("a.pdf", {"b": b"y", "c": b"y"})], output=True)
    assert contents(tmp_path / "out") == {"a.pdf/b": "y", "a.pdf/c": "y", "site": "y", "c.epub": "old"}


@pytest.mark.parametrize("node", ["out", "out/deep", ".bookbuilder"])
def test_output_is_not_made_behind_a_link(node: str, tmp_path: Path) -> None:
    (tmp_path / "book").mkdir()
    for where, code in (("book/other", "path.link"), ("elsewhere", "path.outside")):
        (tmp_path / where).mkdir()
        place = tmp_path / "book" / node
        place.parent.mkdir(exist_ok=True)
        place.symlink_to(tmp_path / where)
        with pytest.raises(BookbuilderError) as raised:
            World(tmp_path / "book").publish("out/deep", OLD, output=True)
        assert [(d.code, d.span.path) for d in raised.value.diagnostics] == [(code, node)]
        assert not list((tmp_path / where).iterdir())
        place.unlink()


def test_a_source_behind_a_link_inside_the_book_is_written_and_one_outside_is_not(tmp_path: Path) -> None:
    world = World(tmp_path / "book")
    (tmp_path / "book/real").mkdir(parents=True)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "book/chapters").symlink_to("real")
    (tmp_path / "book/l10n").symlink_to("../elsewhere")
    world.publish(".", [("chapters/de/a.md", {"": b"a"})])
    assert (tmp_path / "book/real/de/a.md").read_bytes() == b"a"
    before = contents(tmp_path)
    with pytest.raises(BookbuilderError) as raised:
        world.publish(".", [("chapters/en", {"a.md": b"b"}), ("l10n/en/a.toml", {"": b"c"})])
    assert [(d.code, d.span.path) for d in raised.value.diagnostics] == [("path.outside", "l10n/en")]
    assert contents(tmp_path) == before
    assert {p.name for p in (tmp_path / "book").iterdir()} == {"real", "chapters", "l10n"}
    assert not (tmp_path / "book/real/en").exists()


def test_a_publication_that_fails_leaves_no_empty_folders(tmp_path: Path) -> None:
    (tmp_path / "book").mkdir()
    (tmp_path / "book/file").write_text("")
    for root in (tmp_path / "book", tmp_path / "new"):
        with pytest.raises(OSError, match="directory"):
            World(root).publish("a/b", [("c/d", {"": b"1"}), ("e", {"": b"1"}), ("e/f", {"": b"1"})])
    assert [p.name for p in tmp_path.rglob("*")] == ["book", "file"]


def test_what_the_system_does_not_let_us_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "chapters/de").mkdir(parents=True)
    (tmp_path / "chapters/de/a.md").touch()

    def refuse(place: object, *_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(place))

    with monkeypatch.context() as patch:  # root may read everything, so the system is played
        patch.setattr(os, "open", refuse)
        with pytest.raises(BookbuilderError) as raised:
            World(tmp_path).read("chapters/de/a.md")
    assert str(raised.value.diagnostics[0]) == (
        "chapters/de/a.md: error: chapters/de/a.md cannot be read: Permission denied [file.unreadable]"
    )
    with monkeypatch.context() as patch:
        patch.setattr(os, "scandir", refuse)
        with pytest.raises(BookbuilderError) as raised:
            World(tmp_path).files("chapters/de")
    assert str(raised.value.diagnostics[0]) == (
        "chapters/de: error: chapters/de cannot be read: Permission denied [file.unreadable]"
    )


# -- what lies outside the book ------------------------------------------------------------------------------------


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The place of the user's own in which fonts lie."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "own"))
    return tmp_path / "own/bookbuilder"


def test_a_book_that_cannot_be_written_has_its_cache_in_a_place_of_the_user(
    tmp_path: Path, own: Path
) -> None:
    (tmp_path / "book").mkdir()
    (tmp_path / "book/.bookbuilder").touch()
    world = World(tmp_path / "book")
    world.retain("ab", b"x")
    assert world.cache.is_relative_to(own / "books") and world.recall("ab") == b"x"
    assert {place.stat().st_mode & 0o777 for place in (own, world.cache)} <= {0o700, 0o755}
    assert own.stat().st_mode & 0o777 == 0o700
    (tmp_path / "book/.bookbuilder").unlink()
    assert World(tmp_path / "book").recall("ab") is None


def test_a_place_that_others_can_write_is_made_the_users_alone(tmp_path: Path, own: Path) -> None:
    own.mkdir(parents=True)
    own.chmod(0o777)
    World(tmp_path / "book").materialize("fonts", {"a": b"1"})
    assert own.stat().st_mode & 0o777 == 0o700


def test_a_place_of_somebody_else_is_not_used(
    tmp_path: Path, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the first place is not ours the next one is taken; where none is ours, nothing is made."""
    monkeypatch.setenv(user_folders.SYSTEM_TMPDIR, str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    own.parent.mkdir()
    own.symlink_to(tmp_path)
    made = World(tmp_path / "book").materialize("fonts", {"a": b"1"}).path
    (ours,) = (tmp_path / "tmp").iterdir()
    assert made.is_relative_to(ours) and ours.stat().st_mode & 0o777 == 0o700
    shutil.rmtree(ours)
    ours.symlink_to(tmp_path)
    with pytest.raises(OSError, match="it is a link"):
        World(tmp_path / "book").materialize("fonts", {"a": b"1"})


def test_a_place_in_the_book_is_not_the_users(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stranger's book that is the home of the user, or holds it, brings no secret that we would take for his."""
    monkeypatch.setenv(user_folders.SYSTEM_TMPDIR, str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    for name in ("XDG_CACHE_HOME", "XDG_STATE_HOME", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / "book/home"))
    (tmp_path / "book/home").mkdir(parents=True)
    world = World(tmp_path / "book")
    world.retain("ab", b"x")
    world.materialize("fonts", {"a": b"1"})
    assert world.recall("ab") == b"x"
    assert list((tmp_path / "book/home").iterdir()) == []
    assert len(list((tmp_path / "tmp").glob("*/*/*"))) == 2


def test_what_is_made_outside_does_not_grow_without_end(tmp_path: Path, own: Path) -> None:
    world = World(tmp_path / "book")
    made = [world.materialize("fonts", {"a": b"0"}).path]
    for number in range(1, 2 * KEPT_FOLDERS):
        os.utime(made[-1], ns=(number, number))
        made.append(world.materialize("fonts", {"a": str(number).encode()}).path)
    assert [place for place in made if place.exists()] == made[-KEPT_FOLDERS:]
    assert world.materialize("fonts", {"a": str(KEPT_FOLDERS).encode()}).path == made[KEPT_FOLDERS]
    world.materialize("fonts", {"a": b"more"})
    assert made[KEPT_FOLDERS].exists() and not made[KEPT_FOLDERS + 1].exists()


def test_what_others_are_writing_is_no_reason_to_delete_what_is_wanted(tmp_path: Path, own: Path) -> None:
    """Six editions may write the same fonts at once; whoever is first is used at once."""
    world = World(tmp_path / "book")
    others = [own / f".fonts-{number}" for number in range(KEPT_FOLDERS + 2)]
    for place in others:
        place.mkdir(parents=True)
    os.utime(others[0], (time.time() - 7200, time.time() - 7200))
    for place in others[1:]:
        os.utime(place, (time.time() + 60, time.time() + 60))
    assert world.materialize("fonts", {"a": b"1"}).path.is_dir()
    assert [place.exists() for place in others] == [False, *[True] * (KEPT_FOLDERS + 1)]


def contents_of(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


FONTS = {"a": b"1", "b/c": b"2"}


def move_and_link(place: Path) -> None:
    """Put a link to the same in the place of something."""
    aside = place.parents[2] / "aside"
    place.rename(aside)
    place.symlink_to(aside)


def folder_for_file(place: Path) -> None:
    place.unlink()
    place.mkdir()


DAMAGE: dict[str, Callable[[Path], object]] = {
    "a byte": lambda place: (place / "a").write_bytes(b"9"),
    "half": lambda place: (place / "b/c").write_bytes(b""),
    "gone": lambda place: (place / "a").unlink(),
    "a file more": lambda place: (place / "b/d").write_bytes(b"3"),
    "a folder for a file": lambda place: folder_for_file(place / "a"),
    "a link to the same": lambda place: move_and_link(place / "a"),
    "a link for a folder": lambda place: move_and_link(place / "b"),
    "a link for all of it": move_and_link,
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_what_is_made_outside_is_compared_before_it_is_used(damage: str, tmp_path: Path, own: Path) -> None:
    world = World(tmp_path / "book")
    one = world.materialize("fonts", FONTS).path
    assert one.is_relative_to(own) and contents_of(one) == FONTS
    before = one.stat().st_ino
    again = world.materialize("fonts", dict(reversed(FONTS.items())))
    assert again.path == one and one.stat().st_ino == before
    DAMAGE[damage](one)
    assert world.materialize("fonts", FONTS).path == one
    assert contents_of(one) == FONTS and not any(place.is_symlink() for place in (one, *one.rglob("*")))
    assert world.materialize("fonts", {"a": b"1"}).path != one
    assert [place.name for place in own.iterdir() if place.name.startswith(".")] == []


def test_a_folder_is_named_by_a_key_where_its_files_say_where_it_lies(tmp_path: Path, own: Path) -> None:
    one = World(tmp_path / "book").materialize("conf", {"a": b"/home/one"}, "key").path
    assert one.name == "conf-key"
    assert World(tmp_path / "book").materialize("conf", {"a": b"/home/two"}, "key").path == one
    assert contents_of(one) == {"a": b"/home/two"}


def test_what_a_library_found_out_is_kept_in_the_book_and_nothing_else_is_believed(
    tmp_path: Path, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World(tmp_path / "book")
    world.root.mkdir()

    def begun() -> Path:
        monkeypatch.setattr("bookbuilder.library_files._BEGUN", set())  # as another process would
        return world.library_cache("found-x").path

    place = begun()
    (place / "a.cache").write_bytes(b"good")
    assert (
        world.library_cache("found-x").path == place and (place / "a.cache").exists()
    )  # it is being written
    world.keep_library_cache("found-x")
    for damage in (b"evil", b"", None):
        (place / "a.cache").unlink()
        if damage is not None:
            (place / "a.cache").write_bytes(damage)
        (place / "b.cache").write_bytes(b"more")
        assert contents_of(begun()) == {"a.cache": b"good"}
    shutil.rmtree(world.root / ".bookbuilder")
    assert contents_of(begun()) == {}


def test_the_environment_is_put_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONE", "1")
    monkeypatch.delenv("TWO", raising=False)
    with World(tmp_path).environment(ONE="x", TWO="y"):
        assert (os.environ["ONE"], os.environ["TWO"]) == ("x", "y")
    assert os.environ["ONE"] == "1" and "TWO" not in os.environ


def test_only_folders_of_the_book_are_removed(tmp_path: Path) -> None:
    world = World(tmp_path / "book")
    (tmp_path / "book/out").mkdir(parents=True)
    (tmp_path / "other").mkdir()
    (tmp_path / "book/link").symlink_to("../other")
    assert world.remove("out") and not world.remove("out")
    with pytest.raises(BookbuilderError):
        world.remove("link")
    assert (tmp_path / "other").exists()
