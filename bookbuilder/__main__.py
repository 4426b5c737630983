"""Where the program starts: `bookbuilder`, and `python -m bookbuilder`."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the command line in a process that does nothing else, and return its exit code.

    Until the command line takes signals itself, Ctrl-C ends the process as the system does, without a word: Python would
    print a traceback of whatever module was being loaded.
    """
    try:
        import signal

        if signal.getsignal(signal.SIGINT) == signal.default_int_handler:
            signal.signal(signal.SIGINT, signal.SIG_DFL)
        from bookbuilder.cli import main as command_line
    except KeyboardInterrupt:
        return 130
    return command_line()


if __name__ == "__main__":
    sys.exit(main())
