"""The rights in the pictures of a book: what pictures.toml says of each, and what its file says."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from bookbuilder.diagnostics import BookbuilderError, Report
from bookbuilder.locales import Locale
from bookbuilder.locales.closest_tags import first_listed, locale_tags
from bookbuilder.picture_rights.digital_source_types import ALTERED, MADE
from bookbuilder.picture_rights.embedded_rights import embedded_rights
from bookbuilder.picture_rights.licences import licence_address, printed_name
from bookbuilder.picture_rights.pictures_file import FILE, PicturesFile, read_pictures_file
from bookbuilder.picture_rights.rights import NO_RIGHTS, AltText, Licence, PictureRights
from bookbuilder.world import BookFiles

_FORMATS = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".gif": "GIF", ".webp": "WEBP", ".svg": "SVG"}


@dataclass(frozen=True, eq=False)
class BookRights:
    """The rights in the pictures of a book; `tags` are those that its locales' own pictures have in their names. Nothing is
    known of any picture unless that is `wanted`."""

    world: BookFiles | None = None
    file: PicturesFile = field(default_factory=PicturesFile)
    tags: frozenset[str] = frozenset()
    wanted: bool = False
    _found: dict[str, PictureRights] = field(default_factory=dict, repr=False)

    def of(self, path: str) -> PictureRights:
        """Return the rights in a picture: its own entry goes before what its file says, and that before a folder's entry.
        The bounds of its licence hold where it has none of its own."""
        if not self.wanted or not path:
            return NO_RIGHTS
        if path not in self._found:
            names = tuple(self.entry_names(path))
            entry = next(
                (self.file.pictures[name] for name in names if name in self.file.pictures), NO_RIGHTS
            )
            folders = (
                f"{above}/" for name in names for above in PurePosixPath(name).parents if str(above) != "."
            )
            folder = next(
                (self.file.pictures[name] for name in folders if name in self.file.pictures), NO_RIGHTS
            )
            rights = entry.over(self._embedded(path)).over(folder)
            licence = self.file.licences.get(rights.licence)
            self._found[path] = rights.under(licence) if licence else rights
        return self._found[path]

    def entry_names(self, path: str) -> Iterator[str]:
        """Yield the names under which a picture may stand in pictures.toml, the closest first: its path, that below the
        folder of a locale, and both without the tag of a locale's own picture or of one for narrow screens.

        >>> list(BookRights(tags=frozenset({"en"})).entry_names("chapters/de/images/map.en.svg"))
        ['chapters/de/images/map.en.svg', 'images/map.en.svg', 'chapters/de/images/map.svg', 'images/map.svg']
        """
        place = PurePosixPath(path)
        stems = [place.stem]
        while (parts := stems[-1].rpartition("."))[1] and (parts[2] == "narrow" or parts[2] in self.tags):
            stems.append(parts[0])
        inside = (
            PurePosixPath(*place.parts[2:]) if place.parts[0] == "chapters" and len(place.parts) > 2 else None
        )
        for stem in stems:
            yield place.with_name(f"{stem}{place.suffix}").as_posix()
            if inside is not None:
                yield inside.with_name(f"{stem}{place.suffix}").as_posix()

    def _embedded(self, path: str) -> PictureRights:
        name = _FORMATS.get(PurePosixPath(path).suffix.lower(), "")
        if self.world is None or not name:
            return NO_RIGHTS
        try:
            return embedded_rights(self.world.read(path), name)
        except BookbuilderError:  # reported where it is shown
            return NO_RIGHTS

    def licence_name(self, rights: PictureRights, locale: Locale) -> str:
        """Return the name of the licence of a picture as it is printed; empty if it has none, or one of the house without
        a name."""
        house = self.file.licences.get(rights.licence, Licence())
        name = first_listed(house.name, locale_tags(locale), "")
        return name or (
            "" if rights.licence in (*self.file.licences, "", "own") else printed_name(rights.licence)
        )

    def words(self, path: str, locale: Locale) -> Mapping[str, str]:
        """Return the translations of the words in a drawing in a locale, by the words in it."""
        listed = self.of(path).words
        return {
            word: text for tag in reversed(locale_tags(locale)) for word, text in listed.get(tag, {}).items()
        }

    def has_own_words(self, path: str) -> bool:
        """Whether the words in a drawing hold in every language (`words = "any"`)."""
        return "" in self.of(path).words

    def alt(self, path: str, locale: Locale) -> AltText | None:
        """Return the alternative text of a picture in a locale; None if there is none."""
        return first_listed(self.of(path).alt, locale_tags(locale), None)

    def credit(self, path: str, locale: Locale) -> str:
        """Return the credit of a picture in a locale; empty if nothing is known.

        Its own credit goes before the pattern of its licence, and that before author, agency and licence in a row. A picture
        that a machine has made or altered says so.
        """
        rights = self.of(path)
        tags = locale_tags(locale)
        house = self.file.licences.get(rights.licence, Licence())
        pattern = first_listed(house.credit, tags, "")
        written = first_listed(rights.credit, tags, "")
        licence = self.licence_name(rights, locale)
        values = {
            "author": rights.author,
            "agency": rights.agency,
            "title": first_listed(rights.title, tags, ""),
            "licence": licence,
        }
        if written:
            line = written
        elif pattern:
            line = pattern.format(**values)
        else:
            whose = " / ".join(dict.fromkeys(filter(None, (rights.author, rights.agency))))
            public = licence if licence_address(rights.licence) else ""
            line = ", ".join(filter(None, (whose, public)))
        return ", ".join(filter(None, (line, _machine(rights, locale))))


NOTHING_KNOWN = BookRights()
"""Those of a book that says nothing of them."""


def _machine(rights: PictureRights, locale: Locale) -> str:
    if rights.made in MADE:
        # Translators: in the credit of a picture
        return locale.say("made with artificial intelligence")
    if rights.made in ALTERED:
        # Translators: in the credit of a picture
        return locale.say("altered with artificial intelligence")
    return ""


def read_book_rights(
    world: BookFiles, report: Report, *, tags: Collection[str] = (), wanted: bool = False
) -> BookRights:
    """Return the rights in the pictures of a book, from pictures.toml of the series and of the book. They are `wanted` also
    of a book without that file, if book.toml speaks of them. Reports `rights.*`."""
    paths = world.versions(FILE)
    file = read_pictures_file([(path, world.text(path)) for path in paths], report)
    return BookRights(world, file, frozenset(tags), wanted or file.there)
