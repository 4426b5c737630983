"""WeasyPrint's own tests say the same with our patches as without, but for those that `differences.toml` names.

They lie in its source distribution, which `make interop` fetches by the hash in the lock. What comes of them without our
patches depends on that alone, so it is kept (`without_patches.toml`).
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
from tests.interop.upstream import outcome_without_patches
from tests.interop.upstream.outcome_without_patches import Outcome, kept, write
from tests.validators.machine import clean_environment

SOURCE = REPO / f".venv/weasyprint/weasyprint-{weasyprint.__version__}.tar.gz"
KNOWN = tomllib.loads(Path(__file__).with_name("differences.toml").read_text(encoding="utf-8"))
PLUGIN = Path(__file__).with_name("bookbuilder_patches.py")


@pytest.fixture(scope="module")
def suite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with WeasyPrint's tests, but without WeasyPrint: the installed one is tested."""
    folder = tmp_path_factory.mktemp("weasyprint")
    with tarfile.open(SOURCE) as source:
        for member in source:
            name = member.name.partition("/")[2]
            if name.startswith("tests/"):
                source.extract(member.replace(name=name, deep=False), folder, filter="data")
    shutil.copy(PLUGIN, folder)
    return folder


def run(suite: Path, *options: str) -> Outcome:
    """Run the tests and return what came of them: `passed`, `failure`, `error` or `skipped` (also: fails as expected)."""
    report = suite / "report.xml"
    command = [
        sys.executable,
        "-m",
        "pytest",
        "tests",
        "-n",
        "0",  # half of it waits for Ghostscript: other tests have the other core, and nothing is collected three times
        "-q",
        "--tb=no",
        "--assert=plain",  # to rewrite 150 modules takes longer than to load them, and nobody reads why
        f"--junit-xml={report}",
        *options,
    ]
    ended = subprocess.run(
        [*command, "-p", "no:cacheprovider", "--rootdir", suite],
        cwd=suite, env={**clean_environment(), "PYTHONPATH": str(suite)}, timeout=2400, check=False,
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
    without, patched = known or run(suite), run(suite, "-p", PLUGIN.stem)
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
