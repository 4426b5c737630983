"""The patches that we would give to WeasyPrint (docs/upstream) apply to the source that we lock, each by itself."""

import re
import subprocess
import tarfile
from pathlib import Path

import pytest

from tests.interop.conftest import REPO
from tests.interop.upstream.test_suite import SOURCE

TEXTS = sorted((REPO / "docs/upstream").glob("*.md"))


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of WeasyPrint's source distribution."""
    folder = tmp_path_factory.mktemp("source")
    with tarfile.open(SOURCE) as found:
        found.extractall(folder, filter="data")
    (made,) = folder.iterdir()
    return made


@pytest.mark.parametrize("text", TEXTS, ids=lambda path: path.stem)
def test_it_applies(text: Path, source: Path) -> None:
    (diff,) = re.findall(r"^```diff\n(.*?)^```$", text.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    command = ["git", "apply", "--check", "--verbose", "-"]
    told = subprocess.run(command, cwd=source, input=diff, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    assert told.stderr.count("Checking patch weasyprint/") == diff.count("\n+++ b/weasyprint/")
