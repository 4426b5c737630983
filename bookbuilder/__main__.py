"""The entry point of `bookbuilder` and of `python -m bookbuilder`."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the command line and return its exit code.

    Until the command line handles signals itself, Ctrl-C ends the process silently, by the system's default: Python
    would print a traceback of whatever module was being loaded.
    """
    try:
        from bookbuilder.isolation.search_paths import leave_books_out

        leave_books_out(sys.argv[1:])  # noqa: TID251 # before anything is loaded
        import signal

        if signal.getsignal(signal.SIGINT) == signal.default_int_handler:
            signal.signal(signal.SIGINT, signal.SIG_DFL)
        from bookbuilder.cli import main as command_line
    except KeyboardInterrupt:
        return 130
    return command_line()


if __name__ == "__main__":
    sys.exit(main())
