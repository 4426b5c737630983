"""The elements of a page of HTML, as WeasyPrint's parser makes them: a type for annotations. Nothing is parsed with it."""

from xml.etree.ElementTree import Element as HtmlElement  # noqa: TID251 # the parser is tinyhtml5, which makes such elements

__all__ = ["HtmlElement"]
