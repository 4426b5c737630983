"""The input of both forms of the web edition: the book, its pictures and templates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from urllib.parse import quote, unquote

from bookbuilder.document.nodes import Chapter
from bookbuilder.document.picture_files import Picture
from bookbuilder.formats.book import Book
from bookbuilder.formats.screen_charts import ScreenCharts
from bookbuilder.formats.web import content_security_policy
from bookbuilder.formats.web.favicon import favicon
from bookbuilder.formats.web.picture_versions import PictureVersion
from bookbuilder.formats.web.share_picture import SharePicture
from bookbuilder.html.capitals import text_capitals
from bookbuilder.html.styles import stylesheet
from bookbuilder.html.template_sandbox import Sandbox
from bookbuilder.html.theme_pictures import OF_SERIES


@dataclass(frozen=True, slots=True, eq=False)
class WebSource:
    """A book with its templates, its pictures by path, and its chapters in reading order. `named` are the pictures that its
    theme uses (`html.theme_pictures`); `share` is the picture for sharing, if the address of the site is known; `versions`
    are smaller files of large pictures by path, `charts` draws the charts."""

    book: Book
    env: Sandbox
    pictures: Mapping[str, Picture]
    order: tuple[Chapter, ...]
    named: Mapping[str, Picture] = field(default_factory=dict)
    charts: ScreenCharts | None = None
    share: SharePicture | None = None
    versions: Mapping[str, tuple[PictureVersion, ...]] = field(default_factory=dict)

    @property
    def icon(self) -> bytes:
        """The icon for the tab of a browser, an SVG."""
        return favicon(self.book.theme.tokens.get("cover", {}))

    @property
    def all(self) -> dict[str, Picture]:
        """All pictures, of the book and of its theme."""
        return {**self.pictures, **self.named}

    def files(self) -> dict[str, str]:
        """Return path → file in the site, of the theme's pictures."""
        return {path: str(PurePosixPath("theme", _short(unquote(path)))) for path in self.named}

    def places(self, up: str = "") -> dict[str, str]:
        """Return path → address from a page of the site, of the theme's pictures; `up` is the way to the root."""
        return {path: up + quote(file) for path, file in self.files().items()}

    def inside(self) -> dict[str, str]:
        """Return path → data URI of the theme's pictures, for the single file."""
        return {
            path: content_security_policy.data_uri(picture.data, picture.media_type)
            for path, picture in self.named.items()
        }

    def size(self, path: str) -> tuple[float, float] | None:
        """Return the size of a picture in pixels."""
        found = self.pictures.get(path)
        return (found.width, found.height) if found else None


def _short(path: str) -> str:
    return path if path.startswith(OF_SERIES) else path.partition("/")[2]


def style_sheet(book: Book, *, single: bool) -> str:
    """Return the style sheet without its fonts. In the single file, headings are one level lower."""
    return stylesheet(
        book.world,
        book.theme,
        book.locale,
        ("base.css", "web.css"),
        book.features,
        medium="web",
        edition=book.edition,
        single=single,
        picture=book.picture,
        capitals=text_capitals(book.fonts, book.theme),
    )
