"""How WeasyPrint is loaded: its C declarations need not be parsed, for they are what cffi makes of those that it and we
have, and its C libraries stay until the process is gone."""

from __future__ import annotations

import ast
import hashlib
import os
import subprocess
import sys
from pathlib import Path

import cffi
import pytest

from bookbuilder.formats.pdf.engine.setup import (
    cffi_declarations,
    declarations,
    load_weasyprint,
    parsed_declarations,
)

ROOT = Path(__file__).parents[2]
HEAD = '''"""What WeasyPrint and `cffi_declarations` declare of C libraries, as cffi parses it; see `setup.declarations`.

Made by `pytest tests/pdf/test_load_weasyprint.py --accept`.
"""

SOURCE = "{source}"
"""The hash of WeasyPrint's `text/ffi.py`."""


def interface(kind: type) -> object:
    """Return an interface of a kind (`_cffi_backend.FFI`) to all that is declared."""
    return kind('''
ASKED = """
import sys
{first}
import weasyprint.text.ffi as theirs
from bookbuilder.formats.pdf.engine.setup.cffi_declarations import ffi
print(type(ffi).__name__, "pycparser" in sys.modules)
print(ffi is theirs.ffi, ffi.sizeof("PangoRectangle"), ffi.offsetof("PangoGlyphItem", "glyphs"),
    [name for name, _ in ffi.typeof("PangoLogAttr").fields] if ffi.typeof("PangoLogAttr").kind == "struct" else "",
    theirs.pango.pango_version(), theirs.pango.PANGO_WRAP_WORD, theirs.pango.pango_layout_copy is not None,
    ffi.string(ffi.new("char[]", b"a")))
"""


def _declarations() -> list[str]:
    """Return what WeasyPrint declares."""
    return [
        node.args[0].value
        for node in ast.walk(ast.parse(declarations.source()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "cdef"
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    ]


def _made(folder: Path) -> str:
    """Return the module as cffi makes it."""
    parsed = cffi.FFI()
    for one in (*_declarations(), cffi_declarations.DECLARATIONS):
        parsed.cdef(one, override=True)
    parsed.set_source("declared", None)
    place = folder / "declared.py"
    parsed.emit_python_code(str(place))
    body = place.read_text(encoding="utf-8").split("_cffi_backend.FFI(", 1)[1]
    return HEAD.replace("{source}", hashlib.sha256(declarations.source()).hexdigest()) + body


def test_the_declarations_are_those_of_the_release(tmp_path: Path, accept: bool) -> None:
    made, place = _made(tmp_path), Path(parsed_declarations.__file__)
    if accept:
        place.write_text(made, encoding="utf-8")
    assert len(_declarations()) == 1
    assert place.read_text(encoding="utf-8") == made, "make it anew with --accept"


def _told(first: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", ASKED.format(first=first)],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    return done.stdout.splitlines()


@pytest.mark.heavy
@pytest.mark.parametrize(
    "module",
    [
        "engine.compile_part",
        "engine.whole_document",
        "engine.drawing.font_subsets",
        "engine.setup.cffi_declarations",
    ],
)
def test_whatever_comes_first_nothing_is_parsed(module: str) -> None:
    kind, *known = _told(f"import bookbuilder.formats.pdf.{module}")
    parsed, *same = _told("")
    assert (kind, parsed) == ("Declared False", "FFI True")
    assert known == same


@pytest.mark.heavy
def test_another_weasyprint_is_parsed() -> None:
    unknown = "import importlib.util; importlib.util.find_spec = lambda _: None"
    assert _told(f"{unknown}; import {load_weasyprint.__name__}") == _told("")


@pytest.mark.heavy
def test_libraries_stay_until_the_process_is_gone(tmp_path: Path) -> None:
    """A thread of Pango's ends after the last font map, while Python ends."""

    def unloaded(module: str) -> str:
        log = tmp_path / module
        surroundings = os.environ | {"LD_DEBUG": "files", "LD_DEBUG_OUTPUT": str(log)}
        subprocess.run([sys.executable, "-c", f"import {module}"], check=True, cwd=ROOT, env=surroundings)
        texts = [path.read_text(errors="replace") for path in tmp_path.glob(f"{log.name}.*")]
        return "\n".join(line for text in texts for line in text.splitlines() if "destroying" in line)

    assert "libpango" in unloaded("weasyprint.text.ffi")
    assert "libpango" not in unloaded(load_weasyprint.__name__)


def test_a_weasyprint_without_a_source_is_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(declarations, "find_spec", lambda _: None)
    assert declarations.source() == b""
