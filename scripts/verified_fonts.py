"""Check font files, and print the lines of `verified` in fonts/optional.toml: python scripts/verified_fonts.py FILE …

Each is a face of a family there, as one of the commands of `get` brings it.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from bookbuilder.html.font_check import font_problem


def main(paths: list[str]) -> int:
    """Print a line for each file that is whole, and tell the others."""
    failed = 0
    for path in paths:
        data = Path(path).read_bytes()
        if problem := font_problem(data):
            print(f"{path}: {problem}", file=sys.stderr)
            failed = 1
        else:
            print(f'  "{hashlib.sha256(data).hexdigest()}",  # {Path(path).name}')
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
