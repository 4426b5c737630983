"""Finds what is cut, torn or printed over on the screens of an e-book and a web edition."""

from __future__ import annotations

from bookbuilder.validators import screen_layout
from bookbuilder.validators.validator import ValidatorInput
from tests.check.made import Made, judge


def screen_faults(made: Made) -> list[str]:
    """Return what the check of screens finds in the e-book and the web edition of a book."""
    judged = [ValidatorInput(made.world, book, one) for book, artifacts in made.books for one in artifacts]
    # The single file has the pages of the web edition once more.
    wanted = [
        one for one in judged
        if screen_layout.VALIDATOR.wants(one.artifact) and not one.artifact.name.endswith(".html")
    ]  # fmt: skip
    assert len(wanted) == 2
    return [str(found) for one in wanted for found in judge(screen_layout.VALIDATOR, one)]
