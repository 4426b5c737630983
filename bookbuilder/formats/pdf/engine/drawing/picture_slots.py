"""Takes the pictures out of the resources of a part: the linker writes each picture once for all parts."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING

from bookbuilder.formats.pdf.compile.compiled_part import SLOT, EmbeddedPicture

if TYPE_CHECKING:
    import pydyf

    from bookbuilder.formats.pdf.engine.page_reuse.drawn_page import UsedPicture


def take_pictures(
    resources: pydyf.Dictionary, images: Mapping[str, UsedPicture], pictures: dict[str, EmbeddedPicture]
) -> None:
    """Take the pictures out of resources and what they contain, into `pictures`, by their SHA-256, which stays in a slot in
    their place."""
    for key, item in resources.get("XObject", {}).items():
        if item is None:
            image = images[key]
            # A picture that several streams draw is encoded once.
            if not isinstance(image["x_object"], _PictureSlot):
                image["x_object"] = _PictureSlot(_take(image, pictures))
        elif "Resources" in getattr(item, "extra", {}):
            take_pictures(item.extra["Resources"], images, pictures)
    for pattern in resources.get("Pattern", {}).values():
        if "Resources" in pattern.extra:
            take_pictures(pattern.extra["Resources"], images, pictures)


class _PictureSlot:
    """Stands for a picture that the linker writes, where WeasyPrint looks for its number."""

    def __init__(self, digest: str) -> None:
        self.reference = SLOT + b"#" + digest.encode() + SLOT + b" 0 R"


def _take(image: UsedPicture, pictures: dict[str, EmbeddedPicture]) -> str:
    x_object = image["image"].get_x_object(image["interpolate"], max(image["dpi_ratios"]))
    mask = x_object.extra.pop("SMask", None)
    picture = EmbeddedPicture(x_object.data, mask.data if mask is not None else b"")
    digest = hashlib.sha256(picture.data + picture.mask).hexdigest()
    pictures[digest] = picture
    return digest
