"""The tables of what a listener gets: read from the XHTML that is published, for the same facts as the printed ones."""

from __future__ import annotations

from bookbuilder.diagnostics import Findings, Span
from bookbuilder.document.expand_abbreviations import expand_abbreviations
from bookbuilder.document.localize import localize
from bookbuilder.document.nodes import Chapter, Fact, Paragraph, Text
from bookbuilder.html.block import renderer
from bookbuilder.html.inline import inlines
from bookbuilder.html.medium import Medium
from bookbuilder.locales import Locale
from tests.golden.table import ROWS, fact, locale, visible
from tests.speech.heard import heard


def spoken(there: Locale) -> list[str]:
    """Return what is heard of each row of the printed table, through the same steps as in a book."""
    facts = {f"f{number}": fact(data) for number, (_, data, _, _) in enumerate(ROWS)}
    uses = []
    for number, (_, _, form, approximate) in enumerate(ROWS):
        form, _, pair = form.partition(" ")
        options = {
            "fact": f"f{number}",
            "form": form,
            "equivalent": pair,
            "approx": "yes" if approximate else "no",
        }
        uses.append(Paragraph((Fact({key: value for key, value in options.items() if value}, (Text("x"),)),)))
    chapter = Chapter(id="a", span=Span("a.md"), title=(), blocks=tuple(uses))
    findings = Findings()
    chapter = expand_abbreviations(localize(chapter, facts, there, findings), there)
    assert not findings.sorted()
    medium = Medium(there, href=lambda target: "", image=str)
    r = renderer(medium, chapter)
    return [heard(inlines(block.content, r)) for block in chapter.blocks if isinstance(block, Paragraph)]


def table(tag: str) -> str:
    """Return the table of a locale: the facts as they are heard, then every abbreviation with its words."""
    there = locale(tag)
    lines = [
        f"# What is heard in {tag}: the values of facts, then the abbreviations that the language knows.",
        "",
    ]
    kind = ""
    for (title, data, form, approximate), text in zip(ROWS, spoken(there), strict=True):
        if kind and next(iter(data)) != kind:
            lines.append("")
        kind = next(iter(data))
        form = f"{form} approx".strip() if approximate else form
        lines.append(f"{kind:<11}{title:<34}{form or '-':<14}{visible(text)}")
    known = there.typography.abbreviations
    rows = [
        (known.words[key.replace(" ", "")][0], key, known.words[key.replace(" ", "")][1])
        for key in known.searched
    ]
    for sign, forms in known.free.items():
        rows += [("number", sign, f"{words} ({category})") for category, words in sorted(forms.items())]
    for name, pairs in (("month", known.days), ("date", known.months), ("weekday", known.weekdays)):
        rows += [(name, short, words) for short, words in pairs.items()]
    for short, endings in known.rules.get("years", {}).items():
        rows += [("year", f"{before} 2022 {short}", words) for before, words in endings.items()]
    lines += ["", *(f"{section:<11}{visible(key):<34}{visible(words)}" for section, key, words in rows)]
    return "\n".join(lines).rstrip() + "\n"
