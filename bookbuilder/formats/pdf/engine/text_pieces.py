"""The attributes by which the pieces of a line know the text that they are cut from, and the HTML that it was made from."""

from __future__ import annotations

PICTURE = "bookbuilder_picture"
"""The attribute of a picture: its number among those of the HTML (`text_places.Reading.pictures`)."""
RUNS = "bookbuilder_runs"
"""The attribute of a text: the text nodes that it is made from (`text_places.Run`)."""
REST = "bookbuilder_rest"
"""The attribute of a piece of a text: the whole text, and the byte at which the piece begins."""
