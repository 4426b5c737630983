"""Assembles style sheets: those of directives and features first, then the theme's for the medium."""

from __future__ import annotations

from collections.abc import Mapping

from bookbuilder.document.style_features import BOX
from bookbuilder.html import environment
from bookbuilder.html.bounded_styles import require_bounded, require_bounded_together, require_measured
from bookbuilder.html.environment import sheet
from bookbuilder.html.self_contained import require_self_contained
from bookbuilder.html.theme import Theme
from bookbuilder.html.theme_inheritance import lineage
from bookbuilder.locales import Locale
from bookbuilder.locales.counter_styles import LANGUAGES
from bookbuilder.world import PROGRAM, Reader

DIRECTIVES = "package/markdown/directives"
FEATURES = "package/html/feature_sheets"
"""Sheets for what few books have (`document/style_features.py`); only a book that has it gets the sheet."""
SCRIPTS = "package/html/sheets"
"""Sheets for individual scripts, by ISO 15924 name: `Arab.css`."""
READING_SHEETS = "package/html/reading_sheets"
"""Sheets for editions for certain readers, by `Edition.reading`: `large.css`; `readings.css` is for all of them."""


def stylesheet(
    world: Reader,
    theme: Theme,
    locale: Locale,
    names: tuple[str, ...],
    features: tuple[str, ...] = (),
    /,
    **values: object,
) -> str:
    """Return one style sheet: those of the directives (style.css; feature.css only in a book with such a box) and of
    the book's `features`, then the theme's sheets with these names, then the one for the edition's script (`html/sheets/`),
    then those for its readers.

    Every sheet is a template with the theme's tokens, the locale and `values`.
    """
    values = {"font": theme.stacks, **values}
    assets = [path for path in world.asset_files(DIRECTIVES) if path.endswith("/style.css")]
    for feature in features:
        path = feature_asset(feature, "feature.css")
        assets += [path] if not feature.startswith(BOX) or world.asset_exists(path) else []
    parts = [shipped(world, path, theme, locale, **values) for path in assets]
    if theme.logos:
        parts.append(shipped(world, f"{FEATURES}/logo.css", theme, locale, **values))
    if values.get("medium") == "web":
        parts.append(newer_features(world, theme, locale, features, **values))
    parts += [_own(theme, name, locale, values) for name in names if name in theme.sheets]
    parts.append(script_sheet(world, theme, locale, **values))
    if reading := getattr(values.get("edition"), "reading", ""):
        sheets = (f"{READING_SHEETS}/{name}.css" for name in ("readings", reading))
        parts += [shipped(world, path, theme, locale, **values) for path in sheets]
    return require_bounded_together("\n".join(part.strip() for part in parts if part) + "\n", theme)


def feature_asset(feature: str, name: str) -> str:
    """Return the file of a feature with a name: of a kind of boxes in the folder of its directive, else the sheet."""
    if feature.startswith(BOX):
        return f"{DIRECTIVES}/{feature.removeprefix(BOX).replace('-', '_')}/{name}"
    return f"{FEATURES}/{feature}.css"


def _own(theme: Theme, name: str, locale: Locale, values: Mapping[str, object]) -> str:
    """Return a rendered sheet of the theme; raises `BookbuilderError` (`address.*`, `image.*`, `style.excessive`) for
    external resources, and for one that is too much."""
    return rendered(theme.sheets[name], theme.path(name), locale, theme.tokens, **values)


def rendered(text: str, path: str, locale: Locale, tokens: Mapping[str, object], **values: object) -> str:
    """Return a style sheet of a theme as its template makes it; raises `BookbuilderError` as above."""
    css = require_bounded(sheet(text, path, locale, tokens, **values), text, path)
    if values.get("medium") == "print" and not path.startswith(PROGRAM):
        require_measured(css, text, path)
    return require_self_contained(css, text, path)


def prepare(world: Reader, theme: str, locale: Locale) -> None:
    """Compile the style sheets of a theme and of the directives ahead of time."""
    for path in world.asset_files(DIRECTIVES):
        if path.endswith("/style.css"):
            environment.prepare(
                world.read_asset(path).decode(), PROGRAM + path.removeprefix("package/"), locale
            )
    for one in lineage(world, theme):
        for name, data in world.theme_files(f"styles/{one}").items():
            if name.endswith(".css"):
                path = world.theme_path(f"styles/{one}/{name}")
                environment.prepare(data.decode(errors="replace"), path, locale)


def script_sheet(world: Reader, theme: Theme, locale: Locale, **values: object) -> str:
    """Return the style sheet for an edition's script; empty if there is none."""
    path = f"{SCRIPTS}/{locale.script}.css"
    return shipped(world, path, theme, locale, **values) if world.asset_exists(path) else ""


def newer_features(
    world: Reader, theme: Theme, locale: Locale, features: tuple[str, ...], **values: object
) -> str:
    """Return what the sheets of features add for newer e-readers and the web (`<feature>-new.css`)."""
    paths = (f"{FEATURES}/{feature}-new.css" for feature in features)
    return "\n".join(
        shipped(world, path, theme, locale, **values) for path in paths if world.asset_exists(path)
    )


def shipped(world: Reader, path: str, theme: Theme, locale: Locale, **values: object) -> str:
    """Return a rendered style sheet of the program."""
    return sheet(
        world.read_asset(path).decode(),
        PROGRAM + path.removeprefix("package/"),
        locale,
        theme.tokens,
        numerals=LANGUAGES,
        **values,
    )
