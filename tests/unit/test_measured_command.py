"""What a command took is not what the process took that started it."""

import subprocess
import sys
from pathlib import Path

from tests.measured_command import Usage, measured, usage_of

LARGE = 200 << 20


def usage(folder: Path, program: str) -> tuple[int, Usage | None]:
    command = measured(folder / "usage", sys.executable, "-c", program)
    return subprocess.run(command, check=False).returncode, usage_of(folder / "usage")


def test_a_small_command_of_a_large_process_is_small(tmp_path: Path) -> None:
    held = b"x" * LARGE  # its pages are written, so the process has had them
    code, used = usage(tmp_path, "raise SystemExit(7)")
    assert code == 7 and used is not None and len(held) == LARGE
    assert 1 << 20 < used.peak < LARGE // 2


def test_the_largest_process_of_a_command_counts(tmp_path: Path) -> None:
    small = f"import subprocess, sys; subprocess.run([sys.executable, '-c', 'b\"x\" * {LARGE}'])"
    code, used = usage(tmp_path, small)
    assert code == 0 and used is not None and used.peak > LARGE and used.seconds > 0


def test_a_command_that_is_killed_says_so(tmp_path: Path) -> None:
    code, used = usage(tmp_path, "import os; os.kill(os.getpid(), 9)")
    assert code == -9 and used is not None
