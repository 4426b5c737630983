"""Turns the state of a preview into what its page in the browser gets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bookbuilder.diagnostics import Diagnostic
from bookbuilder.preview.live_state import ShownEdition, State
from bookbuilder.repairs.todo_list import TodoEntry, todo_list


def as_json(state: State, said: Callable[[str], str]) -> dict[str, Any]:
    """Return a state as the browser gets it; `said` says a text of the program in the language of the page."""
    return {
        "number": state.number,
        "build": state.build,
        "building": state.building,
        "failed": state.failed,
        "draft": state.draft,
        "seconds": round(state.seconds, 3),
        "changed": list(state.changed),
        "editions": [_edition(one, state) for one in state.editions],
        "at": None
        if state.at is None
        else {"path": state.at.path, "line": state.at.line, "column": state.at.column},
        "asked": state.asked,
        "diagnostics": [_problem(one, said) for one in state.diagnostics],
        "todo": [_todo(entry, state, said) for entry in todo_list(state.diagnostics)],
    }


def _problem(one: Diagnostic, said: Callable[[str], str]) -> dict[str, Any]:
    message, hint = map(said, one.phrases)
    texts = {"message": message, "hint": hint}
    return {"place": str(one.span), "fix": one.fix is not None, **one.as_json(), **texts}


def _todo(entry: TodoEntry, state: State, said: Callable[[str], str]) -> dict[str, Any]:
    """Return a kind of problems with the index of its first one."""
    return {
        "code": entry.code,
        "text": said(entry.text),
        "advice": said(entry.advice),
        "fix": entry.can_be_fixed,
        "first": state.diagnostics.index(entry.places[0]),
    }


def _edition(shown: ShownEdition, state: State) -> dict[str, Any]:
    edition = shown.edition
    early = next((one for one in state.early if one.key == shown.key), None)
    folders = [name for name in edition.files if edition.format == "web" and not name.endswith(".html")]
    return {
        "key": shown.key,
        "build": shown.build,
        "early": early and {"number": early.number, "pages": [place + 1 for place in early.pages.places]},
        "title": edition.title,
        "address": f"{edition.languages}/{edition.name}",
        "pdf": any(name.endswith(".pdf") for name in edition.files),
        "epub": any(name.endswith(".epub") for name in edition.files),
        "web": f"{folders[0]}/index.html" if folders else "",
    }
