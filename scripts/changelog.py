"""Cuts a release from the fragments of changelog.d/: `python scripts/changelog.py 0.3.0 2027-01-15`.

They go into CHANGELOG.md, the version into pyproject.toml, and the fragments are deleted. The tag of a release is `v0.3.0`.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
KINDS = ("added", "changed", "fixed", "removed")
"""The kinds of changes, in the order in which they are printed."""
HEAD = "# Changelog\n\n"


def fragments(root: Path) -> list[Path]:
    """Return the fragments of a checkout in the order in which they are printed. Raises `ValueError` for a file that is
    none."""
    found = sorted(path for path in (root / "changelog.d").iterdir() if path.name != "README.md")
    for path in found:
        kind = path.suffixes[-2].removeprefix(".") if len(path.suffixes) > 1 else ""
        if path.suffix != ".md" or kind not in KINDS:
            raise ValueError(f"{path.name}: a fragment is called <name>.<{'|'.join(KINDS)}>.md")
        if not re.fullmatch(r"(\* \S.*\n(  \S.*\n)*)+", path.read_text(encoding="utf-8")):
            raise ValueError(
                f"{path.name}: a fragment consists of bullets, with two spaces before the lines that go on"
            )
    return sorted(found, key=lambda path: KINDS.index(path.suffixes[-2].removeprefix(".")))


def released(root: Path, version: str, date: str) -> str:
    """Return CHANGELOG.md with the fragments as a release."""
    text = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    bullets = "".join(path.read_text(encoding="utf-8") for path in fragments(root))
    return f"{HEAD}## {version} ({date}, tag v{version})\n\n{bullets}\n{text.removeprefix(HEAD)}"


def main() -> None:
    """Cut a release of the checkout that holds this script."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("version")
    parser.add_argument("date")
    asked = parser.parse_args()
    text = released(ROOT, asked.version, asked.date)
    done = fragments(ROOT)
    (ROOT / "CHANGELOG.md").write_text(text, encoding="utf-8")
    project = ROOT / "pyproject.toml"
    lines = project.read_text(encoding="utf-8")
    project.write_text(
        re.sub(r'(?m)^version = ".*"$', f'version = "{asked.version}"', lines, count=1), encoding="utf-8"
    )
    for path in done:
        path.unlink()


if __name__ == "__main__":
    main()
