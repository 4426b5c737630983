"""Soft hyphens stand in running text when the edition asks for them, and nowhere else."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from bookbuilder import api
from tests.cases import book

CHAPTER = """# Verhandlungen der Regierungen

## Zusammenarbeit {#zusammenarbeit}

Sicherheitsgarantien, `Sicherheitsgarantien` und https://example.org/Sicherheitsgarantien stehen im
[Kapitel](#zusammenarbeit) oder unter <https://example.org/Verhandlungen>, [gouvernement]{lang=fr}.

| Regierung | `Regierung` |
|---|---|
| Unterstützung | b |

::: aside Zusammenfassung
Unterstützung.
:::
"""
EDITIONS = '[editions.plain]\nformat = "epub"\n\n[editions.soft]\nformat = "epub"\nsoft_hyphens = true\n'


def pages(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as file:
        return {
            name: file.read(name).decode()
            for name in file.namelist()
            if name.endswith((".xhtml", ".ncx", ".opf"))
        }


def test_soft_hyphens(tmp_path: Path) -> None:
    result = api.build(book.write(tmp_path, {"chapters/de/01-a.md": CHAPTER}, editions=EDITIONS))
    assert not result.failed, result.diagnostics
    plain, soft = (pages(next(f for f in result.files if name in f.name)) for name in ("plain", "soft"))
    (chapter,) = (text for name, text in soft.items() if "01-a" in name)
    for words in (
        "Sicher\u00adheits\u00adga\u00adran\u00adtien, <code>Sicherheitsgarantien</code>",
        "https://example.org/Sicherheitsgarantien",
        ">https://example.org/Verhandlungen</a>",
        ">gou\u00adver\u00adne\u00adment</span>",
        ">Unter\u00adstüt\u00adzung</td>",
        ">Zusammenarbeit</h2>",
        ">Zusammenfassung</p>",
    ):
        assert words in chapter
    tags = "".join(re.findall(r"<[^>]*>", "".join(soft.values())))
    assert "\u00ad" not in tags
    for name, text in plain.items():
        assert "\u00ad" not in text
        if name.endswith((".ncx", "nav.xhtml")):
            assert "\u00ad" not in soft[name]
        elif name.endswith(".xhtml"):
            assert soft[name].replace("\u00ad", "") == text
