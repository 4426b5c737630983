"""Opens `.bookbuilder`, where the program keeps its own files, in the book or in a folder of the user."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator

from bookbuilder import user_folders
from bookbuilder.diagnostics import BookbuilderError, Rule, Span, diagnostic
from bookbuilder.open_folder import Folder, SymlinkError
from bookbuilder.phrases import Phrase
from bookbuilder.world.book_root import OUTSIDE, BookRoot, inside

SYMLINK = Rule(
    "path.link",
    "{path} is a link, where bookbuilder keeps or makes files of its own",
    "What a build keeps in .bookbuilder and makes in its output folder is written and deleted without asking. Behind a link,"
    " that would happen somewhere else, so no link is followed there.",
)
PROGRAM_FOLDER = ".bookbuilder"
"""The folder in a book for the program's own files."""
CACHE = f"{PROGRAM_FOLDER}/cache"
CACHE_FOLDER = "cache"


class ProgramFolder(BookRoot):
    """Opens the program's own folder in a book."""

    __slots__ = ()

    def writable(self, folder: str) -> bool:
        """Whether files can be created in a folder of the book, or in its nearest existing parent."""
        place = self.root.absolute() / folder
        while not place.exists() and place != place.parent:
            place = place.parent
        return place.is_dir() and os.access(place, os.W_OK | os.X_OK)

    def _own(self, *, make: bool) -> Folder | None:
        """Open `.bookbuilder` if it and its cache belong to the user, else a folder for this book outside of it; None if
        there is none and `make` is false."""
        try:
            with Folder.at(self.root) as root:
                program_folder = root.folder(PROGRAM_FOLDER, make=make, mode=0o700)
            try:
                program_folder.make_private(strict=False)
                if make or program_folder.status(CACHE_FOLDER):
                    with program_folder.folder(CACHE_FOLDER, make=make, mode=0o700) as inner:
                        inner.make_private(strict=False)
            except BaseException:
                program_folder.close()
                raise
            return program_folder
        except SymlinkError:
            raise
        except OSError as error:
            # None was made yet, and a build would make it here, so no other place is looked at.
            if not make and (isinstance(error, FileNotFoundError) and self.writable(".")):
                return None
        try:
            with user_folders.open_user_folder(self.environ, self.root, "cache", make=make) as place:
                return place.walk(f"books/{user_folders.book_folder_name(self.root)}", make=make)
        except OSError:
            if make:
                raise
            return None

    @contextlib.contextmanager
    def _links_refused(self) -> Iterator[None]:
        """Report a link where a folder should be (`path.link`, `path.outside`)."""
        try:
            yield
        except SymlinkError as error:
            path = os.path.relpath(error.filename, self.root)
            rule = OUTSIDE if inside(self.root, path) is None else SYMLINK
            hint = Phrase("delete the link {path}; what stood behind it stays as it is", path=path)
            raise BookbuilderError(diagnostic(rule, Span(path), hint=hint, path=path)) from None
