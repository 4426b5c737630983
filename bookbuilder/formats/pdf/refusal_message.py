"""The message of WeasyPrint that says that it was refused a file: made where it asks for files, recognized in its log."""

from __future__ import annotations

import re

SHOWN = 200
"""Letters of an address that are shown."""
_MARK = "\x1f"
REFUSAL = re.compile(f"{_MARK}([^{_MARK}]*){_MARK}([^{_MARK}]*){_MARK}")
"""The part of the message that `refusal_message` made: the address, and the problem."""


def refusal_message(address: str, problem: str) -> str:
    """Return the text by which the message is recognized. `problem` says what is wrong with a file that the address itself
    contains."""
    return f"{_MARK}{address[:SHOWN]}{_MARK}{problem}{_MARK}"
