"""Steps of functions that tests have."""

from __future__ import annotations

from typing import Any

from bookbuilder.build_step import Step, identity


def step(function: str, size: int = 1) -> Step[Any, bytes]:
    """Return a step of a function, named `package.module:function`, whose results are bytes."""
    return Step(function, object, identity, lambda _: size)
