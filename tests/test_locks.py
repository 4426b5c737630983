"""The lock files hold what pyproject.toml asks for, with hashes, and name no address."""

import json
import re
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

REPO = Path(__file__).parents[1]
PYPROJECT: dict[str, Any] = tomllib.loads((REPO / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = ("requirements.lock", "requirements-test.lock")
CLUSTER = "requirements-cluster.lock"
"""What a build needs, with Dask and the client of object stores: for the image of workers."""


def pins(name: str) -> list[Requirement]:
    """Return the lines of a lock."""
    lines = re.findall(r"^[a-zA-Z].*$", (REPO / name).read_text(encoding="utf-8"), re.MULTILINE)
    return [Requirement(line.removesuffix("\\")) for line in lines]


def locked(name: str) -> dict[str, set[Version]]:
    """Return package → versions of a lock (a package can have one for each Python)."""
    found: dict[str, set[Version]] = {}
    for requirement in pins(name):
        [pin] = requirement.specifier
        assert pin.operator == "==", requirement
        found.setdefault(canonicalize_name(requirement.name), set()).add(Version(pin.version))
    return found


@pytest.mark.parametrize("name", [*LOCKS, CLUSTER, "requirements-fuzz.lock"])
def test_a_lock_has_hashes_and_no_address(name: str) -> None:
    text = (REPO / name).read_text(encoding="utf-8")
    assert "://" not in text
    assert "--index-url" not in text
    assert "--find-links" not in text
    for entry in re.split(r"\n(?=[a-zA-Z])", text.strip()):
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry), entry


def test_the_locks_agree() -> None:
    book, everything = (locked(name) for name in LOCKS)
    assert {name: everything.get(name) for name in book} == book


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        (LOCKS[0], [*PYPROJECT["project"]["dependencies"], *PYPROJECT["dependency-groups"]["build"]]),
        (LOCKS[0], PYPROJECT["build-system"]["requires"]),
        (LOCKS[1], PYPROJECT["project"]["optional-dependencies"]["check"]),
        (LOCKS[1], PYPROJECT["dependency-groups"]["test"]),
    ],
    ids=["dependencies", "build-system", "check", "test"],
)
def test_a_lock_holds_what_pyproject_asks_for(name: str, wanted: list[str]) -> None:
    there = locked(name)
    for requirement in map(Requirement, wanted):
        versions = there.get(canonicalize_name(requirement.name), set())
        assert versions, f"{requirement.name} is not in {name}: run `make lock`"
        assert all(version in requirement.specifier for version in versions), (
            f"run `make lock`: {requirement}"
        )


@pytest.mark.parametrize("name", [*LOCKS, CLUSTER])
def test_a_lock_holds_what_its_packages_ask_for(name: str) -> None:
    """pip installs a lock without looking for dependencies, so that nobody else would notice one that is missing."""
    there = locked(name)
    wanted = pins(name)
    followed: set[tuple[str, str]] = set()
    while wanted:
        requirement = wanted.pop()
        package = canonicalize_name(requirement.name)
        assert any(version in requirement.specifier for version in there.get(package, ())), (
            f"{requirement} is not in {name}: run `make lock`"
        )
        parts = {(package, extra) for extra in ("", *requirement.extras)} - followed
        try:
            asked = [Requirement(line) for line in distribution(package).requires or []]
        except PackageNotFoundError:
            continue  # it is for another system or another Python
        followed |= parts
        wanted += [
            one
            for _, extra in parts
            for one in asked
            if not one.marker or one.marker.evaluate({"extra": extra})
        ]
    assert len({package for package, _ in followed}) > 0.9 * len(there)


def test_the_lock_of_npm_names_no_address() -> None:
    lock = json.loads((REPO / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert packages["node_modules/@daisy/ace-cli"]
    assert not [name for name, package in packages.items() if "resolved" in package]
    assert not [name for name, package in packages.items() if not package["integrity"].startswith("sha512-")]
