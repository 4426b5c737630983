"""The resident JVM of the tests, in which EPUBCheck, the Nu Html Checker and veraPDF judge."""

import sys
from pathlib import Path

from tests.validators.machine import java_library, package
from tests.validators.resident import Resident


def _command(home: Path) -> list[str | Path]:
    package("jpype")
    return [sys.executable, Path(__file__).with_name("java_judge.py"), java_library(), home]


JAVA = Resident("the JVM of the judges", _command, shared=True)
