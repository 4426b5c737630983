"""Writes the status of translations as JSON, and as an HTML page for translators."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bookbuilder.diagnostics import Diagnostic
from bookbuilder.printed_text import json_text
from bookbuilder.project import Project
from bookbuilder.translate.block_details import BlockDetail, details
from bookbuilder.translate.chapter_blocks import Block
from bookbuilder.translate.chapter_status import ChapterStatus, OpenBlock
from bookbuilder.translate.picture_status import LocalizedPicture
from bookbuilder.translate.regional_overrides import Override
from bookbuilder.world import Workspace


def as_json(
    world: Workspace,
    project: Project,
    statuses: Sequence[ChapterStatus],
    differing: Sequence[Override] = (),
    drawn: Sequence[LocalizedPicture] = (),
    *,
    diff: bool,
) -> str:
    """Return the status as JSON: chapters by locale, counts by status, open blocks; overrides of regional locales; and
    pictures that are missing or outdated.

    With `diff`, each open block has its `source` as a diff (pairs of change and text) and its `translation`.
    """
    inside: dict[tuple[str, str], list[BlockDetail]] = {}
    for detail in details(world, statuses) if diff else ():
        inside.setdefault((detail.locale, detail.stem), []).append(detail)
    locales: dict[str, list[dict[str, Any]]] = {}
    for status in statuses:
        blocks = inside.get((status.locale, status.stem), [])
        locales.setdefault(status.locale, []).append({
            "chapter": status.stem,
            "source": status.source,
            "translation": status.target,
            **({"terms": [_term(term) for term in status.terms]} if status.terms else {}),
            "share": round(status.share, 4),
            **({"left_out": True} if status.left_out else {}),
            "counts": {kind: {"blocks": c.blocks, "words": c.words} for kind, c in status.counts.items()},
            "open": [_detail(block) for block in blocks] if diff else [
                _open_block(block) for block in status.open
            ],
        })  # fmt: skip
    values: dict[str, Any] = {"source": project.source, "locales": locales}
    if differing:
        values["regional"] = [{key: getattr(one, key) for key in one.__struct_fields__} for one in differing]
    if drawn:
        values["pictures"] = [
            {
                "locale": picture.locale,
                "path": picture.path,
                "own": picture.localized,
                "standing": picture.status.value,
            }
            for picture in drawn
        ]
    return json_text(values, indent=2)


def _open_block(block: OpenBlock) -> dict[str, Any]:
    return {
        "standing": block.status,
        "path": block.path,
        "line": block.line,
        "column": block.column,
        "words": block.words,
        "text": block.text,
    }


def _term(diagnostic: Diagnostic) -> dict[str, Any]:
    return {
        "code": diagnostic.code,
        "path": diagnostic.span.path,
        "line": diagnostic.span.line,
        "column": diagnostic.span.column,
        "says": diagnostic.message,
    }


def _detail(detail: BlockDetail) -> dict[str, Any]:
    return {
        "standing": detail.status.value,
        "path": detail.path,
        "line": detail.line,
        "column": detail.column,
        "words": detail.words,
        "kind": detail.kind,
        "source": [[how.value, text] for how, text in detail.source],
        "translation": [
            {"line": block.line, "column": block.column, "text": block.text} for block in detail.targets
        ],
        "confidence": detail.confidence,
    }


def html_page(
    world: Workspace,
    project: Project,
    statuses: Sequence[ChapterStatus],
    drawn: Sequence[LocalizedPicture] = (),
) -> str:
    """Return a self-contained HTML page: a progress bar for each chapter, its open blocks with source diff, current
    translation and glossary terms, and its violations of the glossary."""
    from jinja2 import Environment, StrictUndefined

    from bookbuilder.translate.glossary_notes import glossary_notes, load_glossary

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    template = environment.from_string(world.read_asset("package/translate/page.html").decode())
    tags = {name: locale.tag for name, locale in project.locales.items()}
    glossary = load_glossary(world, project)

    def terms(blocks: Sequence[Block], locale: str) -> tuple[str, ...]:
        return glossary_notes(glossary, blocks, (locale, tags[locale]))

    chapters: dict[str, list[tuple[ChapterStatus, list[BlockDetail]]]] = {}
    for one in statuses:
        chapters.setdefault(one.locale, []).append((one, list(details(world, [one], terms))))
    return template.render(
        title=project.locales[project.source].title, source=tags[project.source], tags=tags, locales=chapters,
        pictures=drawn,
    )  # fmt: skip
