"""The fonts of a house are those that can be read: a folder that is closed, or gone while it is read, is left out."""

from __future__ import annotations

import errno
import hashlib
from pathlib import Path

import pytest

from bookbuilder.open_folder import Folder
from bookbuilder.world import World


@pytest.mark.parametrize("what", ["folder", "names"])
@pytest.mark.parametrize("number", [errno.EACCES, errno.ENOENT, errno.EIO])
def test_a_folder_that_cannot_be_read_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, what: str
) -> None:
    fonts = tmp_path / "config/bookbuilder/fonts"
    for name in ("a/a.ttf", "closed/b.ttf", "c/closed/d.ttf", "c/e.otf"):
        (fonts / name).parent.mkdir(parents=True, exist_ok=True)
        (fonts / name).write_bytes(name.encode())
    original = getattr(Folder, what)

    def closed(folder: Folder, *given: str, **options: bool) -> object:
        if [*given, folder.place.rpartition("/")[2]][0] == "closed":
            raise OSError(number, "closed")
        return original(folder, *given, **options)

    monkeypatch.setattr(Folder, what, closed)
    world = World(tmp_path / "book", environ={"XDG_CONFIG_HOME": str(tmp_path / "config")})
    hashes = {hashlib.sha256(name).hexdigest(): name for name in (b"a/a.ttf", b"c/e.otf")}
    assert world.house_fonts() == hashes
    assert {Path(path).name for path in world.house_font_stamps()} == {"a.ttf", "e.otf"}
    assert world.house_font(next(iter(hashes))) == b"a/a.ttf"
    assert world.house_font(hashlib.sha256(b"closed/b.ttf").hexdigest()) is None
