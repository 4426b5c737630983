"""Copies MiniSearch, which package-lock.json pins, to the scripts of the web edition: with its licence, without its manual.

Two thirds of the file are comments that document its interface, and a browser would look for the source map that it names.
Run it after a new version of MiniSearch is installed: `make test-environment && python scripts/minisearch.py`.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "node_modules" / "minisearch"
TARGET = ROOT / "bookbuilder" / "formats" / "web" / "scripts" / "minisearch.js"


def shortened() -> str:
    """Return the script without comments that document, below its licence."""
    version = json.loads((PACKAGE / "package.json").read_text(encoding="utf-8"))["version"]
    licence = (PACKAGE / "LICENSE.txt").read_text(encoding="utf-8").strip()
    source = (PACKAGE / "dist" / "umd" / "index.js").read_text(encoding="utf-8")
    source = re.sub(r"^ *//# sourceMappingURL=.*\n?", "", source, flags=re.MULTILINE)
    source = re.sub(r"^ */\*\*.*?\*/\n", "", source, flags=re.MULTILINE | re.DOTALL)
    return (
        f"/*! MiniSearch {version}, shortened by scripts/minisearch.py\n\n{licence}\n*/\n{source.strip()}\n"
    )


if __name__ == "__main__":
    TARGET.write_text(shortened(), encoding="utf-8")
    sys.exit()
