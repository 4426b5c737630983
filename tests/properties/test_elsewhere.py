"""All words of a text that comes from elsewhere arrive in the nodes, once and in order, or it is refused with a place."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from bookbuilder.diagnostics import Findings, Severity
from bookbuilder.document import nodes
from bookbuilder.document.walk import walk
from bookbuilder.markdown.dialect import Dialect
from bookbuilder.markdown.directive import directives
from bookbuilder.markdown.parse_chapter import parse_chapter
from bookbuilder.project.flavour import Flavour
from tests.cases.case import FIRST
from tests.properties.test_text import Numbered, indented, inside

WORD = re.compile(r"wort\d+wort")
MARKS = (
    *(
        "{0}",
        "{0} {1}",
        "{0}\n{1}",
        "*{0}*",
        "**{0} {1}**",
        "~~{0}~~",
        "`{0}`",
        "{0}~{1}~",
        "{0}^{1}^",
        "=={0} {1}==",
    ),
    *(
        "<kbd>{0}</kbd>",
        "<sup>{0}</sup>{1}",
        "<mark>{0} *{1}*</mark>",
        "<abbr title='x'>{0}</abbr>",
        "{0}<br>{1}",
    ),
    *("https://{0}.org/{1}", "www.{0}.org", "${0}^2$", "$5 {0} $6", "[{0}](https://a.org)", "[{0}]{{.a}}"),
    *(
        "[[{0}]]",
        "[@{0}, {1}]",
        "{{{{< {0} >}}}}",
        "%%{0}%%",
        "{{% {0} %}}",
        "{{ref}}`{0}`",
        "({0})",
        "{0}@{1}.org",
    ),
    *("<!-- x -->{0}", "~{0}", "^{0}", "=={0}", "${0}", "[{0}", "<b>{0}</b>"),
)
BLOCKS = (
    *("- [ ] {0}", "- [x] {0}\n  - [ ] {1}", "> [!NOTE] {0}\n> {1}", "> [!TIP]-\n> {0}\n>\n> {1}", "> {0}"),
    *(
        "| {0}\n|   {1}",
        "::: {{.note}}\n{0}\n:::",
        "::: warning {0}\n{1}\n:::",
        ":::: {{.a}}\n::: {{.b}}\n{0}\n:::\n{1}\n::::",
    ),
    *("<details><summary>{0}</summary>\n\n{1}\n\n</details>", "<details>\n\n{0}\n\n</details>\n\n{1}"),
    *(
        "<table><tr><th>{0}<th>x<tr><td colspan=2>{1}</table>",
        "<table>\n<tr><td>\n\n{0}\n\n</td></tr>\n</table>",
    ),
    *(
        "| {0} | x |\n|---|---|\n| {1} | y |",
        "{0}\n: {1}",
        "$$\n{0}\n{1}\n$$",
        "```\n{0}\n```",
        "## {0} {{#a{1}}}",
    ),
)
"""Where words are put; a second word that is an anchor is not printed."""


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Return a chapter of blocks, with words that are all different."""
    give = Numbered()

    def filled(form: str) -> str:
        return form.format(give.word(), give.word())

    def line() -> str:
        return " ".join(filled(draw(st.sampled_from(MARKS))) for _ in range(draw(st.integers(1, 4))))

    parts = []
    for _ in range(draw(st.integers(1, 5))):
        text = line() if draw(st.booleans()) else filled(draw(st.sampled_from(BLOCKS)))
        prefix = draw(st.sampled_from(("", "", "> ", "- ")))
        parts.append(indented(text, prefix, "  " if prefix == "- " else prefix))
    return "# Titel\n\n" + "\n\n".join(parts) + "\n"


@given(texts(), st.sampled_from(Flavour))
def test_words_arrive_once_and_in_order(text: str, flavour: Flavour) -> None:
    if flavour is Flavour.MYST:
        # Lines that begin with %% are comments there, and a role of reference holds a target, which is not printed.
        text = text.replace("%%", "").replace("{ref}", "{unknown}")
    findings = Findings()
    chapter = parse_chapter(text, FIRST, directives(), findings, "", Dialect(flavour))
    assert all(inside(one.span, text) for one in findings.sorted())
    written = WORD.findall(re.sub(r"\{#awort\d+wort\}", "", text))
    if flavour is Flavour.OBSIDIAN:
        written = WORD.findall(re.sub(r"%%.*?%%|\{#awort\d+wort\}", "", text))
    printed = WORD.findall(_printed(chapter))
    if all(one.severity is not Severity.ERROR for one in findings.sorted()):
        assert printed == written
    else:  # it is not printed, and says where; what is there still keeps its order
        assert printed == sorted(set(printed), key=written.index)


@given(texts(), st.sampled_from(Flavour))
def test_every_text_knows_its_place(text: str, flavour: Flavour) -> None:
    lines = text.split("\n")
    for node in walk(parse_chapter(text, FIRST, directives(), Findings(), "", Dialect(flavour))):
        if isinstance(node, nodes.Text) and (word := WORD.match(node.text)) and "formula" not in node.classes:
            assert lines[node.span.line - 1][node.span.column - 1 :].startswith(word[0]), (node, text)


def _printed(chapter: nodes.Chapter) -> str:
    parts = []
    for node in walk((chapter.blocks, chapter.notes)):
        match node:
            case (
                nodes.Text(text=own) | nodes.CodeText(text=own) | nodes.Code(text=own) | nodes.Image(alt=own)
            ):
                parts.append(own)
            case nodes.Formula(tex=tex):
                parts.append(tex)
            case _:
                pass
    return " ".join(parts)
