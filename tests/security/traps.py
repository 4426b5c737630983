"""Lays traps into a folder: files that some process could take for code, for a program or for its settings, by their names.

Whether one was touched the kernel says (inotify): also a process that could tell nobody, or was ended, is seen.
"""

from __future__ import annotations

import ctypes
import os
import pkgutil
import struct
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Self

import bookbuilder
from tests.command_server import LIBRARIES

REPO = Path(__file__).parents[2]
RAN = "a trap ran"
"""What a trap prints that is run."""
MODULE = f"raise SystemExit('{RAN}')\n"
PROGRAM = f"#!/bin/sh\necho {RAN} >&2\nexit 99\n"
SCRIPT = f"process.stderr.write('{RAN}'); process.exit(99)\n"
SETTINGS = {
    **dict.fromkeys((".npmrc", "npmrc"), "node-options=--require=./trap.cjs\nscript-shell=./sh\n"),
    "package.json": '{"name": "trap", "type": "module", "main": "trap.cjs", "puppeteer": {"executablePath": "./chromium"}}',
    **dict.fromkeys(
        (
            *("trap.cjs", "index.js", ".puppeteerrc.js", ".puppeteerrc.cjs", "puppeteer.config.js"),
            *("puppeteer.config.cjs", ".config/puppeteerrc.cjs", ".node_repl.js"),
        ),
        SCRIPT,
    ),
    ".puppeteerrc": '{"executablePath": "./chromium"}',
    ".puppeteerrc.json": '{"executablePath": "./chromium"}',
    ".yarnrc": "--modules-folder .\n",
    **dict.fromkeys(
        (
            *("pyvenv.cfg", "setup.cfg", "pyproject.toml", "tox.ini", "pip.conf", ".pdbrc", "trap.pth", ".pythonrc"),
            *(".venv/pyvenv.cfg", "__pyvenv__.cfg", "python311._pth", "pybuilddir.txt", ".python-version"),
        ),
        "home = .\nimport trap\n",
    ),
    **dict.fromkeys((".git/hooks/post-checkout", ".git/hooks/pre-commit", ".git/hooks/fsmonitor"), PROGRAM),
    ".git/config": "[core]\n\tfsmonitor = ./git\n\thooksPath = .\n\tpager = ./less\n",
    ".gitconfig": "[core]\n\tpager = ./less\n",
    ".git/HEAD": "ref: refs/heads/main\n",
    **dict.fromkeys(
        ("fonts.conf", ".fonts.conf", ".config/fontconfig/fonts.conf", "fontconfig/fonts.conf", "local.conf"),
        "<fontconfig><dir>.</dir></fontconfig>",
    ),
    **dict.fromkeys(
        (
            *(".pandoc/defaults/default.yaml", ".local/share/pandoc/defaults.yaml", "pandoc/defaults.yaml", "defaults.yaml"),
            *(".config/dask/dask.yaml", "dask.yaml", "distributed.yaml", ".dask/config.yaml"),
        ),
        "filters: [./trap.py]\n",
    ),
    **dict.fromkeys(
        ("reference.docx", ".pandoc/reference.docx", "epub.css", "default.html5", "init.lua", "abbreviations"), "trap"
    ),
    **dict.fromkeys(
        (".hotspotrc", ".hotspot_compiler", ".java.policy", "JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "META-INF/MANIFEST.MF"),
        "-javaagent:trap.jar\n",
    ),
    **dict.fromkeys(("logging.properties", "net.properties", "java.security"), "handlers=trap\n"),
    **dict.fromkeys((".lesskey", ".less", "lesskey", ".exrc", ".vimrc", ".nvimrc", ".inputrc", ".dir-locals.el"), "!sh\n"),
    **dict.fromkeys((".env", ".envrc", ".profile", ".bashrc", ".netrc", ".curlrc", ".wgetrc"), "PATH=.\n"),
    **dict.fromkeys((".aws/config", ".aws/credentials", ".config/bookbuilder/config.toml"), "[default]\n"),
    **dict.fromkeys(
        ("openssl.cnf", "mime.types", "magic", "nsswitch.conf", "locale.alias", "chromium-flags.conf", ".XCompose"), "trap\n"
    ),
    **dict.fromkeys((".ace.json", "ace.json", ".acerc", "axe.json", "axe.config.js", "log4j.properties"), "{}"),
    **dict.fromkeys(
        ("libpango-1.0.so.0", "libfontconfig.so.1", "libjvm.so", "libz.so.1", "libgobject-2.0-0", "libc.so.6"), "trap"
    ),
}  # fmt: skip
"""Settings by their path in a folder, with a content that would matter."""
_OPEN, _OVERFLOW, _NONBLOCK, _CLOEXEC = 0x20, 0x4000, 0o4000, 0o2000000
_EVENT = struct.Struct("iIII")


@cache
def module_names() -> frozenset[str]:
    """Return the name of every module that a process of ours can import from the outside: those of the standard library, of
    all installed packages, and whatever is there when everything has been loaded."""
    ours = [one.name for one in pkgutil.walk_packages(bookbuilder.__path__, "bookbuilder.")]
    listing = f"""
import importlib, sys
for name in {[*ours, *LIBRARIES]!r}:
    try:
        importlib.import_module(name)
    except ImportError:
        pass
print(*sys.modules)
"""
    done = subprocess.run(
        [sys.executable, "-c", listing], check=True, capture_output=True, text=True, timeout=300
    )
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    starting = {"sitecustomize", "usercustomize", "bookbuilder", "trap"}
    return frozenset({*sys.stdlib_module_names, *packages_distributions(), *loaded, *starting} - {"__main__"})


@cache
def program_names() -> frozenset[str]:
    """Return the name of every program of this machine, and of those that we look for and it may lack."""
    wanted = (
        *(
            "python",
            "python3",
            "java",
            "node",
            "npm",
            "npx",
            "chromium",
            "chromium-browser",
            "google-chrome",
            "pandoc",
        ),
        *(
            "qpdf",
            "soffice",
            "libreoffice",
            "git",
            "less",
            "xdg-open",
            "www-browser",
            "gcc",
            "ld",
            "ldconfig",
            "fc-list",
        ),
        *("emacsclient", "gvim", "kate", "nvim", "subl", "brew", "dnf", "apk", "pacman", "zypper", "apt-get"),
    )
    folders = [folder for folder in os.environ["PATH"].split(os.pathsep) if os.path.isdir(folder)]
    return frozenset({*wanted, *(name for folder in folders for name in os.listdir(folder))})


def lay(folder: Path) -> None:
    """Lay a trap of every kind into a folder; what is there already stays."""
    kinds = [
        ((f"{name}.py" for name in module_names()), MODULE, 0o644),
        (program_names(), PROGRAM, 0o755),
        ((f"bin/{name}" for name in program_names()), PROGRAM, 0o755),
        ((f"node_modules/{name}/index.js" for name in _npm_names()), SCRIPT, 0o644),
    ]
    for names, content, mode in kinds:
        first: Path | None = None
        for name in names:
            place = folder / name
            if os.path.lexists(place):
                continue
            place.parent.mkdir(parents=True, exist_ok=True)
            if first is None:
                first = place
                place.write_text(content)
                place.chmod(mode)
            else:
                os.link(first, place)
    for name, content in SETTINGS.items():
        place = folder / name
        if not os.path.lexists(place) and not place.parent.is_file():
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(content)


@cache
def _npm_names() -> tuple[str, ...]:
    modules = REPO / "node_modules"
    names = [place.name for place in modules.iterdir() if not place.name.startswith((".", "@"))]
    scoped = [f"{place.parent.name}/{place.name}" for place in modules.glob("@*/*")]
    return tuple(sorted([*names, *scoped]))


class Watch:
    """Watches folders, and all that lies in them, for files that are opened, run or listed."""

    def __init__(self, *folders: Path) -> None:
        self._library = ctypes.CDLL(None, use_errno=True)
        self._descriptor = self._library.inotify_init1(_NONBLOCK | _CLOEXEC)
        assert self._descriptor >= 0, os.strerror(ctypes.get_errno())
        self._places: dict[int, str] = {}
        for folder in folders:
            for place, _, _ in os.walk(folder):
                number = self._library.inotify_add_watch(self._descriptor, os.fsencode(place), _OPEN)
                assert number >= 0, os.strerror(ctypes.get_errno())
                self._places[number] = place

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        os.close(self._descriptor)

    def opened(self) -> set[str]:
        """Return the paths of the files and folders that were opened since it was asked last."""
        return set(self._opened())

    def _opened(self) -> Iterator[str]:
        while True:
            try:
                data = os.read(self._descriptor, 1 << 20)
            except BlockingIOError:
                return
            position = 0
            while position < len(data):
                number, mask, _, length = _EVENT.unpack_from(data, position)
                assert not mask & _OVERFLOW, "more files were opened than the kernel remembers"
                position += _EVENT.size
                name = os.fsdecode(data[position : position + length].rstrip(b"\0"))
                position += length
                yield os.path.join(self._places[number], name) if name else self._places[number]


def files(folder: Path) -> set[str]:
    """Return the paths of all files of a folder."""
    return {os.path.join(place, name) for place, _, names in os.walk(folder) for name in names}
