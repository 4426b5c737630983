"""The places of figures and tables in print."""

FIGURE_PLACES = ("auto", "top", "bottom", "page", "here")
"""Where a figure or a table may stand in print: where it leaves no hole, at the head or the foot of a page, on a page of its
own, or where it is written."""
