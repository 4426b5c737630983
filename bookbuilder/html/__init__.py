"""Nodes become XHTML here, once, for all three formats; a `Medium` says what differs."""

from bookbuilder.html.block import blocks, notes, renderer
from bookbuilder.html.inline import inlines
from bookbuilder.html.medium import Medium
from bookbuilder.html.render import Renderer

__all__ = ["Medium", "Renderer", "blocks", "inlines", "notes", "renderer"]
