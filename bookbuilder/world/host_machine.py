"""World methods that ask the machine (processors, programs, packages, date) and run programs."""

from __future__ import annotations

import contextlib
import fnmatch
import os
import resource
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bookbuilder import user_folders
from bookbuilder.diagnostics import BookbuilderError
from bookbuilder.isolation import search_paths
from bookbuilder.isolation.python_process import ROOT
from bookbuilder.jail import rlimits
from bookbuilder.world.book_root import BookRoot, read_file
from bookbuilder.world.series_folder import readable_places, series_folder

if TYPE_CHECKING:
    import datetime as dt

_LIBRARIES = ("/usr/lib/*-linux-*", "/usr/lib64", "/usr/lib", "/usr/local/lib", "/opt/homebrew/lib")
_LAYING_OUT = ("libpango", "libharfbuzz", "libfontconfig", "libfreetype", "libfribidi")
_FILES = 64
"""Files that a build with several processes may have open at once."""


@dataclass(frozen=True, slots=True)
class ProcessResult:
    """The output of a program that has ended, and its exit code."""

    returncode: int
    stdout: str
    stderr: str


class Machine(BookRoot):
    """Asks the machine, and runs programs."""

    __slots__ = ()

    @property
    def cores(self) -> int:
        """How many processors this process may use."""
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1

    def processes(self, wanted: int = 0) -> int:
        """Return how many processes to use: `wanted` (0: one for each processor), but one where the system allows too few
        open files for communication."""
        return 1 if resource.getrlimit(resource.RLIMIT_NOFILE)[0] < _FILES else wanted or self.cores

    @property
    def moment(self) -> str:
        """This moment as ISO 8601 in universal time: for what people did, never for a build."""
        import datetime

        return f"{datetime.datetime.now(datetime.UTC):%Y-%m-%dT%H:%M:%S.%fZ}"

    @property
    def today(self) -> dt.date:
        """Today's date, for commands; a build does not ask."""
        import datetime

        return datetime.date.today()  # noqa: DTZ011 # the day where the person is

    @property
    def installed(self) -> tuple[str, ...]:
        """The installed packages of this Python as `name-version`, from the names of their folders, in search order."""
        packages: dict[str, None] = {}
        for folder in search_paths.module_path(self.untrusted):
            with contextlib.suppress(OSError):
                for name in sorted(os.listdir(folder)):
                    if name.endswith((".dist-info", ".egg-info")):
                        packages[name.rpartition(".")[0]] = None
        return tuple(packages)

    @property
    def libraries(self) -> tuple[str, ...]:
        """The file names of the system libraries that lay out text, with their versions."""
        result = set()
        for pattern in _LIBRARIES:
            above, star, _ = pattern.partition("*")
            for folder in _folders(os.path.dirname(above), pattern) if star else [pattern]:
                with contextlib.suppress(OSError):
                    for name in os.listdir(folder):
                        if name.startswith(_LAYING_OUT) and ".so" in name:
                            result.add(os.path.basename(os.path.realpath(f"{folder}/{name}")))
        return tuple(sorted(result))

    @property
    def readable(self) -> tuple[str, ...]:
        """The folders that the program reads, besides those of the system: Python, its packages, our own files, the book,
        what its series shares, the fonts of the house."""
        house = user_folders.house_font_folder(self.environ, self.root)
        own_folders = (
            os.fspath(self.assets),
            os.fspath(self.root),
            *map(os.fspath, readable_places(self.root)),
            *([os.fspath(house)] if house else []),
        )
        places = (*(path for path in sys.path if path), sys.prefix, sys.base_prefix, *own_folders)
        return tuple(dict.fromkeys(os.path.realpath(place) for place in places))

    @property
    def untrusted(self) -> tuple[str, ...]:
        """The folders from which no code is loaded and no program is started: the book, and its series."""
        return (os.fspath(self.root), *map(os.fspath, filter(None, [self.series_folder])))

    @property
    def series_folder(self) -> Path | None:
        """The folder of the book's series; None if it has none. To watch it: what of it may be read, `BookFiles` decides."""
        return series_folder(self.root)

    def program(self, name: str) -> str | None:
        """Return the path of a program, or None if it is not installed; what lies in the book is not."""
        import shutil

        return shutil.which(name, path=self._program_path(self.environ))

    def _program_path(self, environ: Mapping[str, str]) -> str:
        return search_paths.program_path(environ.get("PATH", os.defpath), self.untrusted)

    def _program_environment(self, environ: Mapping[str, str]) -> dict[str, str]:
        """Return the environment of a program, which finds others in no book."""
        return {**environ, "PATH": self._program_path(environ)} if "PATH" in environ else dict(environ)

    def package_file(self, package: str, *paths: str) -> Path | None:
        """Return the first of these files that an installed Python package has, or None."""
        from importlib.machinery import PathFinder

        spec = PathFinder.find_spec(package, search_paths.module_path(self.untrusted))
        places = [Path(p) for p in (spec and spec.submodule_search_locations) or ()]
        return next((place / path for place in places for path in paths if (place / path).is_file()), None)

    def beside(self, path: str) -> Path | None:
        """Return a file beside the program (in a checkout, what npm has installed), or None."""
        place = self.assets / path
        return place if place.is_file() else None

    def read_tool(self, place: Path) -> bytes:
        """Return a file of an installed tool."""
        return place.read_bytes()

    def run(
        self,
        command: Sequence[str],
        *,
        seconds: float,
        cwd: str | Path = ROOT,
        environment: Mapping[str, str] | None = None,
    ) -> ProcessResult:
        """Run a program and return what it printed; raises `TimeoutError` after `seconds`.

        It and all that it started are ended then. With `environment` it sees those variables and no others. It runs in the
        folder `cwd`, never in a book: many programs look there, and in the folders above, for settings.
        """
        import signal
        import subprocess

        with subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            errors="replace",
            cwd=cwd,
            env=self._program_environment(self.environ if environment is None else environment),
            # In a group of its own, so that one signal ends all that it starts.
            start_new_session=True,
        ) as process:
            rlimits.limit_child(process.pid, seconds)
            try:
                output, errors = process.communicate(timeout=seconds)
            except BaseException as error:  # Ctrl-C must not wait for the program, either
                # The group: a browser that a validator has started would otherwise go on.
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                if isinstance(error, subprocess.TimeoutExpired):
                    raise TimeoutError(f"{command[0]} took longer than {seconds:g} seconds") from None
                raise
        return ProcessResult(process.returncode, output, errors)

    def show_in_pager(self, text: str) -> bool:
        """Show a text in the user's pager (`PAGER`, or less) until it is closed; return whether there is one.

        less gets the options that Git gives it, if the user has set none. Ctrl-C is for the pager.
        """
        import shlex
        import signal
        import subprocess

        words = shlex.split(self.environ.get("PAGER") or "less")
        pager = self.program(words[0]) if words else None
        # A name with a slash is not looked up: it would lead into the folder where one is, perhaps a book.
        if pager is None or not os.path.isabs(pager):
            return False
        # Not SIG_IGN, which the pager would inherit.
        before = signal.signal(signal.SIGINT, lambda *_: None)
        try:
            with (
                subprocess.Popen(
                    [pager, *words[1:]],
                    stdin=subprocess.PIPE,
                    text=True,
                    encoding="utf-8",
                    cwd=ROOT,
                    env={"LESS": "FRX", **self._program_environment(self.environ)},
                ) as shown,
                contextlib.suppress(BrokenPipeError),
            ):  # it was closed before the end
                shown.communicate(text)
        finally:
            signal.signal(signal.SIGINT, before)
        return True

    @contextlib.contextmanager
    def scratch(self, name: str, files: Mapping[str, bytes]) -> Iterator[Path]:
        """Provide a temporary folder that holds these files; it is deleted afterwards.

        It is in the system's temporary folder, since browsers fail on long paths.
        """
        import tempfile

        with tempfile.TemporaryDirectory(prefix=f"bookbuilder-{name}-", ignore_cleanup_errors=True) as place:
            folder = Path(place).resolve()
            _write(folder, files)
            yield folder

    def scratched(self, folder: Path, path: str) -> bytes | None:
        """Return a file that a program wrote into a folder of `scratch`; None if there is none."""
        try:
            return read_file(folder, path)
        except BookbuilderError:
            return None


def _folders(above: str, pattern: str) -> list[str]:
    """Return the entries of a folder that match a shell pattern."""
    try:
        names = os.listdir(above)
    except OSError:
        return []
    return fnmatch.filter((f"{above}/{name}" for name in names), pattern)


def _write(place: Path, files: Mapping[str, bytes]) -> None:
    for path, data in files.items():
        file = place / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
