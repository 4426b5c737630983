"""The classes of a figure or a picture that say how it is set, for style sheets (`feature_sheets/pictures.css`)."""

from __future__ import annotations

from bookbuilder.document.nodes import AS_THEME, PictureSetting
from bookbuilder.html.chapter_renderer import Renderer
from bookbuilder.locales import direction

PREFIX = "picture-"


def setting_classes(setting: PictureSetting, r: Renderer) -> tuple[str, ...]:
    """Return the classes: width, side and page. The start and the end of a line are those of the chapter's language."""
    if setting == AS_THEME:
        return ()
    tag = r.chapter.lang
    rtl = (direction(tag) if tag else r.medium.locale.direction) == "rtl"
    start, end = ("right", "left") if rtl else ("left", "right")
    side = {"start": start, "end": end}.get(setting.align, setting.align)
    parts = (
        str(setting.width) if setting.width else "",
        side or ("center" if setting.width else ""),
        "beside" if setting.wrap else "",
        setting.page,
        "edges" if setting.edges else "",
    )
    return tuple(f"{PREFIX}{part}" for part in parts if part)
