"""qpdf: is this file a sound PDF?"""

from pathlib import Path

from tests.validators.finding import Finding
from tests.validators.machine import JudgeFailed, program, run

SOUND, ERRORS, WARNINGS = 0, 2, 3


def qpdf_check(path: Path, *, seconds: float = 120) -> tuple[Finding, ...]:
    """Return what `qpdf --check` complains of; () is a sound file."""
    done = run([program("qpdf", "qpdf"), "--check", path.resolve()], seconds=seconds)
    severity = {SOUND: "", ERRORS: "ERROR", WARNINGS: "WARNING"}.get(done.returncode)
    if severity is None:
        raise JudgeFailed(f"qpdf gave no verdict on {path}\n{done.stdout}\n{done.stderr}")
    if not severity:
        return ()
    lines = [line for line in done.stderr.splitlines() if line.strip()] or done.stdout.splitlines()[-1:]
    return tuple(Finding("qpdf", severity, line.removeprefix(f"{path.resolve()}: ")) for line in lines)
