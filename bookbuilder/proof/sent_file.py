"""What went out as a proof: `proof/sent/<name>.toml`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bookbuilder import toml
from bookbuilder.world import BookFiles

FOLDER = "proof/sent"


@dataclass(frozen=True, slots=True)
class SentProof:
    """A proof that went out: its name, kind (`pdf`, `docx`, …), locale, edition, and the first part of its identifier as
    hexadecimal digits (`/ID[0]` of a PDF)."""

    name: str
    kind: str = ""
    locale: str = ""
    edition: str = ""
    identifier: str = ""


def sent_proofs(world: BookFiles) -> Iterator[SentProof]:
    """Yield the proofs that went out, by name; a file that cannot be read is left out."""
    for path in sorted(world.files(FOLDER)) if world.folder_exists(FOLDER) else ():
        if not path.endswith(".toml"):
            continue
        try:
            data = toml.loads(world.text(path))
        except toml.TomlError:
            continue
        name = path.rpartition("/")[2].removesuffix(".toml")
        yield SentProof(
            _text(data, "name") or name,
            _text(data, "kind"),
            _text(data, "locale"),
            _text(data, "edition"),
            _text(data, "id").lower(),
        )


def _text(data: dict[str, Any], name: str) -> str:
    value = data.get(name, "")
    return value if isinstance(value, str) else ""
