"""What an export is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bookbuilder.exporters.exporter import Exporter, ReferenceFile


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """What is exported: the format, the locale (empty: the source) and the edition whose text it is (empty: the first one in
    one language), the options of `exporters.exporter.ExportInput`, and the file that it becomes (None: one in the output
    folder). One for a `review` names its texts, and is recorded as sent."""

    exporter: Exporter
    locale: str = ""
    edition: str = ""
    flavour: str = ""
    reference: ReferenceFile | None = None
    styles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    output: Path | None = None
    review: bool = False
