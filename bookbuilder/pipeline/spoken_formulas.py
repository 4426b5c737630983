"""What is said of the formulas of a book, as the files beside its chapters say it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from bookbuilder.diagnostics import Findings
from bookbuilder.formulas.spoken_file import FILE, SpokenTexts, read_spoken_texts
from bookbuilder.pipeline.context import Context


@dataclass(frozen=True, slots=True)
class SpokenFormulas:
    """The files of formulas.toml that the chapters of a locale need; what is wrong is reported for its own alone."""

    context: Context
    locale: str
    files: dict[str, SpokenTexts] = field(default_factory=dict)

    def of(self, formulas: Sequence[str], chapter: str) -> Mapping[str, str]:
        """Return what is said of these formulas of a chapter, by their TeX. Reports `formula.file`."""
        if not formulas:
            return {}
        path = PurePosixPath(chapter).with_name(FILE).as_posix()
        if path not in self.files:
            own = path == f"chapters/{self.locale}/{FILE}"
            self.files[path] = _read(self.context, path, self.context.findings if own else Findings())
        texts = self.files[path].texts
        return {tex: texts[tex] for tex in formulas if tex in texts}


def _read(context: Context, path: str, findings: Findings) -> SpokenTexts:
    world = context.world
    return read_spoken_texts(world.text(path), path, findings) if world.exists(path) else SpokenTexts()
