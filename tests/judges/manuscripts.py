"""Imports a manuscript of another project's tests, and counts what it lost on the way."""

from __future__ import annotations

import random
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from bookbuilder.diagnostics import BookbuilderError, Findings, Severity
from bookbuilder.pipeline.build_request import BuildRequest
from bookbuilder.pipeline.text_errors import text_errors
from bookbuilder.repairs.book_fonts import with_fonts
from bookbuilder.repairs.repair_import import repaired_files
from bookbuilder.world import World
from tests.importer.imported import parsed, printed, tried
from tests.judges.shown_words import shown_text, words

LARGEST = 4 << 20
"""Bytes of a file that is looked at: larger ones hold pictures."""
READ = {".docx", ".docm", ".odt", ".epub"}


@dataclass
class ManuscriptOutcome:
    """What became of a manuscript: whether it was `refused`, which errors of its text are left, which of the `wanted`
    words were lost. It is None if pandoc does not read it."""

    refused: str = ""
    errors: tuple[str, ...] = ()
    wanted: int | None = None
    lost: Counter[str] = field(default_factory=Counter)


def manuscripts(folder: Path, count: int, seed: str) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of some manuscripts below a folder that a seed draws, or of all if there are no more; an e-book
    that lies there unpacked is packed."""
    paths = [path for path in sorted(folder.rglob("*")) if _is_manuscript(path)]
    chosen = paths if seed == "all" else random.Random(seed).sample(paths, min(count, len(paths)))
    for path in sorted(chosen):
        if path.name == "mimetype":
            yield f"{path.parent.relative_to(folder)}.epub", _packed(path.parent)
        else:
            yield str(path.relative_to(folder)), path.read_bytes()


def _is_manuscript(path: Path) -> bool:
    if path.name == "mimetype":
        return (path.parent / "META-INF/container.xml").is_file()
    return path.suffix.lower() in READ and path.is_file() and path.stat().st_size <= LARGEST


def _packed(folder: Path) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as packed:
        packed.writestr("mimetype", (folder / "mimetype").read_bytes(), ZIP_STORED)
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path != folder / "mimetype":
                packed.write(path, path.relative_to(folder))
    return out.getvalue()


def manuscript_outcome(name: str, data: bytes, folder: Path) -> ManuscriptOutcome:
    """Return what becomes of a manuscript. `folder` is an empty one."""
    found = ManuscriptOutcome()
    given = folder / f"manuscript{Path(name).suffix.lower()}"
    given.write_bytes(data)
    html = _as_html(given)
    wanted: Counter[str] = words(shown_text(html)) if html else Counter()
    found.wanted = None if html is None else wanted.total()
    try:
        files, said = tried(data, name=given.name)
    except BookbuilderError as error:
        found.refused = str(error)
        return found
    if files is None:
        found.refused = "; ".join(str(one) for one in said.sorted() if one.severity is Severity.ERROR)
        return found
    world, findings = World(folder / "book"), Findings()
    repaired = repaired_files(world, with_fonts(world, files, findings), findings)
    errors = text_errors(world, repaired, BuildRequest())
    found.errors = tuple(str(one) for one in errors if one.code not in ("glyph.missing", "glyph.drawing"))
    chapters, _ = parsed(repaired)
    text = " ".join(data.decode() for path, data in repaired.items() if path.endswith((".md", ".toml")))
    shown = words(" ".join(printed(one) for one in chapters))
    found.lost = wanted - (shown | words(text))
    return found


def _as_html(path: Path) -> str | None:
    """Return what pandoc makes of a manuscript; None if it does not read it."""
    kind = {".docm": "docx"}.get(path.suffix, path.suffix[1:])
    command = ["pandoc", "-f", kind, "-t", "html", "--wrap=none", "--mathjax", str(path)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    except subprocess.TimeoutExpired:
        return None
    return f"<div>{done.stdout}</div>" if done.returncode == 0 else None
