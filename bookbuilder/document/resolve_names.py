"""Replaces uses of names from names.toml by the locale's form of the name and an index mark."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import SequenceMatcher
from functools import partial

from msgspec.structs import replace

from bookbuilder.diagnostics import Report, Rule, Severity, nearest
from bookbuilder.document import nodes
from bookbuilder.document.walk import plain, transform, walk
from bookbuilder.locales import Locale
from bookbuilder.names import FORMS, LocalName, Spellings
from bookbuilder.names.unwanted_spellings import endings
from bookbuilder.phrases import Phrase

UNKNOWN = Rule(
    "name.unknown",
    "names.toml has no name {name!r}",
    "[words]{name=key} marks a person, a place or an organisation that names.toml says, and feeds its index.",
)
FORM = Rule(
    "name.form",
    "form={form} is not a form of a name",
    "A name has the forms full and short; `written` keeps the author's words. Without a form they stay as well, unless they"
    " are a spelling that names.toml does not use.",
)
BORROWED = Rule(
    "name.locale",
    "the name {name} has no form in {language}; the book prints {form!r}, which is that of {tag!r}",
    "A name without a form in the language of an edition is borrowed: from the language that the book was written in, from"
    " English, or from the first that names.toml has.",
    Severity.WARNING,
)
SLIP = Rule(
    "name.words",
    "the words {words!r} are not {name}, which names.toml calls {form!r}",
    "The words in the brackets are printed as they are: a case of the name, or another word for it. These are nearly the"
    " name, or those of another one, so they are most likely a slip. form=written says that they are meant.",
    Severity.WARNING,
)

_NEAR = 0.8
"""Similarity of two names (0 to 1) from which one may be a misspelling of the other."""


def resolve_names(
    old: nodes.Chapter, names: Mapping[str, LocalName], locale: Locale, report: Report
) -> nodes.Chapter:
    """Return a chapter with an index mark for every use of a name. Reports `name.*`.

    In passages of another language the author's words stay.
    """
    if not any(isinstance(node, nodes.NameUse) for node in walk(old)):
        return old
    spellings = Spellings.of(names, locale)
    owners: dict[str, set[str]] = {}
    for key, local in names.items():
        for form in (local.form.full, local.form.short):
            owners.setdefault(form, set()).add(key)
    reported_borrowed: set[str] = set()

    def mark(node: nodes.NameUse, foreign: bool) -> nodes.Node | tuple[nodes.Inline, ...]:
        local = names.get(node.name)
        if local is None:
            report(UNKNOWN, node.span, name=node.name, hint=partial(_missing, node.name, names))
            return node.content
        if local.borrowed and node.name not in reported_borrowed:
            reported_borrowed.add(node.name)
            language = locale.cldr.get_language_name("en") or locale.tag
            report(
                BORROWED, local.name.span, name=node.name, language=language, form=local.form.entry,
                tag=local.borrowed, hint=Phrase('add {language} = "…"', language=locale.language),
            )  # fmt: skip
        content = node.content if foreign else _content(node, local, spellings, report)
        if content is node.content and not foreign and not node.form:
            _report_slip(plain(content), node, local, owners, endings(locale), report)
        return nodes.IndexMark(
            local.form.entry, local.name.index, content, node.sub, node.name, span=node.span, id=node.id
        )

    def in_language(node: nodes.Node | nodes.Chapter) -> bool:
        return not node.lang or node.lang.split("-")[0] == locale.language

    def change(node: nodes.Node) -> nodes.Node | tuple[nodes.Node, ...]:
        return mark(node, foreign=False) if isinstance(node, nodes.NameUse) else node

    def leave(node: nodes.Node) -> nodes.Node | tuple[nodes.Node, ...]:
        return mark(node, foreign=True) if isinstance(node, nodes.NameUse) else node

    new: nodes.Chapter = transform(transform(old, change, in_language) if in_language(old) else old, leave)
    return new


def _missing(name: str, names: Mapping[str, LocalName]) -> str:
    return nearest(name, names) or Phrase("add {name} to names.toml", name=name)


def _content(
    node: nodes.NameUse, local: LocalName, spellings: Spellings, report: Report
) -> tuple[nodes.Inline, ...]:
    """Return what a use of a name prints: the form that it asks for, or its words with the wanted spelling."""
    form = node.form
    if form and form not in FORMS:
        report(
            FORM,
            node.span,
            form=form,
            hint=nearest(form, FORMS) or Phrase("its forms are {forms}", forms=", ".join(FORMS)),
        )
        form = ""
    if form == "written":
        return node.content
    if form or not plain(node.content):
        return (nodes.Text(local.form.short if form == "short" else local.form.full, span=node.span),)

    def respell(inner: nodes.Node) -> nodes.Node:
        text = spellings.corrected(inner.text, node.name) if isinstance(inner, nodes.Text) else ""
        return replace(inner, text=text) if isinstance(inner, nodes.Text) and text != inner.text else inner

    content: tuple[nodes.Inline, ...] = transform(node.content, respell, lambda inner: not inner.lang)
    return content


def _report_slip(
    words: str,
    node: nodes.NameUse,
    local: LocalName,
    owners: Mapping[str, set[str]],
    case_endings: tuple[str, ...] | None,
    report: Report,
) -> None:
    """Report words that belong to another name, or look misspelled."""
    forms = (local.form.full, local.form.short)
    others = owners.get(words, set())
    if words in forms or node.name in others:
        return
    if others:
        hint = Phrase("write {{name={key}}}", key=min(others)) if len(others) == 1 else ""
        report(SLIP, node.span, words=words, name=node.name, form=local.form.full, hint=hint)
    elif case_endings is not None and local.name.index == "persons" and not words.startswith(forms):
        bare = next((words.removesuffix(case) for case in case_endings if words.endswith(case)), words)
        near = [form for form in forms if _near(words, form) or _near(bare, form)]
        if near:
            hint = Phrase('did you mean "{near}"?', near=near[0])
            report(SLIP, node.span, words=words, name=node.name, form=local.form.full, hint=hint)


def _near(words: str, form: str) -> bool:
    if abs(len(words) - len(form)) > 2 or len(form) < 4:
        return False
    return SequenceMatcher(None, words, form, autojunk=False).ratio() >= _NEAR
