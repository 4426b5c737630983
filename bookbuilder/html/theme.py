"""Loads a theme: its tokens (`theme.toml`), style sheets and templates."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from bookbuilder.diagnostics import (
    BookbuilderError,
    Findings,
    Report,
    Rule,
    Severity,
    Span,
)
from bookbuilder.document import css_complexity
from bookbuilder.html import css_value_limits, renamed_in_theme
from bookbuilder.html.brand.brand import Logo
from bookbuilder.html.brand.read_brand import read_brand
from bookbuilder.html.contrast import LEAST, Keys, low_contrast
from bookbuilder.html.contrast_proposals import contrast_proposals
from bookbuilder.html.font_family import Fonts
from bookbuilder.html.font_scripts import font_stacks
from bookbuilder.html.inherited_sheets import with_inherited
from bookbuilder.html.theme_inheritance import last_of_program, lineage
from bookbuilder.html.theme_settings import Settings
from bookbuilder.phrases import Phrase
from bookbuilder.toml_tables.positions import KeyPath, nearest_span
from bookbuilder.world import PROGRAM, Reader, decode
from bookbuilder.world.series_folder import PREFIX

CONTRAST = Rule(
    "theme.contrast",
    "{text} on {ground} has a contrast of {ratio} : 1; text needs {least} : 1",
    "Who does not see well, or reads in the sun, cannot read text that is too near to its ground (WCAG 2.1, 1.4.3). Colours"
    " are those of theme.toml: of print, the cover, and the web edition in light and dark.",
    Severity.WARNING,
)


@dataclass(frozen=True, slots=True, eq=False)
class Theme:
    """A theme. `tokens` is theme.toml; `sheets` maps names of style sheets (`print.css`) to texts; `templates` maps names of
    templates (`pdf/titlepage.html.j2`) to texts; `files` are the other files by name; `stacks` maps each token of `font` to
    its families as in CSS, including those for the edition's scripts; `homes` maps each file to its path (`theme_path`).
    `own_folder` is its folder in the book or its series (empty: neither has one); `spans` says where these have written
    settings. `logos` are those of the brand of the house, by size and ground."""

    name: str
    tokens: Mapping[str, Any]
    sheets: Mapping[str, str]
    templates: Mapping[str, str]
    files: Mapping[str, bytes]
    stacks: Mapping[str, str] = field(default_factory=dict)
    homes: Mapping[str, str] = field(default_factory=dict)
    own_folder: str = ""
    spans: Mapping[KeyPath, Span] = field(default_factory=dict)
    logos: Mapping[tuple[str, str], Logo] = field(default_factory=dict)

    def path(self, file: str) -> str:
        """Return the path of a file of the theme, or of one it extends, in the book or its series. A file of the program
        begins with `bookbuilder:`."""
        return self.homes.get(file, f"{PROGRAM}styles/{self.name}/{file}")

    @property
    def folder(self) -> str:
        """The folder of the theme, for messages; of a theme that comes with the program it begins with `bookbuilder:`."""
        return self.own_folder or f"{PROGRAM}styles/{self.name}"

    def sheets_hint(self, what: str) -> str:
        """Return the hint where to change `what` (such as `the style sheets`) of the theme."""
        if self.own_folder:
            return Phrase("in {what} of the theme: {own_folder}/", what=what, own_folder=self.own_folder)
        return Phrase(
            "the theme {name} comes with the program; change it by files in styles/{name}/ of the book",
            name=self.name,
        )

    def place(self, keys: KeyPath, otherwise: Span | None = None) -> Span:
        """Return where the book or its series has written a setting; if neither has, the theme.toml of one of them, else
        `otherwise` (default: that of the program)."""
        path = self.path("theme.toml")
        default = otherwise if otherwise and path.startswith(PROGRAM) else Span(path)
        return nearest_span(keys, self.spans, default)

    @property
    def digest(self) -> str:
        """A hash of the theme's contents."""
        files = [(name, hashlib.sha256(data).hexdigest()) for name, data in sorted(self.files.items())]
        texts = [self.name, self.tokens, sorted(self.sheets.items()), sorted(self.templates.items()), files]
        whole = repr(texts) + (repr(sorted(self.logos.items())) if self.logos else "")
        return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()


def theme(
    world: Reader,
    name: str,
    fonts: Fonts,
    script: str,
    used: Collection[str],
    report: Report,
    *,
    bilingual: bool = False,
    reading: str = "",
    branded: bool = True,
) -> Theme:
    """Return a theme. A book's file replaces the shipped one of the same name, and its theme.toml is merged over the shipped
    one key by key. Its settings for a `bilingual` edition are merged over the others, those for the `script` of the edition
    over these, and those for its kind of readers (`reading`) over all. `used` are the characters of the edition. If it is
    `branded`, the settings of the brand of the house (`brand`) are between those of the program and those of the book.

    Missing files come from the theme that it extends (`theme_inheritance`). Reports `theme.token`, `theme.contrast`,
    `brand.both` and `brand.font`; raises `BookbuilderError` (the other `theme.*` and `brand.*`).
    """
    families = {family.name for family in fonts.families}
    wrong = Findings()
    read = Settings()
    files: dict[str, bytes] = {}
    homes: dict[str, str] = {}
    brand = read_brand(world, report, wrong) if branded else None
    names = lineage(world, name)
    last = last_of_program(world, names)
    for one in names:
        found = world.theme_files(f"styles/{one}")
        files |= found
        homes |= {file: world.theme_path(f"styles/{one}/{file}") for file in found}
        asked = b"\n".join(data for file, data in found.items() if file.endswith((".css", ".j2")))
        sheets_text = asked.decode(errors="replace")
        read.add(world, one, families, sheets_text, report, wrong, brand if one == last else None)
    prefix = "templates/"
    texts = {n: decode(d, homes[n]) for n, d in sorted(files.items()) if n.endswith((".css", ".j2"))}
    for n, text in texts.items():
        if not homes[n].startswith(PROGRAM):  # what comes with the program has no old words
            texts[n] = renamed_in_theme.respelled(text, homes[n], report)
    sheets = {n: text for n, text in texts.items() if n.endswith(".css")}
    own_sheets: dict[str, dict[str, str]] = {}
    for n, text in sheets.items():
        if not homes[n].startswith(PROGRAM):
            if css_complexity.report_sheet(text, homes[n], wrong):
                own_sheets.setdefault(homes[n].removesuffix(f"/{n}"), {})[n] = text
    for folder, texts_in_folder in own_sheets.items():
        css_value_limits.report_sheets(texts_in_folder, folder, wrong)
    if diagnostics := wrong.sorted():
        raise BookbuilderError(*diagnostics)
    sheets = with_inherited(world, names, sheets)
    templates = {
        n.removeprefix(prefix): text
        for n, text in texts.items()
        if n.startswith(prefix) and n.endswith(".j2")
    }
    others = {n: d for n, d in files.items() if not n.endswith((".css", ".j2", ".toml"))}
    settings = read.of_edition(script, bilingual=bilingual, reading=reading)
    tokens = settings.tokens
    made = Theme(
        name,
        tokens,
        sheets,
        templates,
        others,
        font_stacks(tokens.get("font", {}), fonts, script, used),
        homes,
        _folder(world, name),
        settings.spans,
        brand.logos if brand else {},
    )
    proposals = contrast_proposals(tokens, lambda keys: settings.spans.get(keys, keys))
    for text_keys, ground_keys, ratio in low_contrast(tokens):
        span = made.place(text_keys if text_keys in settings.spans else ground_keys)
        hint = _hint(proposals, text_keys, ground_keys)
        text_name, ground_name = ".".join(text_keys), ".".join(ground_keys)
        cut = f"{int(ratio * 100) / 100:.2f}"  # not rounded: 4.499 is too little
        report(CONTRAST, span, text=text_name, ground=ground_name, ratio=cut, least=LEAST, hint=hint)
    return made


def _hint(proposals: Mapping[Keys, str], text: Keys, ground: Keys) -> str:
    """Return the hint for a text with too little contrast: the nearest colours of the same hues that have enough."""
    if text in proposals and ground in proposals:
        both = f'"{proposals[text]}" on {".".join(ground)} = "{proposals[ground]}"'
        return Phrase(
            "no colour can be read on such different grounds; the nearest that hold are {both}", both=both
        )
    if text in proposals:
        return Phrase('the nearest of its hue that holds is "{colour}"', colour=proposals[text])
    if ground in proposals:
        return Phrase('the nearest ground that holds is "{colour}"', colour=proposals[ground])
    return ""


def _folder(world: Reader, name: str) -> str:
    """Return the folder of a theme in the book, or in its series; empty if neither has one."""
    own = f"styles/{name}"
    return next((folder for folder in (own, PREFIX + own) if world.files(folder)), "")
