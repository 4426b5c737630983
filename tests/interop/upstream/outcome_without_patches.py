"""What came of WeasyPrint's own tests without our patches: it does not depend on our program, so `without_patches.toml`
keeps it.

Kept are the tests that did not pass, the number of those that did, and a hash of all names, beside what it depends on.
"""

from __future__ import annotations

import hashlib
import json
import platform
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from weasyprint.text.ffi import pango

from tests.interop.conftest import REPO

FILE = Path(__file__).with_name("without_patches.toml")
RENEW = "python -m pytest -m heavy tests/interop/upstream --accept"


@dataclass(frozen=True)
class Outcome:
    """What came of tests: how many passed, a hash of all names, and the others: name → `failure`, `error`, `skipped`."""

    passed: int
    names: str
    others: Mapping[str, str]

    @staticmethod
    def of(found: Mapping[str, str]) -> Outcome:
        """Return the outcome of tests: name → what came of it."""
        others = {name: found[name] for name in sorted(found) if found[name] != "passed"}
        return Outcome(len(found) - len(others), _digest(found), others)

    def differing(self, other: Outcome) -> set[str]:
        """Return the tests of which something else came; both have the same tests."""
        names = self.others.keys() | other.others.keys()
        return {name for name in names if self.others.get(name) != other.others.get(name)}


def _digest(names: Iterable[str]) -> str:
    """Return a hash of the names of tests without their parameters: some of these are paths, which pytest shortens if they
    are long, and so they depend on where the tests lie."""
    return hashlib.sha256("\n".join(sorted(name.partition("[")[0] for name in names)).encode()).hexdigest()


def lock_digest() -> str:
    """Return the hash of the lock, which names the release of WeasyPrint and all that it lays out with."""
    return hashlib.sha256((REPO / "requirements.lock").read_bytes()).hexdigest()


def machine() -> dict[str, str]:
    """Return what else it depends on: where one of these is another, the tests are run."""
    return {
        "python": ".".join(platform.python_version_tuple()[:2]),
        "pango": str(pango.pango_version()),
        "pytest": pytest.__version__,
    }


def write(outcome: Outcome) -> None:
    """Keep an outcome."""
    values = {"lock": lock_digest(), **machine()}
    lines = [
        "# What came of WeasyPrint's own tests without our patches, for this lock and on such a machine. Renew it:",
        f"# {RENEW}",
        *(f"{key} = {json.dumps(value)}" for key, value in values.items()),
        f"passed = {outcome.passed}",
        f'names = "{outcome.names}"',
        "",
        "[others]",
        *(f"{json.dumps(name)} = {json.dumps(came)}" for name, came in outcome.others.items()),
    ]
    FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")


def kept() -> Outcome | None:
    """Return what is kept, None if it is that of another machine; it must be that of the lock."""
    found = tomllib.loads(FILE.read_text(encoding="utf-8"))
    assert found["lock"] == lock_digest(), (
        f"requirements.lock has changed since {FILE.name} was written: {RENEW}"
    )
    if any(found[key] != value for key, value in machine().items()):
        return None
    return Outcome(found["passed"], found["names"], found["others"])
