"""The user's settings of the shared cache: where it is, its key, what opens it. None of them comes from a book.

They stand in the table `[cache]` of the user's `config.toml`; environment variables go before it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import msgspec

from bookbuilder import user_folders
from bookbuilder.diagnostics import BookbuilderError, Findings, Rule, Span, diagnostic
from bookbuilder.phrases import Phrase
from bookbuilder.toml_tables.location import one_rule
from bookbuilder.toml_tables.struct_parsers import parse_struct
from bookbuilder.toml_tables.toml_table import read_table

SETTINGS = Rule(
    "cache.settings",
    "{problem}",
    "The shared cache of a house is set up in `config.toml` in the user's configuration folder, or by the environment"
    " variables `BOOKBUILDER_CACHE`, `BOOKBUILDER_CACHE_KEY` and `BOOKBUILDER_CACHE_WRITE`. A book cannot set it up: whoever"
    " names the store sees what is stored there. `bookbuilder cache key` makes a key.",
)
STORE, KEY, WRITE = "BOOKBUILDER_CACHE", "BOOKBUILDER_CACHE_KEY", "BOOKBUILDER_CACHE_WRITE"
"""Environment variables."""
_SCHEMES = ("s3", "s3a", "gs", "az", "azure", "abfs", "abfss", "adl", "file")
_KEY = re.compile(r"[0-9a-f]{64}", re.IGNORECASE)
_YES, _NO = ("1", "true", "yes"), ("0", "false", "no")


class StoreSettings(msgspec.Struct, frozen=True):
    """Where the shared cache is (its address), the key of the house, whether this user writes to it, the seconds that a
    request may take, and further settings of the store's client by name, such as `region`."""

    address: str
    key: bytes
    write: bool = True
    timeout: float = 10.0
    options: Mapping[str, str] = {}

    def __repr__(self) -> str:
        """Return the address; the key is for nobody's log."""
        return f"StoreSettings({self.shown!r})"

    @property
    def shown(self) -> str:
        """The address without a name and a password in it."""
        parts = urlsplit(self.address)
        return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()

    @property
    def local(self) -> bool:
        """Whether the store's endpoint, or the address itself, is on the loopback of this machine."""
        import ipaddress  # a build without a store need not load it

        host = urlsplit(self.options.get("endpoint", self.address)).hostname or ""
        try:
            return host == "localhost" or ipaddress.ip_address(host).is_loopback
        except ValueError:
            return False


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The table `[cache]` of the user's configuration."""

    store: str = ""
    key: str = ""
    write: bool = True
    timeout: Annotated[float, msgspec.Meta(ge=0.1, le=600)] = 10.0
    options: Mapping[str, str | int | bool] = {}


def store_settings(environ: Mapping[str, str], root: Path) -> StoreSettings | None:
    """Return the settings of the shared cache; None if the user has set up none.

    `root` is the book: a configuration inside it is not the user's. Raises `BookbuilderError` (`cache.settings`).
    """
    table = _table(environ, root)
    address, file = environ.get(STORE, table.store), user_folders.configuration_file(environ)
    if not address:
        return None
    write = environ.get(WRITE, "").lower()
    if write and write not in (*_YES, *_NO):
        raise _wrong(Phrase("{write} is neither yes nor no", write=WRITE), "")
    options = {name: str(value) for name, value in table.options.items()}
    return StoreSettings(
        _address(address, "" if STORE in environ else file),
        _key(environ.get(KEY, table.key), "" if KEY in environ else file),
        write in _YES if write else table.write,
        table.timeout,
        options,
    )


def _table(environ: Mapping[str, str], root: Path) -> _Table:
    text = user_folders.configuration(environ, outside=root).decode("utf-8", "replace")
    findings = Findings()
    file = read_table(text, user_folders.configuration_file(environ), findings, SETTINGS)
    here = file.top(findings, one_rule(SETTINGS)).of("cache") if file else None
    table = parse_struct(_Table, file.data.get("cache", {}), here) if file and here else None
    if table is None:
        raise BookbuilderError(*findings.sorted())
    return table


def _address(address: str, file: str) -> str:
    """Return a valid address; a folder becomes a `file` one."""
    if address.startswith("/"):
        return Path(address).as_uri()
    scheme, colon, rest = address.partition("://")
    if not colon or scheme not in _SCHEMES or not rest:
        hint = (
            "such as s3://bucket/prefix, gs://bucket/prefix, az://container/prefix, or a folder: /mnt/cache"
        )
        raise _wrong("the address of the shared cache is none", file, hint=hint)
    return address


def _key(value: str, file: str) -> bytes:
    if not _KEY.fullmatch(value.strip()):
        problem = (
            "the key of the shared cache has to be 64 hexadecimal digits"
            if value
            else "the shared cache has no key"
        )
        hint = "bookbuilder cache key makes one; all who share the cache have the same"
        raise _wrong(problem, file, hint=hint)
    return bytes.fromhex(value)


def _wrong(problem: str, file: str, *, hint: str = "") -> BookbuilderError:
    """Return the error in the configuration; no file: it is in the environment."""
    return BookbuilderError(diagnostic(SETTINGS, Span(file), hint=hint, problem=problem))
