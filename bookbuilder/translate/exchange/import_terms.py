"""Imports terminology (TBX) into glossary.toml: new terms, and forms that a term does not have yet."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bookbuilder import toml
from bookbuilder.diagnostics import Findings, Rule, Severity, Span
from bookbuilder.phrases import Phrase
from bookbuilder.project import Project
from bookbuilder.project.edit_toml import quoted
from bookbuilder.translate import GLOSSARY
from bookbuilder.translate.chapter_paths import translated_locales
from bookbuilder.translate.exchange.changed_files import encode_like
from bookbuilder.translate.exchange.language_tags import LANGUAGE, tag_of
from bookbuilder.translate.exchange.returned_units import INVALID
from bookbuilder.translate.exchange.tbx import Concept
from bookbuilder.translate.glossary import MAX_FORM, Glossary, is_form, read
from bookbuilder.world import Workspace

CONFLICT = Rule(
    "glossary.conflict",
    "{form!r} is {theirs} here, and {ours} in glossary.toml",
    "An import adds terms, and forms that a term does not have. What glossary.toml says of a form stays: decide which of the"
    " two is right, and change it there.",
    Severity.WARNING,
)


@dataclass(frozen=True, slots=True)
class TermImport:
    """The new glossary.toml (None: unchanged), and how many terms are new in it and how many have new forms."""

    text: bytes | None
    added: int = 0
    completed: int = 0


@dataclass(slots=True)
class _Entry:
    """A term in the making: its forms in the source language; by locale those to use and those to avoid."""

    key: str
    forms: list[str]
    allowed: dict[str, list[str]] = field(default_factory=dict)
    forbidden: dict[str, list[str]] = field(default_factory=dict)
    note: str = ""
    changed: bool = False


def import_terms(
    world: Workspace, project: Project, files: Mapping[str, Sequence[Concept]], findings: Findings
) -> TermImport:
    """Return what concepts (by file) change in the glossary of a book.

    A concept belongs to the term that has one of its forms in the source language. Reports `exchange.*` for files without
    the languages of the book and for terms that a glossary cannot hold, and `glossary.conflict`; both at the line. Raises
    `BookbuilderError` (`file.*`) for a glossary that cannot be read.
    """
    raw, old = (world.read(GLOSSARY), world.text(GLOSSARY)) if world.exists(GLOSSARY) else (b"", "")
    tags = {name: locale.tag for name, locale in project.locales.items()}
    problems = Findings()
    glossary = read(old, tags, problems)
    if problems.failed:
        findings.extend(problems.sorted())
        return TermImport(None)
    taken = {key for path in world.versions(GLOSSARY) for key in _keys(world.text(path))}
    work = _Import(project, findings, glossary, taken | set(project.locales))
    for path, concepts in files.items():
        work.file(path, concepts)
    new = [entry for entry in work.entries if entry.changed and entry.key not in work.known]
    completed = [entry for entry in work.entries if entry.changed and entry.key in work.known]
    if not new and not completed:
        return TermImport(None)
    text = (_completed(old, completed) if completed else old).rstrip("\n")
    text = "\n\n".join(filter(None, [text, *map(_table, new)])) + "\n"
    assert not _problems(text, tags), "each form has been checked"
    return TermImport(encode_like(text, raw), len(new), len(completed))


def _problems(text: str, tags: Mapping[str, str]) -> bool:
    found = Findings()
    read(text, tags, found)
    return found.failed


def _keys(text: str) -> Iterable[str]:
    try:
        return tuple(toml.loads(text))
    except toml.TomlError:  # reported when the glossary is read
        return ()


class _Import:
    def __init__(self, project: Project, findings: Findings, glossary: Glossary, taken: set[str]) -> None:
        self.project, self.findings, self.taken = project, findings, taken
        self.entries = [
            _Entry(
                term.key,
                list(term.forms),
                {name: list(forms) for name, forms in term.allowed.items()},
                {name: list(forms) for name, forms in term.forbidden.items()},
                term.note,
            )
            for term in glossary.terms
        ]
        self.known = {entry.key for entry in self.entries}
        self.by_form = {_folded(form): entry for entry in self.entries for form in entry.forms}

    def file(self, path: str, concepts: Sequence[Concept]) -> None:
        spoken = dict.fromkeys(form.tag for concept in concepts for form in concept.forms)
        source = tag_of(self.project.locales[self.project.source].tag, spoken)
        targets = {
            name: tag
            for name in translated_locales(self.project)
            if (tag := tag_of(self.project.locales[name].tag, spoken)) is not None and tag != source
        }
        if source is None or not targets:
            names = ", ".join(spoken) or "no language"
            self.findings(
                LANGUAGE, Span(path), hint=Phrase("its terms are in {names}", names=names), tag=names
            )
            return
        for concept in concepts:
            self._concept(concept, path, source, targets)

    def _concept(self, concept: Concept, path: str, source: str, targets: Mapping[str, str]) -> None:
        span = Span(path, concept.line)
        wanted = {source, *targets.values()}
        forms = [form for form in concept.forms if form.tag in wanted]
        for form in forms:
            if not is_form(form.text):
                problem = Phrase("{text!r} cannot be a form of a term", text=form.text[:40])
                hint = Phrase(
                    "a form has at most {max_form} characters, and a * only at the end of a word",
                    max_form=MAX_FORM,
                )
                self.findings(INVALID, span, hint=hint, id=concept.id, problem=problem)
                return
        own = [form.text for form in forms if form.tag == source and not form.forbidden]
        theirs = {name: [form for form in forms if form.tag == tag] for name, tag in targets.items()}
        if not own or not any(theirs.values()):
            return  # nothing that this book can use
        entry = next((self.by_form[_folded(text)] for text in own if _folded(text) in self.by_form), None)
        if entry is None:
            entry = _Entry(self._key(own[0]), [], note=concept.note)
            self.entries.append(entry)
        for text in own:
            if _folded(text) not in self.by_form:
                entry.forms.append(text)
                self.by_form[_folded(text)] = entry
                entry.changed = True
        for name, their_forms in theirs.items():
            for form in their_forms:
                self._form(entry, name, form.text, span, forbidden=form.forbidden)

    def _form(self, entry: _Entry, locale: str, form: str, span: Span, *, forbidden: bool) -> None:
        tag = self.project.locales[locale].tag
        ours, others = (entry.forbidden, entry.allowed) if forbidden else (entry.allowed, entry.forbidden)
        if _has(others, locale, tag, form):
            use, avoid = "to be used", "to be avoided"
            self.findings(
                CONFLICT,
                span,
                form=form,
                theirs=avoid if forbidden else use,
                ours=use if forbidden else avoid,
            )
        elif not _has(ours, locale, tag, form):
            ours.setdefault(next((key for key in _names(locale, tag) if key in ours), locale), []).append(
                form
            )
            entry.changed = True

    def _key(self, form: str) -> str:
        """Return a free key for a term: its words in small ASCII letters, else as they are."""
        plain = unicodedata.normalize("NFKD", form.casefold()).encode("ascii", "ignore").decode()
        stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or " ".join(form.replace("*", "").split())
        key, count = stem, 1
        while key in self.taken:
            count += 1
            key = f"{stem}-{count}"
        self.taken.add(key)
        return key


def _names(locale: str, tag: str) -> tuple[str, ...]:
    return locale, tag, tag.partition("-")[0]


def _has(forms: Mapping[str, Sequence[str]], locale: str, tag: str, form: str) -> bool:
    return any(_folded(form) in map(_folded, forms.get(key, ())) for key in _names(locale, tag))


def _folded(form: str) -> str:
    """Return a form for comparison; one with a wildcard covers the same without it."""
    return unicodedata.normalize("NFC", " ".join(word.removesuffix("*") for word in form.split())).casefold()


def _completed(text: str, entries: Sequence[_Entry]) -> str:
    """Return glossary.toml with the forms of some of its terms; comments and order stay."""
    import tomlkit

    document: Any = tomlkit.parse(text)
    for entry in entries:
        table = document[entry.key]
        _put(table, "term", entry.forms)
        for name, forms in entry.allowed.items():
            _put(table, name, forms)
        if entry.forbidden:
            refused = table.get("not")
            if refused is None:
                refused = table["not"] = tomlkit.inline_table()
            for name, forms in entry.forbidden.items():
                _put(refused, name, forms)
    return tomlkit.dumps(document)


def _put(table: Any, key: str, forms: Sequence[str]) -> None:
    old = table.get(key)
    if ([old] if isinstance(old, str) else list(old or ())) != list(forms):
        table[key] = forms[0] if len(forms) == 1 else list(forms)


def _table(entry: _Entry) -> str:
    lines = [f"[{entry.key if re.fullmatch('[A-Za-z0-9_-]+', entry.key) else quoted(entry.key)}]"]
    lines.append(f"term = {_value(entry.forms)}")
    lines += [f"{_name(name)} = {_value(forms)}" for name, forms in entry.allowed.items()]
    if entry.forbidden:
        inner = ", ".join(f"{_name(name)} = {_value(forms)}" for name, forms in entry.forbidden.items())
        lines.append(f"not = {{ {inner} }}")
    if entry.note:
        lines.append(f"note = {quoted(entry.note)}")
    return "\n".join(lines)


def _name(name: str) -> str:
    return name if re.fullmatch("[A-Za-z0-9_-]+", name) else quoted(name)


def _value(forms: Sequence[str]) -> str:
    return quoted(forms[0]) if len(forms) == 1 else f"[{', '.join(map(quoted, forms))}]"
