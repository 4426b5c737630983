"""Does one piece of work, noting what it is about."""

from __future__ import annotations

from bookbuilder.diagnostics import BookbuilderError
from bookbuilder.jail.current_task import current_task
from bookbuilder.pipeline.exit_reason import exhausted
from bookbuilder.pipeline.failed_at import noted
from bookbuilder.step import call


def run_task(function: str, given: object, size: int) -> bytes:
    """Return what the function of a step returns for an input (`step.call`); what goes wrong says what the input is about.

    Raises `BookbuilderError` (`build.memory`) if there is no memory for it.
    """
    subject = about(given)
    with current_task(subject, size):
        try:
            return call(function, given)
        except MemoryError:
            raise BookbuilderError(exhausted(subject)) from None
        except Exception as error:
            noted(error, subject)
            raise


def about(given: object) -> str:
    """Return the file of the book that a piece of work is about: its `about`, or its `path`; empty if there is none."""
    return str(getattr(given, "about", "") or getattr(given, "path", ""))
