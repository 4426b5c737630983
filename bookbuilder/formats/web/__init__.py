"""The web edition: a folder that works without a server, and the whole book in one file."""

from bookbuilder.formats.format import Format
from bookbuilder.formats.web.render import render

FORMAT = Format("web", "A site of static pages, and the whole book as one file for a browser.", render)
