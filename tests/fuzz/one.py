"""Fuzzes one target in this process:  python -m tests.fuzz.one TARGET [options of libFuzzer] FOLDER…"""

from __future__ import annotations

import sys
from contextlib import suppress

LIBRARIES = ["bookbuilder", "markdown_it", "mdit_py_plugins", "tinycss2"]
"""The packages whose branches guide it."""


def main() -> None:
    """Run until a limit of the options is reached, or a bug is found: its input is written, and the exit code is not 0."""
    import atheris  # `make fuzz` installs it; the tests read this module without it

    with atheris.instrument_imports(include=LIBRARIES):
        from bookbuilder.diagnostics import BookbuilderError
        from tests.fuzz.targets import targets

    name = sys.argv.pop(1)
    (target,) = (one for one in targets() if one.name == name)

    def read(data: bytes) -> None:
        with suppress(BookbuilderError):
            target.read(data)

    atheris.Setup(sys.argv, read)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
