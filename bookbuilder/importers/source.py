"""The source of an import: a file, a folder or an archive as names and bytes, read within limits.

An archive is never unpacked: its files are read one by one, and one with a name that leads out of it, with links or with
far more content than its size can explain is refused as a whole.
"""

from __future__ import annotations

import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from io import BytesIO

from bookbuilder.diagnostics import BookbuilderError, Rule, Span, diagnostic
from bookbuilder.phrases import Phrase
from bookbuilder.sources.source import Source
from bookbuilder.world import READ_LIMIT, Reader

BROKEN = Rule(
    "archive.broken",
    "this archive cannot be read: {problem}",
    "A file of Word, of LibreOffice and an e-book are ZIP archives. This one is damaged, or was copied in part.",
)
UNSAFE = Rule(
    "archive.unsafe",
    "this archive is refused: {problem}",
    "Names that lead out of an archive, links, and content that is many times larger than the archive are tricks by which a"
    " file attacks the machine that opens it. No program that writes manuscripts makes them.",
)
ENTRIES = 20_000
"""Files of a folder or an archive."""
TOTAL = 512 << 20
"""Bytes of all files of an archive, unpacked."""
RATIO = 1_100
"""How many times smaller deflate can make a file at most is 1,032; more is a lie in the directory of the archive."""
BOMB_RATIO, BOMB_SIZE = 200, 32 << 20
"""A file that is both larger than this and this many times larger than its compressed form is no text of a person."""
HIDDEN_FOLDERS, HIDDEN_FILES = (".gitbook/assets",), (".gitbook.yaml",)
DEPTH = 32
"""Folders within folders."""
NAME = 1_000
"""Characters of a file's name with its folders."""

FILE, FOLDER, ARCHIVE = "file", "folder", "archive"


@dataclass(frozen=True, slots=True)
class ImportSource:
    """A manuscript as files: `name` is what messages call it, `names` are its files, sorted, `kind` is what it is.

    `whole` are the bytes of a file or an archive itself; a folder has none. `sources` are what the files of sources beside
    it hold, by their keys, `sources_files` these files as a book has them.
    """

    name: str
    kind: str
    names: tuple[str, ...]
    open_file: Callable[[str], bytes]
    whole: bytes = b""
    prefix: str = ""
    sources: Mapping[str, Source] = field(default_factory=dict)
    sources_files: Mapping[str, bytes] = field(default_factory=dict)

    def read(self, name: str) -> bytes:
        """Return the bytes of a file. Raises `BookbuilderError` (`archive.*`, `file.*`), also for an unknown name."""
        if name not in self.names:
            hint = "it is damaged, or another kind of manuscript; --from says which"
            raise BookbuilderError(
                diagnostic(
                    BROKEN,
                    Span(self.name),
                    problem=Phrase("there is no {short} in it", short=_short(name)),
                    hint=hint,
                )
            )
        return self.open_file(self.prefix + name)

    def has(self, name: str) -> bool:
        """Whether there is a file of this name."""
        return name in self.names

    def below(self, folder: str) -> ImportSource:
        """Return the files below a folder (with a slash at its end), named from there."""
        inner = tuple(name.removeprefix(folder) for name in self.names if name.startswith(folder))
        return replace(self, names=inner, prefix=self.prefix + folder)

    def shown(self, name: str = "") -> str:
        """Return the name of a file for messages: in a folder its path, in an archive behind the archive's name."""
        if self.kind == FILE or not name:
            return self.name
        return f"{self.name}/{self.prefix}{name}"


def file_source(name: str, data: bytes) -> ImportSource:
    """Return the source for the bytes of a file; an archive is opened. Raises `BookbuilderError` (`archive.*`)."""
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _archive(name, data)
    return ImportSource(name, FILE, (name,), lambda _: data, data)


def folder_source(name: str, world: Reader) -> ImportSource:
    """Return the source for the folder of a World, without hidden files but those that GitBook keeps pictures and settings
    in. Raises `BookbuilderError` (`archive.unsafe`)."""
    hidden = [name for name in HIDDEN_FILES if world.exists(name)]
    names = tuple(
        sorted((*world.files("."), *(one for top in HIDDEN_FOLDERS for one in world.files(top)), *hidden))
    )
    _check_names(name, names)
    return ImportSource(name, FOLDER, names, world.read)


def with_files(source: ImportSource, files: Mapping[str, bytes]) -> ImportSource:
    """Return a source with further files, by their names in it; one of the same name is replaced."""

    def read(path: str) -> bytes:
        name = path.removeprefix(source.prefix)
        return files[name] if name in files else source.open_file(path)

    names = tuple(sorted({*source.names, *files}))
    return replace(source, names=names, open_file=read)


def without_single_folder(source: ImportSource) -> ImportSource:
    """Return a source from inside its only folder, if everything stands in one, as in most archives."""
    while source.kind != FILE and source.names:
        # macOS packs what it knows of each file beside it.
        tops = {name.partition("/")[0] for name in source.names if not name.startswith("__MACOSX/")}
        if len(tops) != 1 or any("/" not in name for name in source.names):
            return source
        source = source.below(f"{tops.pop()}/")
    return source


def _archive(name: str, data: bytes) -> ImportSource:
    if (
        data.count(b"PK\x01\x02") > 2 * ENTRIES
    ):  # before the directory is read, which takes memory for each entry
        raise _refused(name, Phrase("it has more than {entries:,} files", entries=ENTRIES))
    try:
        archive = zipfile.ZipFile(BytesIO(data))
        entries = archive.infolist()
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        OSError,
        ValueError,
        NotImplementedError,
        EOFError,
    ) as error:
        raise _broken(name, str(error) or "it is no ZIP archive") from None
    _check_names(name, [entry.filename for entry in entries])
    for entry in entries:
        # 0: it was not packed on Unix, and has no mode.
        if (entry.external_attr >> 16) & 0o170000 not in (0, 0o100000, 0o040000):
            raise _refused(name, Phrase("{short} is a link or a device", short=_short(entry.filename)))
        if entry.flag_bits & 1:
            raise _broken(name, "it is encrypted; save it without a password")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise _broken(
                name,
                Phrase(
                    "{short} is packed in a way that is not read; pack it as usual",
                    short=_short(entry.filename),
                ),
            )
        ratio = entry.file_size / max(entry.compress_size, 1)
        if entry.file_size > READ_LIMIT:
            size = entry.file_size >> 20
            raise _refused(
                name,
                Phrase(
                    "{short} has {size:,} MB; at most {read_limit} MB are read",
                    short=_short(entry.filename),
                    size=size,
                    read_limit=READ_LIMIT >> 20,
                ),
            )
        if (ratio > RATIO and entry.file_size > 4096) or (ratio > BOMB_RATIO and entry.file_size > BOMB_SIZE):
            raise _refused(
                name,
                Phrase(
                    "{short} grows to {ratio:,.0f} times its size", short=_short(entry.filename), ratio=ratio
                ),
            )
    if sum(entry.file_size for entry in entries) > TOTAL:
        raise _refused(name, Phrase("it unpacks to more than {total} MB", total=TOTAL >> 20))
    names = tuple(sorted(entry.filename for entry in entries if not entry.filename.endswith("/")))

    def read(path: str) -> bytes:
        try:
            with archive.open(path) as file:
                # What the directory says of its size may be a lie.
                content = file.read(READ_LIMIT + 1)
        except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError) as error:
            raise _broken(name, f"{_short(path)}: {str(error) or 'it ends too early'}") from None
        # `NotImplementedError` is one: zipfile reads no patched data and no strong encryption.
        except RuntimeError as error:
            raise _broken(name, f"{_short(path)}: {error}") from None
        if len(content) > READ_LIMIT:
            raise _refused(
                name,
                Phrase(
                    "{short} has more than {read_limit} MB", short=_short(path), read_limit=READ_LIMIT >> 20
                ),
            )
        return content

    return ImportSource(name, ARCHIVE, names, read, data)


def _check_names(source: str, names: Iterable[str]) -> None:
    """Raise `BookbuilderError` (`archive.unsafe`) for names that no manuscript has."""
    seen: set[str] = set()
    for count, name in enumerate(names, 1):
        parts = name.rstrip("/").split("/")
        if count > ENTRIES:
            raise _refused(source, Phrase("it has more than {entries:,} files", entries=ENTRIES))
        # A colon in the first part is a drive of Windows.
        if ".." in parts or "." in parts or "" in parts or "\\" in name or "\0" in name or ":" in parts[0]:
            raise _refused(source, Phrase("the name {short} leads out of it", short=_short(name)))
        if len(parts) > DEPTH or len(name) > NAME:
            raise _refused(
                source,
                Phrase(
                    "{short} lies more than {depth} folders deep, or has too long a name",
                    short=_short(name),
                    depth=DEPTH,
                ),
            )
        if name in seen:
            raise _refused(source, Phrase("it has two files called {short}", short=_short(name)))
        seen.add(name)


def _short(name: str) -> str:
    shown = name.encode("utf-8", "backslashreplace").decode().replace("\0", "\\0")
    return shown if len(shown) <= 60 else f"{shown[:57]}…"


def _broken(name: str, problem: str) -> BookbuilderError:
    hint = "open it in the program that wrote it, and save it anew"
    return BookbuilderError(diagnostic(BROKEN, Span(name), problem=problem, hint=hint))


def _refused(name: str, problem: str) -> BookbuilderError:
    hint = "open it in the program that wrote it, and save it anew, if you trust it"
    return BookbuilderError(diagnostic(UNSAFE, Span(name), problem=problem, hint=hint))
