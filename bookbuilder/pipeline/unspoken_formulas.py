"""Lists the formulas of a book of which nobody has said how they are read aloud."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from bookbuilder.document.spoken_formulas import lacks_spoken_text
from bookbuilder.formats.format import formats
from bookbuilder.formulas.spoken_file import FILE, spoken_key
from bookbuilder.large_call_stack import with_large_call_stack
from bookbuilder.pipeline import artifacts
from bookbuilder.pipeline.build_request import BuildRequest
from bookbuilder.pipeline.context import Context
from bookbuilder.pipeline.locale_version import versions
from bookbuilder.pipeline.plan import make_plan
from bookbuilder.pipeline.read_locales import read_locales


@dataclass(frozen=True, slots=True)
class UnspokenFormulas:
    """The formulas of a folder of chapters that nobody has said so of, as MathML by their TeX; `path` is that of the file
    which would say it, `language` that of the chapters, `count` that of all formulas there."""

    path: str
    language: str
    missing: Mapping[str, str]
    count: int


@with_large_call_stack
def unspoken_formulas(context: Context, request: BuildRequest) -> tuple[UnspokenFormulas, ...]:
    """Return the unspoken formulas of the locales that a request names. Reports `formula.*`; raises `BookbuilderError` for a
    locale that the book does not have."""
    project = artifacts.load(context)
    if project is None:
        return ()
    plan = make_plan(project, request, kinds := formats())
    quiet = context.quiet
    readings = read_locales(quiet, plan, kinds)
    context.findings.extend(
        one
        for one in quiet.findings.sorted()
        if one.code in ("formula.file", "formula.unset", "formula.unused")
    )
    found: dict[str, UnspokenFormulas] = {}
    for there, edition in plan.wanted:
        if there is not project:
            continue
        for version, locale in zip(versions(edition), edition.locales, strict=True):
            path, reading = f"chapters/{locale.name}/{FILE}", readings[version]
            formulas = {
                spoken_key(formula.tex): formula
                for galley in reading.document.galleys
                for formula in galley.summary.formulas
                if PurePosixPath(formula.span.path).with_name(FILE).as_posix() == path
            }
            before = found[path].missing if path in found else {}
            missing = {tex: one.mathml for tex, one in formulas.items() if lacks_spoken_text(one)}
            found[path] = UnspokenFormulas(
                path, reading.locale.language, {**before, **missing}, len(formulas)
            )
    return tuple(one for one in found.values() if one.count)
