"""Turns values of the features into messages of the Language Server Protocol 3.17, and positions of an editor into ours."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from lsprotocol import types

from bookbuilder.chapter_index.chapter_index import ChapterIndex
from bookbuilder.chapter_index.extents import Extent
from bookbuilder.diagnostics import Diagnostic, Severity
from bookbuilder.language_server import code_actions, completion, outline, suggestion
from bookbuilder.language_server.editor_text import EditorText
from bookbuilder.language_server.folding import Fold
from bookbuilder.language_server.hover import Hover
from bookbuilder.language_server.inlay_hints import Hint
from bookbuilder.language_server.text_edits import Edit
from bookbuilder.language_server.word_counts import WordCount
from bookbuilder.markdown.escape_markdown import escape_for_others

SOURCE = "bookbuilder"
_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.NOTICE: types.DiagnosticSeverity.Information,
}
_ITEM_KINDS = {
    suggestion.Sort.ID: types.CompletionItemKind.Reference,
    suggestion.Sort.CHAPTER: types.CompletionItemKind.Module,
    suggestion.Sort.FACT: types.CompletionItemKind.Constant,
    suggestion.Sort.NAME: types.CompletionItemKind.Variable,
    suggestion.Sort.NOTE: types.CompletionItemKind.Text,
    suggestion.Sort.SOURCE: types.CompletionItemKind.Reference,
    suggestion.Sort.FILE: types.CompletionItemKind.File,
    suggestion.Sort.DIRECTIVE: types.CompletionItemKind.Keyword,
    suggestion.Sort.KEY: types.CompletionItemKind.Property,
    suggestion.Sort.WORD: types.CompletionItemKind.EnumMember,
}
_SYMBOLS = {
    outline.Sign.CHAPTER: types.SymbolKind.File,
    outline.Sign.SECTION: types.SymbolKind.String,
    outline.Sign.ID: types.SymbolKind.Key,
    outline.Sign.NOTE: types.SymbolKind.Number,
    outline.Sign.TABLE: types.SymbolKind.Module,
    outline.Sign.KEY: types.SymbolKind.Property,
}
_ACTIONS = {
    code_actions.ActionSort.FIX: types.CodeActionKind.QuickFix,
    code_actions.ActionSort.FIX_ALL: types.CodeActionKind.SourceFixAll,
    code_actions.ActionSort.REWRITE: types.CodeActionKind.RefactorRewrite,
}
_WORD = re.compile(r"[^\s]+")


@dataclass(frozen=True, slots=True)
class Files:
    """The files of a book, by their paths: the address of each, its text, in which positions are counted, and the editor's
    number of that text, None for a file that is not open. `versioned`: an editor compares such numbers before an edit.
    `exists`: whether there is such a file yet."""

    uri: Callable[[str], str]
    text: Callable[[str], EditorText]
    version: Callable[[str], int | None]
    versioned: bool
    exists: Callable[[str], bool]


def range_of(place: Extent, text: EditorText) -> types.Range:
    """Return a stretch as an editor counts it."""
    return types.Range(
        types.Position(*text.editor_position(place.line, place.column)),
        types.Position(*text.editor_position(place.end_line, place.end_column)),
    )


MOST = 1_000
"""Diagnostics of a file that are shown: more are no help, and editors become slow."""


def diagnostics(
    found: Sequence[Diagnostic], text: EditorText, chapter: ChapterIndex | None
) -> list[types.Diagnostic]:
    """Return the diagnostics of a file, the first and the most serious ones if there are very many."""
    shown = list(found)
    if len(shown) > MOST:
        shown = sorted(
            sorted(shown, key=lambda one: list(_SEVERITIES).index(one.severity))[:MOST],
            key=lambda one: one.span,
        )
    return [diagnostic(one, text, chapter) for one in shown]


def diagnostic(found: Diagnostic, text: EditorText, chapter: ChapterIndex | None) -> types.Diagnostic:
    """Return a diagnostic, with its hint."""
    return types.Diagnostic(
        range_of(diagnostic_place(found, text, chapter), text),
        f"{found.message}\n{found.hint}" if found.hint else found.message,
        severity=_SEVERITIES[found.severity],
        code=found.code,
        source=SOURCE,
    )


def diagnostic_place(found: Diagnostic, text: EditorText, chapter: ChapterIndex | None) -> Extent:
    """Return the stretch of a diagnostic, which itself has only a start: the text that its fix replaces, the node or word
    there, or the whole line."""
    span, lines = found.span, text.lines
    row = min(max(span.line, 1), len(lines))
    line = lines[row - 1]
    if not span.column:
        indent = len(line) - len(line.lstrip())
        return Extent(span.path, row, indent + 1, row, len(line.rstrip()) + 1 if line.strip() else 1)
    if found.fix and found.fix.span == span and "\n" not in found.fix.old and found.fix.old:
        return Extent(span.path, row, span.column, row, span.column + len(found.fix.old))
    around = chapter.nodes.get(span) if chapter else None
    if around and around.end_line < row + 20:
        return around
    word = _WORD.match(line, span.column - 1)
    return Extent(span.path, row, span.column, row, (word.end() if word else span.column) + 1)


def hover(found: Hover, text: EditorText, *, markdown: bool) -> types.Hover:
    """Return what is shown; words of the book are escaped, so that they can neither be links nor load pictures."""
    if markdown:
        said = str if found.manual else escape_for_others
        lines = [f"**{escape_for_others(found.heading)}**", ""]
        lines += [f"- {escape_for_others(label)}: {said(words)}" for label, words in found.rows]
        lines += ["", said(found.text)] if found.text else []
        if found.drawing:  # the program's own, which names no address
            address = f"data:image/svg+xml;base64,{b64encode(found.drawing).decode()}"
            lines += ["", f"![{escape_for_others(found.heading)}]({address})"]
        kind = types.MarkupKind.Markdown
    else:
        lines = [found.heading, *(f"{label}: {words}" for label, words in found.rows), found.text]
        kind = types.MarkupKind.PlainText
    content = types.MarkupContent(kind, "\n".join(lines).strip())
    return types.Hover(content, range_of(found.place, text))


def completions(found: completion.Suggestions, text: EditorText) -> types.CompletionList:
    """Return suggestions; what is written so far is replaced."""
    place = range_of(found.place, text)
    items = [
        types.CompletionItem(
            one.label,
            kind=_ITEM_KINDS[one.sort],
            detail=one.detail or None,
            documentation=one.text or None,
            # An editor sorts by it, and otherwise by the label.
            sort_text=f"{number:05}",
            filter_text=one.inserted,
            text_edit=types.TextEdit(place, one.inserted),
        )
        for number, one in enumerate(found.items)
    ]
    return types.CompletionList(not found.whole, items)


def locations(places: Iterable[Extent], files: Files) -> list[types.Location]:
    """Return stretches in files of the book."""
    return [
        types.Location(files.uri(place.path), range_of(place, files.text(place.path))) for place in places
    ]


def workspace_edit(edits: Sequence[Edit], files: Files) -> types.WorkspaceEdit:
    """Return edits of files of the book as a single one, made as a whole or not at all. Each file keeps its line ends."""
    by_path: dict[str, list[types.TextEdit]] = {}
    for edit in edits:
        text = files.text(edit.place.path)
        new = edit.new.replace("\n", "\r\n") if "\r\n" in text.text else edit.new
        by_path.setdefault(edit.place.path, []).append(types.TextEdit(range_of(edit.place, text), new))
    if not files.versioned:
        return types.WorkspaceEdit(changes={files.uri(path): found for path, found in by_path.items()})
    new_files = [
        types.CreateFile(files.uri(path), options=types.CreateFileOptions(ignore_if_exists=True))
        for path in by_path
        if not files.exists(path)
    ]
    changes = [
        types.TextDocumentEdit(
            types.OptionalVersionedTextDocumentIdentifier(files.uri(path), files.version(path)),
            list(found),
        )
        for path, found in by_path.items()
    ]
    return types.WorkspaceEdit(document_changes=[*new_files, *changes])


def actions(
    found: Iterable[code_actions.Action],
    files: Files,
    messages: Mapping[Diagnostic, types.Diagnostic],
) -> list[types.CodeAction]:
    """Return code actions."""
    return [
        types.CodeAction(
            one.title,
            kind=_ACTIONS[one.sort],
            diagnostics=[messages[found] for found in one.diagnostics if found in messages] or None,
            edit=workspace_edit(one.edits, files),
        )
        for one in found
    ]


def action_kind(action: code_actions.Action) -> str:
    """Return the kind of an action, as an editor asks for it."""
    return _ACTIONS[action.sort].value


def symbols(entries: Iterable[outline.OutlineItem], text: EditorText) -> list[types.DocumentSymbol]:
    """Return the entries of an outline."""
    return [
        types.DocumentSymbol(
            " ".join(entry.name.split()) or "…",
            _SYMBOLS[entry.sign],
            range_of(entry.whole, text),
            range_of(entry.place, text),
            detail=entry.detail or None,
            children=symbols(entry.entries, text),
        )
        for entry in entries
    ]


def folds(found: Iterable[Fold]) -> list[types.FoldingRange]:
    """Return what can be folded."""
    comment = types.FoldingRangeKind.Comment
    return [
        types.FoldingRange(fold.first - 1, fold.last - 1, kind=comment if fold.comment else None)
        for fold in found
    ]


def hints(found: Iterable[Hint], text: EditorText) -> list[types.InlayHint]:
    """Return inlay hints."""
    return [
        types.InlayHint(
            types.Position(*text.editor_position(hint.line, hint.column)),
            hint.label,
            tooltip=hint.text or None,
            padding_left=not hint.before,
            padding_right=hint.before,
        )
        for hint in found
    ]


def lenses(found: Iterable[WordCount], text: EditorText) -> list[types.CodeLens]:
    """Return word counts as lines above the text, which do nothing."""
    result = []
    for count in found:
        place = types.Position(*text.editor_position(count.line, 1))
        result.append(types.CodeLens(types.Range(place, place), command=types.Command(count.text, "")))
    return result
