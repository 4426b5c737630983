"""What houses put into their pipelines: the recipes of docs/ci.md are judged by real tools, and the hooks run."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cases import book
from tests.commands import program
from tests.conftest import REPO

RECIPES = REPO / "docs/ci"
HOOKS: list[dict[str, Any]] = yaml.safe_load((REPO / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))


def judged(*words: str | Path) -> str:
    """Run a judge of the test environment; it must have nothing to say against what it is given."""
    command = [Path(sys.executable).parent / words[0], *words[1:]]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize(
    ("name", "schema"),
    [
        ("github-actions.yml", ["vendor.github-workflows"]),
        ("forgejo.yml", ["vendor.github-workflows"]),
        ("gitlab-ci.yml", ["vendor.gitlab-ci", "--data-transform", "gitlab-ci"]),
    ],
)
def test_a_recipe_has_the_form_that_its_host_wants(name: str, schema: list[str]) -> None:
    assert "ok" in judged("check-jsonschema", "--builtin-schema", *schema, RECIPES / name)


def test_a_recipe_is_safe(tmp_path: Path) -> None:
    workflows = tmp_path / ".github/workflows"
    workflows.mkdir(parents=True)
    for name in ("github-actions.yml", "forgejo.yml"):
        (workflows / name).write_bytes((RECIPES / name).read_bytes())
    judged("zizmor", "--offline", "--no-progress", "--config", Path(__file__).parent / "zizmor.yml", tmp_path)


@pytest.mark.heavy
def test_a_recipe_calls_commands_that_there_are() -> None:
    for recipe in RECIPES.iterdir():
        called = re.findall(
            r"(?:run: |- |bin/)bookbuilder ([a-z][^>\n]*)", recipe.read_text(encoding="utf-8")
        )
        assert {words.split()[0] for words in called} == {"build", "check"}, recipe
        for words in called:
            assert program().run(*words.split(), "--help").returncode == 0, words


def test_the_hooks_are_hooks() -> None:
    judged("pre-commit", "validate-manifest", REPO / ".pre-commit-hooks.yaml")


@pytest.mark.heavy
@pytest.mark.parametrize("hook", HOOKS, ids=[hook["id"] for hook in HOOKS])
def test_a_hook_fails_for_a_bad_book_alone(hook: dict[str, Any], tmp_path: Path) -> None:
    files = {"chapters/de/01-a.md": "# Eins\n\nEin Satz.\n", "chapters/en/01-a.md": "# One\n\nA sentence.\n"}
    root = book.translated(tmp_path / "book", files, {})
    words = hook["entry"].split()[1:]
    assert program().run(*words, folder=root).returncode == 0
    (root / "chapters/de/01-a.md").write_text(
        "# Eins\n\nEin anderer Satz, siehe [](#nirgends).\n", encoding="utf-8"
    )
    assert program().run(*words, folder=root).returncode == 1
