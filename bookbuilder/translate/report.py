"""Turns the status of translations into JSON and into a page to send to a translator."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from bookbuilder.diagnostics import Diagnostic
from bookbuilder.project import Project
from bookbuilder.translate.blocks import Block
from bookbuilder.translate.detail import Detail, details
from bookbuilder.translate.pictures import Picture
from bookbuilder.translate.regional import Difference
from bookbuilder.translate.status import ChapterStatus
from bookbuilder.world import Workspace


def as_json(
    world: Workspace,
    project: Project,
    found: Sequence[ChapterStatus],
    differing: Sequence[Difference] = (),
    drawn: Sequence[Picture] = (),
    *,
    diff: bool,
) -> str:
    """Return the status as JSON: locales with their chapters, counts by standing, and what is not done; what regional
    locales have of their own; and pictures with words that are to be made, or made anew.

    With `diff`, each block that is not done has its `source` as pieces (how, text) and its `translation`.
    """
    inside: dict[tuple[str, str], list[Detail]] = {}
    for detail in details(world, found) if diff else ():
        inside.setdefault((detail.locale, detail.stem), []).append(detail)
    locales: dict[str, list[dict[str, Any]]] = {}
    for one in found:
        blocks = inside.get((one.locale, one.stem), [])
        locales.setdefault(one.locale, []).append({
            "chapter": one.stem,
            "source": one.source,
            "translation": one.target,
            **({"terms": [_term(one) for one in one.terms]} if one.terms else {}),
            "share": round(one.share, 4),
            "counts": {kind: {"blocks": c.blocks, "words": c.words} for kind, c in one.counts.items()},
            "open": [_detail(block) for block in blocks] if diff else [
                {key: getattr(block, key) for key in block.__struct_fields__} for block in one.open
            ],
        })  # fmt: skip
    said: dict[str, Any] = {"source": project.source, "locales": locales}
    if differing:
        said["regional"] = [{key: getattr(one, key) for key in one.__struct_fields__} for one in differing]
    if drawn:
        said["pictures"] = [
            {"locale": one.locale, "path": one.path, "own": one.own, "standing": one.standing.value}
            for one in drawn
        ]
    return json.dumps(said, ensure_ascii=False, indent=2)


def _term(one: Diagnostic) -> dict[str, Any]:
    return {
        "code": one.code,
        "path": one.span.path,
        "line": one.span.line,
        "column": one.span.column,
        "says": one.message,
    }


def _detail(one: Detail) -> dict[str, Any]:
    return {
        "standing": one.standing.value,
        "path": one.path,
        "line": one.line,
        "column": one.column,
        "words": one.words,
        "kind": one.kind,
        "source": [[how.value, text] for how, text in one.source],
        "translation": [
            {"line": block.line, "column": block.column, "text": block.text} for block in one.targets
        ],
        "confidence": one.confidence,
    }


def page(
    world: Workspace, project: Project, found: Sequence[ChapterStatus], drawn: Sequence[Picture] = ()
) -> str:
    """Return an HTML page that stands by itself: a bar for each chapter, and each block that is not done, with what changed
    in it, its translation as it is, and the terms of the glossary that it has; last what the glossary has against blocks."""
    from jinja2 import Environment, StrictUndefined

    from bookbuilder.translate.noted import glossary, noted

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    template = environment.from_string(world.read_asset("package/translate/page.html").decode())
    tags = {name: locale.tag for name, locale in project.locales.items()}
    known = glossary(world, project)

    def terms(blocks: Sequence[Block], locale: str) -> tuple[str, ...]:
        return noted(known, blocks, (locale, tags[locale]))

    chapters: dict[str, list[tuple[ChapterStatus, list[Detail]]]] = {}
    for one in found:
        chapters.setdefault(one.locale, []).append((one, list(details(world, [one], terms))))
    return template.render(
        title=project.locales[project.source].title, source=tags[project.source], tags=tags, locales=chapters,
        pictures=drawn,
    )  # fmt: skip
