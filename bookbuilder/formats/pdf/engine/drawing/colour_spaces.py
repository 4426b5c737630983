"""Makes the colour profile and the colour spaces of a PDF file, which all parts of a book share."""

from __future__ import annotations

import msgspec
import pydyf
from weasyprint import pdf as pdfs

from bookbuilder.formats.pdf.compile.compiled_part import COLOURS, PROFILE
from bookbuilder.formats.pdf.compile.job import ColourSpaces, Objects


def colour_spaces(_job: ColourSpaces) -> bytes:
    """Return the colour profile and the colour spaces of a file as objects, encoded."""
    profile = pydyf.Stream(
        [(pdfs.files(pdfs.__name__) / "sRGB2014.icc").open("rb").read()],
        pydyf.Dictionary({"N": 3}),
        compress=True,
    )
    spaces = {
        f"lab-{name}": pydyf.Array(
            (
                "/Lab",
                pydyf.Dictionary(
                    {"WhitePoint": pydyf.Array(white), "Range": pydyf.Array((-125, 125, -125, 125))}
                ),
            )
        )
        for name, white in (("d50", pdfs.D50), ("d65", pdfs.D65))
    }
    spaces["srgb"] = pydyf.Array(("/ICCBased", b"%d 0 R" % PROFILE))
    objects: Objects = [(PROFILE, profile.data), (COLOURS, pydyf.Dictionary(spaces).data)]
    return msgspec.msgpack.encode(objects)
