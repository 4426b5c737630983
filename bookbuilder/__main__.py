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

        leave_books_out()  # before anything is loaded
        import signal

        if signal.getsignal(signal.SIGINT) == signal.default_int_handler:
            signal.signal(signal.SIGINT, signal.SIG_DFL)
        from bookbuilder.cli import main as command_line

        code = command_line()
    except KeyboardInterrupt:
        code = 130
    except (OSError, ImportError) as error:
        if "Too many open files" not in str(error):
            raise
        # Not even the module that says so otherwise can be loaded.
        hint = "`ulimit -n 256` allows more [system.limit]"
        sys.stderr.write(f"bookbuilder: error: the system lets this program open no more files; {hint}\n")
        code = 1
    return code


if __name__ == "__main__":
    sys.exit(main())
