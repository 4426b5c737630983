"""Opens what the program keeps for itself: `.bookbuilder` in the book's folder, or a place of the user's own."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator

from bookbuilder import user_folders
from bookbuilder.diagnostics import BookbuilderError, Rule, Span, diagnostic
from bookbuilder.open_folder import Folder, SymlinkError
from bookbuilder.world.book_root import OUTSIDE, BookRoot, inside

SYMLINK = Rule(
    "path.link",
    "{path} is a link, where bookbuilder keeps or makes files of its own",
    "What a build keeps in .bookbuilder and makes in its output folder is written and deleted without asking. Behind a link,"
    " that would happen somewhere else, so no link is followed there.",
)
PROGRAM_FOLDER = ".bookbuilder"
"""The folder of a book for what the program notes for itself."""
CACHE = f"{PROGRAM_FOLDER}/cache"
CACHE_FOLDER = "cache"


class ProgramFolder(BookRoot):
    """Opens the folder of a book for what the program notes for itself."""

    __slots__ = ()

    def writable(self, folder: str) -> bool:
        """Whether files can be made in a folder of the book, or in the nearest folder around it that is there."""
        place = self.root.absolute() / folder
        while not place.exists() and place != place.parent:
            place = place.parent
        return place.is_dir() and os.access(place, os.W_OK | os.X_OK)

    def _own(self, *, make: bool) -> Folder | None:
        """Open `.bookbuilder` if it and the cache in it are the user's, else a folder for this book in a place of his own;
        None if there is none and none is to be made."""
        try:
            with Folder.at(self.root) as root:
                own = root.folder(PROGRAM_FOLDER, make=make, mode=0o700)
            try:
                own.make_private(strict=False)
                if make or own.status(CACHE_FOLDER):
                    with own.folder(CACHE_FOLDER, make=make, mode=0o700) as inner:
                        inner.make_private(strict=False)
            except BaseException:
                own.close()
                raise
            return own
        except SymlinkError:
            raise
        except OSError as error:
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
        """Tell of a link where a folder should be."""
        try:
            yield
        except SymlinkError as error:
            path = os.path.relpath(error.filename, self.root)
            rule = OUTSIDE if inside(self.root, path) is None else SYMLINK
            hint = f"delete the link {path}; what stood behind it stays as it is"
            raise BookbuilderError(diagnostic(rule, Span(path), hint=hint, path=path)) from None
