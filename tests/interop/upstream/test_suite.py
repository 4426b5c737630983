"""WeasyPrint's own tests say the same with our patches as without, but for those that `differences.toml` names.

They lie in its source distribution, which `make interop` fetches by the hash in the lock. What comes of them without our
patches depends on that alone, so it is kept (`without_patches.toml`), as what Ghostscript draws is (`kept_drawings.py`).
"""

import shutil
import subprocess
import sys
import tarfile
import tomllib
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
import weasyprint

from tests.interop.conftest import REPO
from tests.interop.upstream import kept_drawings, outcome_without_patches
from tests.interop.upstream.kept_drawings import Drawings
from tests.interop.upstream.outcome_without_patches import Outcome, kept, write
from tests.validators.machine import clean_environment

SOURCE = REPO / f".venv/weasyprint/weasyprint-{weasyprint.__version__}.tar.gz"
KNOWN = tomllib.loads(Path(__file__).with_name("differences.toml").read_text(encoding="utf-8"))
PATCHES, DRAWINGS = (
    Path(__file__).with_name(f"{name}.py") for name in ("bookbuilder_patches", "kept_drawings")
)
"""Plugins of pytest, which are loaded where WeasyPrint's tests run."""
DRAWN = Path(__file__).with_name("drawings.xz")


@pytest.fixture(scope="module")
def suite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with WeasyPrint's tests, but without WeasyPrint: the installed one is tested."""
    folder = tmp_path_factory.mktemp("weasyprint")
    with tarfile.open(SOURCE) as source:
        for member in source:
            name = member.name.partition("/")[2]
            if name.startswith("tests/"):
                source.extract(member.replace(name=name, deep=False), folder, filter="data")
    for plugin in (PATCHES, DRAWINGS):
        shutil.copy(plugin, folder)
    return folder


def run(suite: Path, *options: str, renewed: Path | None = None) -> Outcome:
    """Run the tests and return what came of them: `passed`, `failure`, `error` or `skipped` (also: fails as expected).

    Where drawings are to be `renewed`, all are made, and kept in that file.
    """
    report = suite / "report.xml"
    command = [
        sys.executable,
        "-m",
        "pytest",
        "tests",
        "-n",
        "0",  # other tests have the other core, and nothing is collected three times
        "-q",
        "--tb=no",
        "--assert=plain",  # to rewrite 150 modules takes longer than to load them, and nobody reads why
        f"--junit-xml={report}",
        "-p",
        DRAWINGS.stem,
        *options,
    ]
    environment = {**clean_environment(), "PYTHONPATH": str(suite), kept_drawings.KEPT: str(DRAWN)}
    if renewed:
        environment |= {kept_drawings.KEPT: str(suite / "none"), kept_drawings.RENEWED: str(renewed)}
    ended = subprocess.run(
        [*command, "-p", "no:cacheprovider", "--rootdir", suite],
        cwd=suite, env=environment, timeout=2400, check=False,
        capture_output=True, text=True,
    )  # fmt: skip
    assert ended.returncode in (0, 1), ended.stdout[-2000:] + ended.stderr[-2000:]
    found = {}
    for case in ET.parse(report).iter("testcase"):
        path = case.attrib["classname"].replace(".", "/")
        test = case.attrib["name"].replace(str(suite), "SUITE")  # some are called by the address of a file
        found[f"{path}.py::{test}"] = next(
            (child.tag for child in case if child.tag in ("failure", "error", "skipped")), "passed"
        )
    return Outcome.of(found)


def test_the_tests_of_weasyprint_say_the_same_with_our_patches(suite: Path, accept: bool) -> None:
    known = None if accept else kept()
    patched = run(suite, "-p", PATCHES.stem, renewed=DRAWN if accept else None)
    without = known or run(suite)
    if accept:
        write(without)
    if known and (known.names != patched.names or known.differing(patched) != KNOWN["differences"].keys()):
        without = run(suite)  # a font that is installed here may make the difference, and no patch
    assert without.names == patched.names
    assert without.passed > 4000
    failing = {name for name, came in without.others.items() if came in ("failure", "error")}
    assert failing <= KNOWN["failing"].keys()
    assert without.differing(patched) == KNOWN["differences"].keys()


def test_what_is_kept_is_an_outcome() -> None:
    found = {"a": "passed", "b": "skipped", "c": "failure"}
    one, other = Outcome.of(found), Outcome.of({**found, "a": "failure", "b": "passed"})
    assert (one.passed, one.others, one.names == other.names) == (1, {"b": "skipped", "c": "failure"}, True)
    assert one.differing(other) == {"a", "b"} and one.differing(one) == set()
    assert Outcome.of({**found, "d": "passed"}).names != one.names


def test_another_lock_asks_to_renew_what_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outcome_without_patches, "lock_digest", lambda: "another")
    with pytest.raises(AssertionError, match="--accept"):
        kept()


def test_on_another_machine_the_tests_are_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outcome_without_patches, "machine", lambda: {"python": "2.7"})
    assert kept() is None


def test_what_is_kept_is_drawn_by_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another PDF, other options and another version are drawn; what is tried all the same has to be what is kept."""
    pdf, program = tmp_path / "a.pdf", tmp_path / "gs"
    pdf.write_bytes(b"one")
    program.write_text("#!/bin/sh\nprintf '\\211PNG\\r\\n\\032\\n'; cat \"$2\"\n")
    program.chmod(0o755)
    monkeypatch.setattr(kept_drawings, "version", lambda: "1")

    def drawn(drawings: Drawings, option: str = "-r96") -> bytes:
        done: bytes = drawings.run([str(program), option, str(pdf)], stdout=subprocess.PIPE).stdout
        return done.removeprefix(kept_drawings.PNG)

    first = Drawings({})
    assert drawn(first) == b"one" and len(first.made) == 1
    file = tmp_path / "kept"
    kept_drawings.write(file, dict.fromkeys(first.made, kept_drawings.PNG + b"kept"))
    kept = kept_drawings.read(file)
    monkeypatch.setattr(kept_drawings, "TRIED", "x")
    assert drawn(Drawings(kept)) == b"kept"
    assert drawn(Drawings(kept), "-r300") == b"one"
    monkeypatch.setattr(kept_drawings, "version", lambda: "2")
    assert drawn(Drawings(kept)) == b"one"
    monkeypatch.setattr(kept_drawings, "version", lambda: "1")
    monkeypatch.setattr(kept_drawings, "TRIED", "")
    with pytest.raises(AssertionError, match="otherwise than before"):
        drawn(Drawings(kept))
    pdf.write_bytes(b"two")
    assert drawn(Drawings(kept)) == b"two"
