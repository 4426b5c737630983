"""Gives an imported book fonts for its writing: those that are installed, and the names of the others."""

from __future__ import annotations

from collections.abc import Mapping

from fontTools import unicodedata

from bookbuilder.diagnostics import Findings, Report, Rule, Severity, Span
from bookbuilder.html.font_scripts import script_of
from bookbuilder.html.fonts import fonts
from bookbuilder.html.installed_fonts import SYSTEM_FOLDERS, FontFolder, installed_font
from bookbuilder.html.missing_glyphs import not_covered, of_other_writing
from bookbuilder.html.optional_fonts import OptionalFont, suggest_font
from bookbuilder.phrases import Phrase
from bookbuilder.pipeline import artifacts
from bookbuilder.pipeline.context import Context
from bookbuilder.world import Workspace
from bookbuilder.world.edited_files import EditedFiles

ADDED = Rule(
    "import.font",
    "{font} was put into fonts/ for the {script} letters of the text, since it is installed here",
    "A book is set in its own fonts, so that it looks the same on every machine. A font for the writing of a manuscript is"
    " taken if it is installed with its licence, as `bookbuilder fonts add` would take it.",
    Severity.NOTICE,
)
LACKING = Rule(
    "import.fontless",
    "the text has {count} {script} letters, and the book has no font for them",
    "Nothing is printed in place of letters of another writing: that would not be what the author wrote. A draft shows"
    " boxes, and the book can be built when it has a font for them.",
    Severity.WARNING,
)


def with_fonts(
    world: Workspace,
    files: Mapping[str, bytes],
    report: Report,
    folders: tuple[FontFolder, ...] = SYSTEM_FOLDERS,
) -> dict[str, bytes]:
    """Return the files of a new book with the fonts that its letters need and that are installed in one of the folders.
    Reports `import.font` and `import.fontless`."""
    result = dict(files)
    for script, letters in _missing(world, files).items():
        span, name = min(letters.values()), unicodedata.script_name(script).replace("_", " ")
        offer = suggest_font(sorted(letters), _language(world, result), world)
        added = installed_font(offer, EditedFiles(world.root, edited=result), folders) if offer else None
        if offer and added:
            result |= _paths(added)
            report(ADDED, span, font=offer.name, script=name)
        else:
            report(LACKING, span, count=len(letters), script=name, hint=_hint(offer, name))
    return dict(sorted(result.items()))


def _missing(world: Workspace, files: Mapping[str, bytes]) -> dict[str, dict[str, Span]]:
    """Return the letters of other writing that no font has, by script, each with its first place."""
    families = fonts(EditedFiles(world.root, edited=files), Findings())
    found: dict[str, dict[str, Span]] = {}
    for path in sorted(files):
        if path.endswith(".md") and path.startswith("chapters/"):
            text = files[path].decode(errors="replace")
            for character in of_other_writing(not_covered([text], families)):
                before = text[: text.index(character)]
                place = Span(path, before.count("\n") + 1, len(before) - before.rfind("\n"))
                found.setdefault(script_of(character), {}).setdefault(character, place)
    return found


def _language(world: Workspace, files: Mapping[str, bytes]) -> str:
    project = artifacts.load(Context(EditedFiles(world.root, edited=files)))
    return project.locales[project.source].tag if project else ""


def _paths(added: Mapping[str, Mapping[str, bytes]]) -> dict[str, bytes]:
    """Return path → bytes of what is published in fonts/; a file alone has no name of its own."""
    return {
        f"fonts/{folder}/{name}".rstrip("/"): data
        for folder, inner in added.items()
        for name, data in inner.items()
    }


def _hint(offer: OptionalFont | None, script: str) -> str:
    if offer is None:
        return Phrase("put a font for {script} into fonts/ and name it in fonts/fonts.toml", script=script)
    return Phrase(
        "`bookbuilder fonts list` says how to get {name}, then `bookbuilder fonts add {locales}`",
        name=offer.name,
        locales=offer.locales[0],
    )
