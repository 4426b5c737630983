"""Draws what diagnostics tell of: the area of a page where it is seen, with a frame, and a page of HTML that lists them."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw

from bookbuilder.diagnostics import Diagnostic
from bookbuilder.open_pdf import open_pdf

MOST = 200
"""Pictures that are drawn at most: more than a person looks at."""
_AROUND = 36.0
"""Points around an area that are drawn as well."""
_LEAST = (240.0, 120.0)
"""In points: how wide and how high a picture is at least, as far as the page goes."""
_DOTS = 2.0
"""Pixels in a point."""
_FRAME = (208, 0, 64)


def area_pictures(pdfs: Mapping[str, bytes], diagnostics: Sequence[Diagnostic]) -> dict[str, bytes]:
    """Return the pictures of diagnostics with an area by file name, with a page of HTML that lists them. `pdfs` are the
    files that areas name."""
    shown = [one for one in diagnostics if one.area and one.area.file in pdfs]
    if not shown:
        return {}
    pictures: dict[str, bytes] = {}
    listed: list[tuple[str, Diagnostic]] = []
    for file in dict.fromkeys(one.area.file for one in shown if one.area):
        with open_pdf(pdfs[file]) as document:
            for one in shown:
                if one.area and one.area.file == file and len(pictures) < MOST:
                    name = f"{len(pictures) + 1:03}-{one.code}.png"
                    pictures[name] = _drawn(document[one.area.page], one)
                    listed.append((name, one))
    pictures["index.html"] = "".join(_lines(listed, len(shown))).encode()
    return pictures


def _drawn(page: Any, diagnostic: Diagnostic) -> bytes:
    area = diagnostic.area
    assert area is not None
    width, height = page.get_size()
    media, trim = page.get_mediabox(), page.get_trimbox()
    # Areas count from the trimmed page, pictures from the paper.
    left, top = area.left + trim[0] - media[0], area.top + media[3] - trim[3]
    spare_x = max(_AROUND, (_LEAST[0] - area.width) / 2)
    spare_y = max(_AROUND, (_LEAST[1] - area.height) / 2)
    picture: Image.Image = page.render(scale=_DOTS).to_pil().convert("RGB")
    frame = (left - 2, top - 2, left + area.width + 2, top + area.height + 2)
    ImageDraw.Draw(picture).rectangle(tuple(side * _DOTS for side in frame), outline=_FRAME, width=2)
    box = (
        max(left - spare_x, 0),
        max(top - spare_y, 0),
        min(left + area.width + spare_x, width),
        min(top + area.height + spare_y, height),
    )
    if box[0] < box[2] and box[1] < box[3]:  # what has left the page is seen on all of it
        picture = picture.crop(tuple(round(side * _DOTS) for side in box))
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def _lines(listed: Sequence[tuple[str, Diagnostic]], count: int) -> Iterator[str]:
    yield '<!DOCTYPE html>\n<html lang="en">\n<meta charset="utf-8">\n<title>What is seen on the pages</title>\n'
    yield "<style>body { font: 1rem/1.4 sans-serif; margin: 2rem } img { max-width: 100%; border: 1px solid #999 }</style>\n"
    yield "<h1>What is seen on the pages</h1>\n"
    if count > len(listed):
        yield f"<p>The first {len(listed)} of {count}.</p>\n"
    for name, one in listed:
        words = html.escape(str(one))
        yield f'<figure>\n<figcaption>{words}</figcaption>\n<img src="{name}" alt="{words}">\n</figure>\n'
