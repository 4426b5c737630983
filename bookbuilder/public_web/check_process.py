"""The process that asks servers for `bookbuilder sources check`, whose own process has no network.

It reads one message, a list of questions, from its standard input, and writes a report for each to its standard output
(`message_framing`). It knows addresses, and reads nothing of a book.
"""

from __future__ import annotations

import sys

from bookbuilder.child_process import message_framing
from bookbuilder.public_web.check_links import LinkQuestion, check_links
from bookbuilder.public_web.connection import INTERNET


def main() -> None:
    """Read the questions, then answer."""
    message = message_framing.read(sys.stdin.buffer.read)
    if not isinstance(message, list):
        return
    questions = [
        LinkQuestion(str(one[0]), str(one[1]), bool(one[2]), bool(one[3]))
        for one in message
        if isinstance(one, list) and len(one) == 4
    ]
    for report in check_links(questions, INTERNET):
        message_framing.write(sys.stdout.buffer.write, report)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
