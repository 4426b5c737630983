"""`::: register {of=persons}`: an index made from the marks in the text, with letters as headings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from bookbuilder.diagnostics import Report, Rule, Span, nearest
from bookbuilder.document.nodes import (
    Block,
    Box,
    Definitions,
    Heading,
    Inline,
    Item,
    List,
    Locators,
    Paragraph,
    Pending,
    Reference,
    Styled,
    Target,
    Text,
)
from bookbuilder.document.walk import plain
from bookbuilder.document.whole import Whole
from bookbuilder.locales import Locale
from bookbuilder.locales.collation import letter, sort_key
from bookbuilder.markdown.directive import Call, Directive

DEFAULT = "persons"
"""The register of marks that name none."""

EMPTY = Rule(
    "register.empty",
    "no mark in the text belongs to the register {name!r}",
    'A word is marked with [word]{index="Entry" register=name}; marks without `register` belong to `persons`.',
)
SEE = Rule(
    "register.see",
    "{text!r} is neither `see: Entry` nor `also: Entry`",
    "The body of a register holds references: a term, and below it `: see: Entry` (the term has no places of its own)"
    " or `: also: Entry`.",
)
SEE_UNKNOWN = Rule(
    "register.target",
    "the register has no entry {entry!r}",
    "A reference inside a register leads to one of its entries.",
)


@dataclass(slots=True)
class _Entry:
    """An entry while the register is collected."""

    text: str
    targets: list[Target] = field(default_factory=list)
    below: dict[str, list[Target]] = field(default_factory=dict)
    see: list[tuple[str, str, Span]] = field(default_factory=list)


def run(call: Call, report: Report) -> tuple[Block, ...]:
    """Return the place for the register."""
    pending = Pending(
        "register", call.options, call.title, call.blocks, span=call.span, id=call.id, classes=call.classes
    )
    return (pending,)


def expand(pending: Pending, whole: Whole, report: Report) -> tuple[Block, ...]:
    """Return the register: letters, entries with their places, sub-entries, references."""
    name = pending.options.get("of", DEFAULT)
    entries: dict[str, _Entry] = {}
    for mark in whole.marks:
        if (mark.register or DEFAULT) != name:
            continue
        head, _, sub = mark.entry.partition("!")
        entry = entries.setdefault(head.strip(), _Entry(head.strip()))
        (entry.below.setdefault(sub.strip(), []) if sub else entry.targets).append(mark.target)
    if not entries:
        report(EMPTY, pending.span, name=name)
        return ()
    for term, kind, target, span in _references(pending, report):
        if target not in entries:
            report(SEE_UNKNOWN, span, entry=target, hint=nearest(target, entries))
            continue
        entries.setdefault(term, _Entry(term)).see.append((kind, target, span))
    ordered = sorted(entries.values(), key=lambda e: sort_key(e.text))
    anchors = {entry.text: f"{name}-{number}" for number, entry in enumerate(ordered, 1)}
    blocks: list[Block] = []
    title = _title(pending)
    level = 3 if title else 2
    if title:
        blocks.append(Heading(2, title, span=pending.span, id=pending.id or f"register-{name}"))
    for head, group in groupby(ordered, key=lambda e: letter(e.text)):
        blocks.append(Heading(level, (Text(head),), span=pending.span, classes=("letter",)))
        items = tuple(
            Item((_line(e, anchors, whole.locale, pending.span), *_below(e, pending.span))) for e in group
        )
        blocks.append(List(ordered=False, items=items, span=pending.span, classes=("entries",)))
    return (Box("register", tuple(blocks), span=pending.span, classes=(name, *pending.classes)),)


def _title(pending: Pending) -> tuple[Inline, ...]:
    text = pending.options.get("title", "")
    return pending.title or ((Text(text, span=pending.span),) if text else ())


def _references(pending: Pending, report: Report) -> Iterator[tuple[str, str, str, Span]]:
    """Yield (term, `see` or `also`, entry, place) from the definition lists in the body."""
    for block in pending.blocks:
        for item in block.items if isinstance(block, Definitions) else ():
            for paragraph in item.blocks:
                text = plain(paragraph.content) if isinstance(paragraph, Paragraph) else ""
                kind, _, target = text.partition(":")
                if kind not in ("see", "also") or not target.strip():
                    report(SEE, paragraph.span, text=text)
                    continue
                yield plain(item.term), kind, target.strip(), paragraph.span


def _line(entry: _Entry, anchors: dict[str, str], locale: Locale, span: Span) -> Paragraph:
    content: list[Inline] = [Text(entry.text, span=span)]
    if entry.targets:
        content += [Text("\u2002", span=span), Locators(tuple(entry.targets), span=span)]
    ordered = sorted(entry.see, key=lambda found: (found[0] != "see", sort_key(found[1])))
    for kind, group in groupby(ordered, key=lambda found: found[0]):
        content += _see(kind, [(target, place) for _, target, place in group], anchors, locale)
    return Paragraph(tuple(content), span=span, id=anchors[entry.text])


def _see(
    kind: str, targets: Sequence[tuple[str, Span]], anchors: dict[str, str], locale: Locale
) -> Iterator[Inline]:
    """Yield references to other entries; the words stand once: `, see also A; B`."""
    if kind == "see":
        # Translators: in an index; the entry has its pages under another one: Kiev, see Kyiv
        before, behind = locale.say_around("see {entries}", "entries")
    else:
        # Translators: in an index; there is more under other entries: NATO, 12, see also Brussels
        before, behind = locale.say_around("see also {entries}", "entries")
    words = before.rstrip()
    yield Text(", ")
    if words:
        yield from (Styled("emphasis", (Text(words),)), Text(before[len(words) :]))
    for number, (target, place) in enumerate(targets):
        if number:
            yield Text("; ", span=place)
        yield Reference(anchors[target], (Text(target, span=place),), span=place)
    if behind:
        yield Styled("emphasis", (Text(behind),))


def _below(entry: _Entry, span: Span) -> tuple[Block, ...]:
    items = tuple(
        Item((Paragraph((Text(text), Text("\u2002"), Locators(tuple(targets), span=span)), span=span),))
        for text, targets in sorted(entry.below.items(), key=lambda pair: sort_key(pair[0]))
    )
    return (List(ordered=False, items=items, span=span, classes=("subentries",)),) if items else ()


DIRECTIVE = Directive(
    "register",
    "An index made from the marks in the text; its body holds references (`see`, `also`).",
    run,
    {"of": "the register to print (`persons` if not given)", "title": "its heading"},
    title=True,
    expand=expand,
)
