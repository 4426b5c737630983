"""The Nu Html Checker of the W3C and WHATWG: is this file HTML?"""

import json
from collections.abc import Iterable
from pathlib import Path

from tests.validators.finding import Finding
from tests.validators.machine import REPO, JudgeFailed, JudgeMissing, java, run


def nu(paths: Iterable[Path], *, seconds: float = 300) -> tuple[Finding, ...]:
    """Return the errors that the checker finds in HTML files; () means that all are sound.

    What it says about style sheets is left out: it knows fewer properties than the browsers that we test in.
    """
    jar = REPO / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    if not jar.is_file():
        raise JudgeMissing("the Nu Html Checker is not installed: run `make test-environment`")
    options = ["-Xss8m", "-Xmx1g", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Djava.awt.headless=true"]
    command: list[str | Path] = [
        java(),
        *options,
        "-jar",
        jar,
        "--format",
        "json",
        "--stdout",
        "--exit-zero-always",
    ]
    done = run([*command, *sorted(path.resolve() for path in paths)], seconds=seconds)
    try:
        found = json.loads(done.stdout)["messages"]
    except (ValueError, KeyError):
        raise JudgeFailed(f"the Nu Html Checker gave no report\n{done.stdout}\n{done.stderr}") from None
    return tuple(
        Finding(
            "html",
            message.get("subType", message["type"]),
            message["message"],
            f"{message.get('url', '')}:{message.get('lastLine', 0)}",
        )
        for message in found
        if message["type"] != "info" and not message["message"].startswith("CSS:")
    )
