"""Folders of the user outside every book (XDG cache and state), and the secret that authenticates caches.

A book comes from anybody, with all that is in its folder. What must be the user's lies elsewhere, where nobody else
writes.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from bookbuilder.open_folder import Folder

_SECRET = "cache.key"  # noqa: S105 # the name of a file
_BYTES = 32
_NAME = "bookbuilder"
SYSTEM_TMPDIR = "BOOKBUILDER_TMPDIR"
"""The environment variable with the system's temporary folder, for commands whose TMPDIR is a folder of their own, deleted
at their end."""

_TEMPORARY = ("/tmp", "/var/tmp")  # noqa: S108 # a folder there that is not ours alone is refused


class NoUserFolder(OSError):
    """There is no folder that belongs to the user alone."""


def candidates(environ: Mapping[str, str], root: Path, kind: str) -> Iterator[Path]:
    """Yield where the user's files may lie, best first: the XDG base folder of a kind (`cache`, `state`), then the system's
    temporary folder.

    A folder inside the book is never the user's, whatever the environment says.
    """
    home = environ.get("HOME") or os.path.expanduser("~")
    default = {"cache": ".cache", "state": ".local/state"}[kind]
    # The XDG specification has relative paths ignored.
    for place in (environ.get(f"XDG_{kind.upper()}_HOME", ""), os.path.join(home, default)):
        if os.path.isabs(place) and not _inside(place, root):
            yield (
                Path("/", place.lstrip("/")) / _NAME
            )  # POSIX keeps two slashes at the start, and libraries do not
            break
    if (temporary := _temporary(environ)) and not _inside(temporary, root):
        yield Path(temporary) / f"{_NAME}-{os.geteuid()}" / kind


def configuration_file(environ: Mapping[str, str]) -> str:
    """Return the path of the user's `config.toml` below the XDG base folder for configuration."""
    home = environ.get("XDG_CONFIG_HOME") or os.path.join(
        environ.get("HOME") or os.path.expanduser("~"), ".config"
    )
    return os.path.join(home, _NAME, "config.toml")


def house_font_folder(environ: Mapping[str, str], root: Path) -> Path | None:
    """Return the folder of the user with the fonts of the house, beside `config.toml`; None if there is none, or if it lies
    in the folder of a book (`root`)."""
    place = os.path.join(os.path.dirname(configuration_file(environ)), "fonts")
    usable = os.path.isabs(place) and not _inside(place, root) and os.path.isdir(place)
    return Path(place) if usable else None


def configuration(environ: Mapping[str, str], *, outside: Path | None = None) -> bytes:
    """Return the user's `config.toml`; nothing if there is none, or if it lies in the folder `outside`, that of a book."""
    place = configuration_file(environ)
    if not os.path.isabs(place) or (outside is not None and _inside(place, outside)):
        return b""
    try:
        with open(place, "rb") as file:
            return file.read(_LONGEST)
    except OSError:
        return b""


_LONGEST = 100_000
"""Bytes of a configuration that are read."""


def _temporary(environ: Mapping[str, str]) -> str | None:
    """Return the system's temporary folder: the first that is writable.

    Not by `tempfile`, whose test file would stay if the process were killed at that moment.
    """
    wanted = environ.get(SYSTEM_TMPDIR) or environ.get("TMPDIR") or ""
    places = (wanted if os.path.isabs(wanted) else "", *_TEMPORARY)
    usable = (place for place in places if place and os.access(place, os.W_OK | os.X_OK))
    return next(usable, None)


def open_user_folder(environ: Mapping[str, str], root: Path, kind: str, *, make: bool = True) -> Folder:
    """Open the first of the `candidates` that is writable and private. Raises `NoUserFolder` if there is none.

    Without `make`, the first that exists.
    """
    why, path = "there is no folder that is yours alone", Path(_NAME)
    for path in candidates(environ, root, kind):
        try:
            return _open(path, make=make)
        except OSError as error:
            why = error.strerror or why
    raise NoUserFolder(errno.EACCES, why, str(path))


def _open(path: Path, *, make: bool) -> Folder:
    """Open a candidate; missing parents are created for the user alone, too."""
    above = path.parent
    shared = above.name.startswith(f"{_NAME}-")  # it is in a world-writable folder
    if make and not shared:
        with contextlib.suppress(FileExistsError):
            os.makedirs(above, 0o700)
    with (
        Folder.for_traversal(above.parent) as outer,
        _open_parent(outer, above.name, make=make, shared=shared) as parent,
    ):
        result = parent.folder(path.name, make=make, mode=0o700)
    try:
        result.make_private()
        if make and not os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    except OSError:
        result.close()
        raise
    return result


def _open_parent(outer: Folder, name: str, *, make: bool, shared: bool) -> Folder:
    if not shared:
        return Folder.for_traversal(Path(outer.place) / name)
    result = outer.folder(name, make=make, mode=0o700)
    try:
        result.make_private()
    except OSError:
        result.close()
        raise
    return result


def new_key() -> bytes:
    """Return a new key, made by chance."""
    return os.urandom(_BYTES)


def _inside(place: str, root: Path) -> bool:
    return os.path.join(os.path.realpath(place), "").startswith(os.path.join(os.path.realpath(root), ""))


_SECRETS: dict[tuple[str, ...], bytes] = {}
"""Secrets that this process has read, by the folders that were searched."""


_OF_STATE = ("XDG_STATE_HOME", SYSTEM_TMPDIR, "TMPDIR")
"""What of the environment says where state lies, beside HOME."""


@lru_cache(
    maxsize=64
)  # every entry of a cache is read and written with the secret: a twelfth of a small build was this
def _searched(environ: tuple[tuple[str, str], ...], root: Path) -> tuple[str, ...]:
    """Return the folders that are searched for the secret."""
    return tuple(map(str, candidates(dict(environ), root, "state")))


def secret(environ: Mapping[str, str], root: Path, *, make: bool) -> bytes | None:
    """Return the user's secret, created with the first cache; None if there is none and `make` is false.

    Where nothing can be stored, there is one for this process only, so that its cache is valid for nobody else.
    """
    home = environ.get("HOME") or os.path.expanduser("~")
    named = (("HOME", home), *((name, environ.get(name, "")) for name in _OF_STATE))
    key = _searched(named, root)
    if key not in _SECRETS:
        value = next(_existing_secrets(environ, root), None)
        if value is None and make:
            try:
                with open_user_folder(environ, root, "state") as folder:
                    value = _create_secret(folder)
            except OSError:
                value = os.urandom(_BYTES)
        if value is None:
            return None
        _SECRETS[key] = value
    return _SECRETS[key]


def _existing_secrets(environ: Mapping[str, str], root: Path) -> Iterator[bytes]:
    """Yield existing secrets; one in a home that is not writable is as good."""
    for path in candidates(environ, root, "state"):
        with contextlib.suppress(OSError), _open(path, make=False) as folder:
            if existing := _read_secret(folder):
                yield existing


def _create_secret(folder: Folder) -> bytes | None:
    new = f".{os.urandom(8).hex()}"
    folder.write(new, os.urandom(_BYTES), 0o600)
    try:
        if folder.status(_SECRET) and not _read_secret(folder):  # damaged, or others could read it
            folder.move(new, folder, _SECRET)
        else:
            with contextlib.suppress(FileExistsError):  # another build was quicker; all must use one secret
                folder.link(new, folder, _SECRET)
    finally:
        folder.remove(new)
    return _read_secret(folder)


def _read_secret(folder: Folder) -> bytes | None:
    status = folder.status(_SECRET)
    if status is None or status.st_uid != os.geteuid() or status.st_mode & 0o077:
        return None
    data = folder.read(_SECRET, _BYTES)
    return data if data is not None and len(data) == _BYTES else None


def book_folder_name(root: Path) -> str:
    """Return the name of the folder for a book's files that cannot lie in the book."""
    return hashlib.sha256(os.fsencode(os.path.realpath(root))).hexdigest()[:16]
