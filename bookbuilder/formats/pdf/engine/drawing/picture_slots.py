"""Takes the pictures out of the resources of a part: the linker writes each picture once for all parts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from weasyprint.urls import iri_to_uri

from bookbuilder.formats.pdf.compile.compiled_part import SLOT, EmbeddedPicture
from bookbuilder.html.resource_loads import SCHEME

if TYPE_CHECKING:
    import pydyf

    from bookbuilder.formats.pdf.engine.page_reuse.drawn_page import UsedPicture


def paths_by_id(paths: Iterable[str]) -> dict[str, str]:
    """Return the paths of pictures by the number that WeasyPrint gives to them: a hash of the address
    (in its loader of images)."""
    addresses = {path: iri_to_uri(f"{SCHEME}{path}") for path in paths}
    return {
        hashlib.md5(address.encode(), usedforsecurity=False).hexdigest(): path
        for path, address in addresses.items()
    }


def take_pictures(
    resources: pydyf.Dictionary,
    images: Mapping[str, UsedPicture],
    pictures: dict[str, EmbeddedPicture],
    paths: Mapping[str, str],
) -> None:
    """Take the pictures out of resources and what they contain, into `pictures`, by their SHA-256, which stays in a slot in
    their place. `paths` are theirs by their number."""
    for key, item in resources.get("XObject", {}).items():
        if item is None:
            image = images[key]
            # A picture that several streams draw is encoded once.
            if not isinstance(image["x_object"], _PictureSlot):
                image["x_object"] = _PictureSlot(_take(image, pictures, paths))
        elif "Resources" in getattr(item, "extra", {}):
            take_pictures(item.extra["Resources"], images, pictures, paths)
    for pattern in resources.get("Pattern", {}).values():
        if "Resources" in pattern.extra:
            take_pictures(pattern.extra["Resources"], images, pictures, paths)


class _PictureSlot:
    """Stands for a picture that the linker writes, where WeasyPrint looks for its number."""

    def __init__(self, digest: str) -> None:
        self.reference = SLOT + b"#" + digest.encode() + SLOT + b" 0 R"


def _take(image: UsedPicture, pictures: dict[str, EmbeddedPicture], paths: Mapping[str, str]) -> str:
    x_object = image["image"].get_x_object(image["interpolate"], max(image["dpi_ratios"]))
    mask = x_object.extra.pop("SMask", None)
    path = paths.get(image["image"].id, "")
    picture = EmbeddedPicture(x_object.data, mask.data if mask is not None else b"", path)
    digest = hashlib.sha256(picture.data + picture.mask).hexdigest()
    pictures.setdefault(digest, picture)
    return digest
