"""Renders document nodes as XHTML for all formats; a `Medium` holds the differences."""

from bookbuilder.html.block import blocks, notes, renderer
from bookbuilder.html.inline import inlines
from bookbuilder.html.medium import Medium
from bookbuilder.html.render import Renderer

__all__ = ["Medium", "Renderer", "blocks", "inlines", "notes", "renderer"]
