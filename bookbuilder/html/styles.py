"""The order of style sheets: directives first, then the theme's, each for its medium."""

from __future__ import annotations

from bookbuilder.html.environment import sheet
from bookbuilder.html.theme import Theme
from bookbuilder.locales import Locale
from bookbuilder.world import World

DIRECTIVES = "package/markdown/directives"


def stylesheet(world: World, theme: Theme, locale: Locale, names: tuple[str, ...], **values: object) -> str:
    """Return one style sheet: those of the directives, then the theme's sheets with these names, in this order.

    Every sheet is a template that knows the theme's tokens, the locale and `values`.
    """
    parts = []
    for path in world.asset_files(DIRECTIVES):
        if path.endswith("/style.css"):
            text = world.read_asset(path).decode()
            parts.append(sheet(text, path.removeprefix("package/"), locale, theme.tokens, **values))
    parts += [
        sheet(theme.sheets[name], f"styles/{theme.name}/{name}", locale, theme.tokens, **values)
        for name in names
        if name in theme.sheets
    ]
    return "\n".join(part.strip() for part in parts) + "\n"
