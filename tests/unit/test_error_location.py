"""Where an exception was raised is found in the values of its frames, whatever else stands in them."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass

import pytest

from bookbuilder.diagnostics import Span
from bookbuilder.workers.error_location import error_location


@dataclass(frozen=True)
class Part:
    span: Span


class Hostile:
    @property
    def span(self) -> Span:
        raise OSError("no memory for a library of this name")


def fails(*values: object) -> None:
    raise ValueError(f"no use for {len(values)} values")


@pytest.mark.parametrize("other", [ctypes.cdll, Hostile(), None], ids=["loader", "property", "nothing"])
def test_values_that_cannot_be_asked_hide_no_place(other: object) -> None:
    place = Part(Span("chapters/de/01-a.md", 3))
    first, last = other, place
    with pytest.raises(ValueError, match="2 values") as caught:
        fails(first, last)
    assert error_location(caught.value) == str(place.span)
