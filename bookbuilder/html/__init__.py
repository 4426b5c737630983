"""Renders document nodes as XHTML for all formats; a `Medium` holds the differences."""

from bookbuilder.html.block import blocks, notes, renderer
from bookbuilder.html.chapter_renderer import Renderer
from bookbuilder.html.inline import inlines
from bookbuilder.html.medium import Medium

__all__ = ["Medium", "Renderer", "blocks", "inlines", "notes", "renderer"]
