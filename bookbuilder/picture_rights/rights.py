"""The rights in a picture, and the licences of a house."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, fields

from bookbuilder.diagnostics import NOWHERE, Span

MEDIA = ("print", "pdf", "epub", "web")
"""The media of editions: a PDF for paper, a PDF for the screen, an e-book, a web edition."""
RELEASES = {
    "none": "MR-NON",
    "not-applicable": "MR-NAP",
    "unlimited": "MR-UMR",
    "limited": "MR-LMR",
}
"""What the people in a picture have agreed to → the code of PLUS (Model Release Status), which IPTC refers to."""
ORIGINS = ("written", "translated", "machine")
"""Where an alternative text comes from."""
OWN = "own"
"""The licence of pictures that the house has made itself, unless pictures.toml describes it otherwise."""


@dataclass(frozen=True, slots=True)
class AltText:
    """An alternative text: its `origin` (one of `ORIGINS`; empty: not said), and who signed it on which day."""

    text: str
    origin: str = ""
    signed: str = ""
    on: dt.date | None = None
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence of the house: what is printed as its name, by language, its address, the pattern of a credit, and where
    pictures with it may be shown (`PictureRights`)."""

    name: Mapping[str, str] = field(default_factory=dict)
    url: str = ""
    credit: Mapping[str, str] = field(default_factory=dict)
    media: tuple[str, ...] = ()
    territory: tuple[str, ...] = ()
    starts: dt.date | None = None
    ends: dt.date | None = None


@dataclass(frozen=True, slots=True)
class PictureRights:
    """The rights in a picture. Texts are by language tag in small letters; the empty key holds for all.

    `licence` is a licence of the house or an expression of SPDX. The picture may be shown in these `media` and countries
    (ISO 3166; empty: in all) from `starts` to `ends`, both days included. `release` is one of `RELEASES`, `made` a term of
    the digital source types of IPTC. `words` are translations of the words in a drawing, by language and by the words in
    it; those of the empty key hold in every language. `span` is its entry in pictures.toml, `NOWHERE` if it is read from
    the file alone.
    """

    author: str = ""
    agency: str = ""
    title: Mapping[str, str] = field(default_factory=dict)
    credit: Mapping[str, str] = field(default_factory=dict)
    licence: str = ""
    url: str = ""
    media: tuple[str, ...] = ()
    territory: tuple[str, ...] = ()
    starts: dt.date | None = None
    ends: dt.date | None = None
    release: str = ""
    made: str = ""
    source: str = ""
    alt: Mapping[str, AltText] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    span: Span = field(default=NOWHERE, compare=False)

    def over(self, other: PictureRights) -> PictureRights:
        """Return these rights where they say something, else the others.

        >>> PictureRights(author="A").over(PictureRights(author="B", agency="C")).agency
        'C'
        """
        return PictureRights(
            **{
                one.name: getattr(self, one.name) or getattr(other, one.name)
                for one in fields(self)
                if one.compare
            },
            span=self.span if self.span != NOWHERE else other.span,
        )

    def under(self, licence: Licence) -> PictureRights:
        """Return these rights with the bounds of a licence of the house where they have none of their own."""
        bounds = PictureRights(
            url=licence.url,
            media=licence.media,
            territory=licence.territory,
            starts=licence.starts,
            ends=licence.ends,
        )
        return self.over(bounds)

    @property
    def known(self) -> bool:
        """Whether it is known whose the picture is, or under which licence it is shown."""
        return bool(self.author or self.agency or self.licence or self.credit)


NO_RIGHTS = PictureRights()
