"""The words that a reader sees: of a page of HTML, and of texts in Markdown as pandoc shows them."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from lxml import html

_INLINE = {
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "s", "samp",
    "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr",
}  # fmt: skip
"""Elements that part no words."""
_WITHOUT_TEXT = {"script", "style", "template", "noscript", "nav", "button"}
_IDEOGRAPHS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_IDEOGRAPHS}]|[^\W_{_IDEOGRAPHS}]+")
"""A word, or a sign of a writing that does not part words."""
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\u202a-\u202e\u2066-\u2069\ufeff\ufe0e\ufe0f]")
_READER = (
    "commonmark+pipe_tables+footnotes+definition_lists+strikeout+task_lists+attributes+fenced_divs+bracketed_spans"
    "+tex_math_dollars"
)
_FRONT = re.compile(r"\A\ufeff?---[ \t]*\n.*?^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_CELL = re.compile(
    r"^([ >]*)(`{3,}|~{3,})[ \t]*\{(?!=)[^}\n]*\}.*?^[ >]*\2[`~]*[ \t]*$", re.DOTALL | re.MULTILINE
)
"""Code that is run or is an instruction: its options, and whether it is shown, are the business of its program."""
_RUST = re.compile(
    r"^([ >]*)(`{3,}|~{3,})[ \t]*rust\b[^\n]*\n(.*?)^[ >]*\2[`~]*[ \t]*$", re.DOTALL | re.MULTILINE
)
_HIDDEN = re.compile(r"^[ >\t]*#(?:[ \t].*)?\n", re.MULTILINE)
"""Lines of Rust that mdBook compiles and does not show."""
_MYST = (
    (
        re.compile(
            r"\{(?:doc|ref|eq|numref|term|download|cite[a-z:]*|footcite[a-z:]*|[a-z]+:[a-z:-]+)\}`[^`]+`"
        ),
        "",
    ),
    (re.compile(r"\{[a-z][a-z:-]*\}(?=`)"), ""),
    (re.compile(r"^([ >]*:{3,})[ \t]*\{[^}\n]*\}", re.MULTILINE), r"\n"),
    (re.compile(r"^(?:%|\+\+\+|[ >]*\([^()\n]+\)=[ \t]*$).*$", re.MULTILINE), ""),
    (re.compile(r"^[ >]*:[a-z][\w-]*:.*$", re.MULTILINE), ""),
)
"""Roles and directives of MyST: targets of references, in whose place a number or a title is printed, names and
options; comments, bounds of blocks, targets."""
_OBSIDIAN = (
    (re.compile(r"!\[\[[^\[\]\n]*\]\]|%%[^%]*%%"), ""),
    (re.compile(r"\[\[[^\[\]|\n]*\|([^\[\]\n]*)\]\]"), r"\1"),
)
"""What Obsidian embeds, comments, and links with words of their own."""
_ALERT = re.compile(r"^([ \t]*>[ >\t]*)\[![A-Za-z][\w-]*\]", re.MULTILINE)
"""The kind of a callout, which a book prints in its own language."""
_TAG = re.compile(
    r"\{%-?\s*(?:end)?(?:hint|code|tabs?|content-ref|embed|step(?:per)?|columns?|raw|file|include|filename)\b[^%\n]*%\}"
)
"""A tag of GitBook, in whose place its service draws a box, a tab or a file."""
_ICON = re.compile(r":(?:material|fontawesome|octicons|simple)-[a-z0-9-]+:(?:\{[^{}\n]*\})?")
"""An icon of MkDocs, which is a picture."""
_SHORTCODE = re.compile(r"\{\{<[^{}\n]*>\}\}")
"""What Quarto runs: a film, an icon, a part of another file."""
_INCLUDED = re.compile(r"\{\{#[^}\n]*\}\}")
"""Where mdBook includes a file: its content, or some of it, stands there in the book."""
_DIV = re.compile(r"^([ >]*:{3,})[ \t]*(?:tip|note|info|warning|danger|details)\b", re.MULTILINE)
"""The kind of a box, which a book prints in its own language if the box has no title."""
_QUARTO = re.compile(
    r"\\@ref\([^()\n]*\)|\(\\#(?:fig|tab|eq):[^()\n]*\)"
    r"|@(?:sec|fig|tbl|eq|lst|thm|lem|cor|prp|cnj|def|exm|exr|sol|rem|alg|nte|tip)-[\w-]+"
)
"""References of Bookdown and Quarto, in whose place a number is printed."""
_SYNTAX = {"myst": _MYST, "obsidian": _OBSIDIAN}
"""What is no word for a flavour, and what stands there instead."""


def words(text: str) -> Counter[str]:
    """Return the words of a text, in small letters."""
    return Counter(_WORD.findall(_INVISIBLE.sub("", text).lower()))


def shown_text(page: str, within: str = "") -> str:
    """Return what a page shows with the alternative texts of its pictures, without the signs that call notes; of one
    element alone, if `within` names it."""
    tree = html.fromstring(page)
    roots = list(tree.iter(within)) if within else [tree]
    return "".join(part for root in roots for part in _parts(root))


def _parts(element: html.HtmlElement) -> Iterator[str]:
    """Yield the texts of an element, parted where a reader sees them parted."""
    stack: list[tuple[html.HtmlElement, bool]] = [(element, False)]
    while stack:
        one, ended = stack.pop()
        if ended:
            yield "" if one.tag in _INLINE else " "
            yield one.tail or ""
            continue
        stack.append((one, True))
        if not isinstance(one.tag, str) or one.tag in _WITHOUT_TEXT or _calls_note(one):
            continue
        yield "" if one.tag in _INLINE else " "
        yield f"{one.get('alt', '')} " if one.tag == "img" else one.text or ""
        stack += [(child, False) for child in reversed(one)]


def _calls_note(element: html.HtmlElement) -> bool:
    return "noteref" in element.get("class", "") or element.get("role") in ("doc-noteref", "doc-backlink")


def markdown_words(texts: Iterable[str], folder: Path, flavour: str = "") -> Counter[str]:
    """Return the words of texts in Markdown without front matter, comments and cells of code, as pandoc shows them; in its
    own Markdown, or in everybody's. `folder` is an empty one to write into."""
    paths = []
    for number, text in enumerate(texts):
        path = folder / f"{number:05}.md"
        text = _INCLUDED.sub("", _CELL.sub("", _FRONT.sub("", text.replace("\r\n", "\n"))))
        text = _ALERT.sub(r"\1", _ICON.sub("", _TAG.sub("", _DIV.sub(r"\1", text))))
        for pattern, instead in _SYNTAX.get(flavour, ()):
            text = pattern.sub(instead, text)
        if flavour == "quarto":
            text = _SHORTCODE.sub("", _QUARTO.sub("", text))
        path.write_text(_RUST.sub(lambda code: _HIDDEN.sub("", code[0]), text), encoding="utf-8")
        paths.append(path)
    return words(
        shown_text(
            _as_html(paths, "markdown-smart-implicit_figures" if flavour in ("pandoc", "quarto") else _READER)
        )
    )


def _as_html(paths: Sequence[Path], reader: str) -> str:
    command = ["pandoc", "-f", reader, "-t", "html", "--wrap=none", "--mathjax", "--file-scope"]
    done = subprocess.run([*command, *map(str, paths)], capture_output=True, text=True, check=True)
    return _with_single_notes(f"<div>{done.stdout}</div>")


def _with_single_notes(page: str) -> str:
    """Return a page in which each note stands once: pandoc prints one again for each of its calls."""
    if 'id="fn' not in page:
        return page
    tree = html.fromstring(page)
    seen: set[str] = set()
    for note in tree.xpath("//li[starts-with(@id, 'fn')]"):
        text = note.text_content()
        if text in seen:
            note.drop_tree()
        seen.add(text)
    return str(html.tostring(tree, encoding="unicode"))
