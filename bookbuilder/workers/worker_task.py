"""Runs one task in a worker and notes what it is about, for error messages."""

from __future__ import annotations

from bookbuilder.build_step import call
from bookbuilder.diagnostics import BookbuilderError
from bookbuilder.jail.current_task import current_task
from bookbuilder.workers.error_location import note_location
from bookbuilder.workers.worker_exit import out_of_memory


def run_task(function: str, task: object, size: int) -> bytes:
    """Return what the function of a step returns for an input (`build_step.call`); exceptions note what the input is about.

    Raises `BookbuilderError` (`build.memory`) if memory runs out.
    """
    subject = about(task)
    with current_task(subject, size):
        try:
            return call(function, task)
        except MemoryError:
            raise BookbuilderError(out_of_memory(subject)) from None
        except Exception as error:
            # The interpreter may lose the error itself where memory runs out while it is raised.
            if isinstance(error, SystemError) and str(error) == "error return without exception set":
                raise BookbuilderError(out_of_memory(subject)) from None
            note_location(error, subject)
            raise


def about(task: object) -> str:
    """Return the file of the book that an input is about: its `about` or `path`; empty if there is none."""
    return str(getattr(task, "about", "") or getattr(task, "path", ""))
