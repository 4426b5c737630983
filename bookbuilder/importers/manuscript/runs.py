"""Turns a flat row of runs, as word processors store text, into nested inlines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bookbuilder.importers.manuscript import nodes

PLAIN: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class StyledRun:
    """An inline with the styles around it (of `STYLES`), and its language, empty for that of the book."""

    node: nodes.Inline
    styles: frozenset[str] = PLAIN
    lang: str = ""


def nested(runs: Sequence[StyledRun]) -> tuple[nodes.Inline, ...]:
    """Return runs as inlines: neighbours of one style are joined, the style that lasts longest is outside.

    >>> both = StyledRun(nodes.Text("b"), frozenset({"strong", "emphasis"}))
    >>> nested([StyledRun(nodes.Text("a"), frozenset({"strong"})), both])[0].kind
    'strong'
    """
    return _nested([(run.node, _keys(run)) for run in runs])


def without_stray_code(runs: Sequence[StyledRun]) -> list[StyledRun]:
    """Return the runs of running text: a fixed-width font for a space, or for a letter within a word, is a slip and no code.

    >>> runs = [StyledRun(nodes.Text("Thes")), StyledRun(nodes.Code("e ")), StyledRun(nodes.Text("are"))]
    >>> [run.node.text for run in without_stray_code(runs)]
    ['Thes', 'e ', 'are']
    >>> type(without_stray_code(runs[:2])[1].node).__name__
    'Text'
    """
    out = list(runs)
    for index, run in enumerate(out):
        if not isinstance(run.node, nodes.Code):
            continue
        text = run.node.text
        before, behind = (_letters(out, index - 1)[-1:], _letters(out, index + 1)[:1])
        within = (before.isalnum() and text[:1].isalnum()) or (behind.isalnum() and text[-1:].isalnum())
        if within or not text.strip():
            out[index] = replace(run, node=nodes.Text(text))
    return out


def _letters(runs: Sequence[StyledRun], index: int) -> str:
    """Return the words of a run, if it is one of plain text."""
    node = runs[index].node if 0 <= index < len(runs) else None
    return node.text if isinstance(node, nodes.Text) else ""


def _keys(run: StyledRun) -> frozenset[str]:
    return run.styles | {f"lang={run.lang}"} if run.lang else run.styles


def _nested(runs: Sequence[tuple[nodes.Inline, frozenset[str]]]) -> tuple[nodes.Inline, ...]:
    out: list[nodes.Inline] = []
    index = 0
    while index < len(runs):
        node, keys = runs[index]
        if not keys:
            before = out[-1] if out else None
            if isinstance(node, nodes.Text) and isinstance(before, nodes.Text):
                out[-1] = nodes.Text(before.text + node.text)
            else:
                out.append(node)
            index += 1
            continue
        key, end = _longest(runs, index)
        content = _nested([(inner, others - {key}) for inner, others in runs[index:end]])
        if key.startswith("lang="):
            out.append(nodes.Styled("span", content, key.removeprefix("lang=")))
        else:
            out.append(nodes.Styled(key, content))
        index = end
    return tuple(out)


def _longest(runs: Sequence[tuple[nodes.Inline, frozenset[str]]], start: int) -> tuple[str, int]:
    """Return the style at a place that lasts longest, and where it ends."""
    best, best_end = "", start
    for key in sorted(runs[start][1], key=_order):
        end = start
        while end < len(runs) and key in runs[end][1]:
            end += 1
        if end > best_end:
            best, best_end = key, end
    return best, best_end


def _order(key: str) -> tuple[int, str]:
    return (nodes.STYLES.index(key) if key in nodes.STYLES else -1, key)
