"""Turns a printer profile, or a theme, into the requirements for a file."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from bookbuilder.diagnostics import Report, Rule, Span
from bookbuilder.formats.pdf.press.intent import SRGB, Intent
from bookbuilder.formats.pdf.press.profile import FOLDER, SHIPPED, PrinterProfile
from bookbuilder.formats.pdf.press.trim import PLAIN, Trim
from bookbuilder.html.environment import points
from bookbuilder.html.theme import Theme
from bookbuilder.world import OUTSIDE, Workspace

if TYPE_CHECKING:
    from bookbuilder.formats.pdf.press.inks import ColourMode

COLOURS = Rule(
    "printer.colours",
    "{path} is no ICC profile of a press with four inks",
    "Colours for a press are made by its ICC profile (CMYK), which stands in printers/ of the book or comes with"
    " the program. The printer says which one; many are found at eci.org.",
)


@dataclass(frozen=True, slots=True)
class Terms:
    """The requirements for a file: bleed and marks around its pages, its colours and their output intent, whether links,
    transparency groups and the outline stay, whether the cover is in it, of which number its page count is a multiple, and
    the standard that it conforms to besides PDF/A."""

    trim: Trim = PLAIN
    keep: ColourMode = "srgb"
    intent: Intent = SRGB
    links: bool = True
    groups: bool = True
    outline: bool = True
    cover: bool = True
    multiple: int = 1
    standard: str = ""


SCREEN = Terms()


def of_theme(theme: Theme) -> Terms:
    """Return what a theme asks for by its tokens `page.bleed` and `page.marks`."""
    page = theme.tokens.get("page", {})
    bleed = points(page.get("bleed", "0mm"))
    marks = [mark for mark in str(page.get("marks", "none")).split() if mark in ("crop", "cross")]
    return Terms(Trim(bleed, bleed, bleed, bleed, tuple(marks)))


def of_profile(profile: PrinterProfile, world: Workspace, span: Span, report: Report) -> Terms:
    """Return what a printer asks for; `span` is where it names its ICC profile. Reports `printer.colours` and
    `path.outside` there; raises `BookbuilderError` (`file.*`)."""
    intent = SRGB
    if profile.colour.keep == "cmyk":
        standards = ("GTS_PDFA1", *(("GTS_PDFX",) if profile.standard else ()))
        name = profile.colour.condition
        icc = _icc(profile.colour.profile, world, span, report)
        intent = Intent(name, profile.colour.info or name, profile.colour.registry, icc, standards)
    return Terms(
        profile.trim, profile.colour.keep, intent, profile.links, profile.transparency, profile.outline,
        profile.cover == "inside",
        profile.pages.multiple if profile.cover == "apart" else 1,
        profile.standard if intent.icc else "",
    )  # fmt: skip


def _icc(name: str, world: Workspace, span: Span, report: Report) -> bytes:
    """Return the ICC profile of a press: that of the book or its series, or the one that comes with the program."""
    path, shipped = f"{FOLDER}/{name}", f"{SHIPPED}/{name}"
    data = b""
    if name.startswith("/") or world.leads_out(path):
        report(OUTSIDE, span, path=name, hint="copy the ICC profile into printers/ of the book")
        return b""
    if name and (own := world.versions(path)):
        path = own[-1]
        data = world.read(path)
    elif name and "/" not in name and world.asset_exists(shipped):
        data = world.read_asset(shipped)
    if _space(data) != "CMYK":
        report(COLOURS, span, path=path if name else "colour.profile", hint="" if name else "name a file")
        return b""
    return data


def _space(data: bytes) -> str:
    from PIL import ImageCms  # few books have a press

    try:
        return ImageCms.ImageCmsProfile(BytesIO(data)).profile.xcolor_space.strip()
    except (OSError, ImageCms.PyCMSError):
        return ""
