"""The test suite of the Citation Style Language: its tests, and what our citations print of one."""

from __future__ import annotations

import html
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from bookbuilder import locales
from bookbuilder.diagnostics import BookbuilderError, Findings, Span
from bookbuilder.document import nodes
from bookbuilder.document.chapter_survey import survey_chapter
from bookbuilder.document.number_citations import CitationUse
from bookbuilder.pipeline.book_sources import CitedBook
from bookbuilder.pipeline.context import Context
from bookbuilder.pipeline.print_citations import CitingChapters, print_citations
from bookbuilder.sources.citation_style import read_style
from bookbuilder.sources.json_file import read_json_sources
from bookbuilder.sources.read_sources import Sources
from bookbuilder.world import World

_SECTION = re.compile(r">>=+ ([A-Z0-9-]+) =+>>\n(.*?)\n?<<=+ \1 =+<<", re.DOTALL)
_LANGUAGE = re.compile(r'default-locale="([\w-]+)"')
_STYLES = {"emphasis": "i", "strong": "b", "superscript": "sup", "subscript": "sub", "strike": "s"}
_LABELS = {"sub verbo": "sub-verbo", "article": "article-locator", "title": "title-locator"}


@dataclass(frozen=True, eq=False)
class SuiteTest:
    """A test: its name (`name_EtAl`), and its sections by their names."""

    name: str
    sections: Mapping[str, str]

    @property
    def kind(self) -> str:
        """What it is about: the part of its name before the line."""
        return self.name.partition("_")[0]

    @property
    def mode(self) -> str:
        """What it prints: `citation` or `bibliography`."""
        return self.sections["MODE"].strip()

    @property
    def language(self) -> str:
        """The locale of its style."""
        match = _LANGUAGE.search(self.sections["CSL"])
        return match[1] if match else "en-US"


def suite_tests(folder: Path) -> Iterator[SuiteTest]:
    """Yield the tests of a checkout."""
    for path in sorted((folder / "processor-tests" / "humans").glob("*.txt")):
        sections = dict(_SECTION.findall(path.read_text(encoding="utf-8")))
        yield SuiteTest(path.stem, sections)


def wanted(test: SuiteTest) -> str:
    """Return what a test expects, as it is compared."""
    lines = re.sub(r"(?m)^(?:>>|\.\.)\[\d+\] ?", "", test.sections["RESULT"]).split("\n")
    if test.mode.startswith("citation") and 'class="note"' in test.sections["CSL"]:
        one_each = len(lines) == len(_clusters(test, ()))
        lines = list(map(_capital, lines)) if one_each else [_capital(lines[0]), *lines[1:]]
    return normal("\n".join(lines))


def printed(test: SuiteTest, folder: Path) -> str:
    """Return what our citations print of a test, as it is compared, or in brackets why they print nothing. `folder` is an
    empty one."""
    (folder / "style.csl").write_text(test.sections["CSL"].strip(), encoding="utf-8")
    world, findings = World(folder), Findings()
    try:
        locale = locales.load(test.language, world)
    except BookbuilderError:
        locale = locales.load("en-US", world)
    # Our sources have a type; items of the suite that have none are printed as one that no style asks for.
    given = json.loads(test.sections["INPUT"])
    items = [
        {**item, "id": str(item.get("id", number)), "type": item.get("type") or "document"}
        for number, item in enumerate(given)
    ]
    read = read_json_sources(json.dumps(items), "sources.json", findings)
    style = read_style("style.csl", locale.tag, Span(), world, findings)
    if style is None or len(read) < len(items):
        return f"[{findings.sorted()[0].message}]"
    uses = list(_uses(test, [source.key for source in read]))
    survey = survey_chapter(nodes.Chapter(id="a", span=Span(), title=(nodes.Text("A"),), blocks=()))
    survey = replace(survey, citations=tuple(uses))
    cited = CitedBook(Sources({source.key: source for source in read}), style)
    lists_all = not uses
    result = print_citations(
        Context(world, findings), cited, CitingChapters([survey], {}), locale, "", lists_all, findings
    )
    errors = [one for one in findings.sorted() if one.code in ("citation.failed", "citation.unknown")]
    if errors:
        return f"[{errors[0].message}]"
    if test.mode.startswith("bibliography"):
        inner = "".join(f'<div class="csl-entry">{_html(entry.content)}</div>' for entry in result.entries)
        return normal(f'<div class="csl-bib-body">{inner}</div>')
    own = result.by_chapter.get("a", {})
    lines = [_html((*own[use.number].author, *own[use.number].content)) for use in uses]
    return normal("\n".join(map(_capital, lines) if style.notes else lines))


def _uses(test: SuiteTest, keys: Sequence[str]) -> Iterator[CitationUse]:
    """Yield the citations of a test; without any, each item is cited in one."""
    for number, (note, cluster) in enumerate(_clusters(test, keys), 1):
        sources = tuple(map(_cited, cluster))
        yield CitationUse(number, sources, note, False, f"c{number}", Span())


def _clusters(test: SuiteTest, keys: Sequence[str]) -> list[tuple[int, list[dict[str, Any]]]]:
    """Return the citations as the suite has them, each with the number of its note (0: nobody says)."""
    clusters: list[tuple[int, list[dict[str, Any]]]] = []
    if "CITATION-ITEMS" in test.sections:
        clusters = [(0, cluster) for cluster in json.loads(test.sections["CITATION-ITEMS"])]
    elif "CITATIONS" in test.sections:
        # Each step of a word processor says what stands before a citation and behind it; the last one is the document.
        steps = [
            one if isinstance(one, list) else [one, [], []] for one in json.loads(test.sections["CITATIONS"])
        ]
        by_id = {str(step[0].get("citationID")): step[0]["citationItems"] for step in steps}
        last, before, behind = steps[-1]
        own = [last.get("citationID"), last.get("properties", {}).get("noteIndex", 0)]
        for key, note in (*before, own, *behind):
            clusters.append((int(note), by_id[str(key)]))
    elif test.mode.startswith("citation"):
        clusters = [(0, [{"id": key} for key in keys])]
    return clusters


def _cited(item: Mapping[str, Any]) -> nodes.CitedSource:
    label = str(item.get("label", "page")) if "locator" in item else ""
    author = "none" if item.get("suppress-author") else "in-text" if item.get("author-only") else ""
    return nodes.CitedSource(
        str(item["id"]),
        str(item.get("prefix", "")),
        _LABELS.get(label, label),
        str(item.get("locator", "")),
        str(item.get("suffix", "")),
        author,
    )


def _html(content: Sequence[nodes.Inline]) -> str:
    parts = []
    for node in content:
        match node:
            case nodes.Text(text):
                parts.append(html.escape(text, quote=False))
            case nodes.Styled(style, inner) if style in _STYLES:
                parts.append(f"<{_STYLES[style]}>{_html(inner)}</{_STYLES[style]}>")
            case nodes.Styled(_, inner) if "smallcaps" in node.classes:
                parts.append(f'<span style="font-variant:small-caps;">{_html(inner)}</span>')
            case nodes.Styled(_, inner) | nodes.Link(_, inner) | nodes.Reference(_, inner):
                parts.append(_html(inner))
            case nodes.CodeText(text):
                parts.append(html.escape(text, quote=False))
            case _:
                raise AssertionError(node)
    return "".join(parts)


_RAISED = "ªº⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ"


def normal(written: str) -> str:
    """Return HTML as it is compared: one blank for any space, straight quotation marks without blanks inside (ours become
    those of the locale when the text is set), no links, no spans that only keep capitals, marks of emphasis that follow one
    another as one, upright words in italics as italics in italics (which a theme sets upright), raised letters in `sup`."""
    text = re.sub(r"</?a(?:\s[^>]*)?>", "", written)
    text = re.sub(r'<span class="nocase">(.*?)</span>', r"\1", text)
    text = re.sub(r'<span style="font-style:normal;">(.*?)</span>', r"<i>\1</i>", text)
    text = re.sub(r"&(?:#38|amp);", "&", text).replace("&#60;", "&lt;").replace("&#62;", "&gt;")
    text = re.sub(
        f"[{_RAISED}]+", lambda raised: f"<sup>{unicodedata.normalize('NFKC', raised[0])}</sup>", text
    )
    text = re.sub(r"\s+", " ", text.replace("\u00a0", " ").replace("\u202f", " "))
    text = re.sub(r"[“”„]|« ?| ?»", '"', text)
    text = re.sub(r"[‘’‚]|‹ ?| ?›", "'", text)
    text = re.sub(r"</(i|b|sup|sub)>( ?)<\1>", r"\2", text)
    text = re.sub(r"<(i|b|sup|sub)></\1>", "", text)
    return re.sub(r"\s*(</?div[^>]*>)\s*", r"\1", text).strip()


def _capital(line: str) -> str:
    """Return a citation that is a note, which begins with a capital in ours."""
    match = re.match(r"(?:<[^>]*>|[^\w<&])*", line)
    end = match.end() if match else 0
    return line[:end] + line[end : end + 1].upper() + line[end + 1 :]
