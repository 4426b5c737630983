"""WeasyPrint's own tests say the same with our patches as without, but for those that `differences.toml` names.

They lie in its source distribution, which `make interop` fetches by the hash in the lock.
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


def outcomes(suite: Path, *options: str) -> dict[str, str]:
    """Run the tests and return what came of each: `passed`, `failure`, `error` or `skipped` (also: fails as expected)."""
    report = suite / "report.xml"
    command = [
        sys.executable,
        "-m",
        "pytest",
        "tests",
        "-n",
        "2",
        "-q",
        "--tb=no",
        f"--junit-xml={report}",
        *options,
    ]
    ended = subprocess.run(
        [*command, "-p", "no:cacheprovider", "--rootdir", suite],
        cwd=suite, env={**clean_environment(), "PYTHONPATH": str(suite)}, timeout=1200, check=False,
        capture_output=True, text=True,
    )  # fmt: skip
    assert ended.returncode in (0, 1), ended.stdout[-2000:] + ended.stderr[-2000:]
    found = {}
    for case in ET.parse(report).iter("testcase"):
        path = case.attrib["classname"].replace(".", "/")
        found[f"{path}.py::{case.attrib['name']}"] = next(
            (child.tag for child in case if child.tag in ("failure", "error", "skipped")), "passed"
        )
    return found


def test_the_tests_of_weasyprint_say_the_same_with_our_patches(suite: Path) -> None:
    without, patched = outcomes(suite), outcomes(suite, "-p", PLUGIN.stem)
    assert without.keys() == patched.keys()
    assert sum(one == "passed" for one in without.values()) > 4000
    failing = {name for name, one in without.items() if one in ("failure", "error")}
    assert failing <= KNOWN["failing"].keys()
    differing = {name for name in without if without[name] != patched[name]}
    assert differing == KNOWN["differences"].keys()
