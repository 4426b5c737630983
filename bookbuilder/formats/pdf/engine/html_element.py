"""The elements of a page of HTML, as WeasyPrint's parser makes them: a type for annotations, and their classes. Nothing is
parsed with it."""

from xml.etree.ElementTree import Element as HtmlElement  # noqa: TID251 # the parser is tinyhtml5, which makes such elements

__all__ = ["HtmlElement", "classes_of"]


def classes_of(element: HtmlElement | None) -> list[str]:
    """Return the classes of an element; none for the box of a page, which has no element."""
    return [] if element is None else (element.get("class") or "").split()
